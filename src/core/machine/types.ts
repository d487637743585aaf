import type { LinkCredits } from '../scenario/schema-credits.ts';
import type { BusAddr } from '../base/address.ts';
import type { Bdf } from '../base/bdf.ts';
import type { FunctionKind, Scenario, TdiState } from '../scenario/schema.ts';

/*
 * The Scenario as hardware sees it: everything numbered, addressed and indexed. Made by `enumerate`,
 * a pure function of the Scenario; never edited.
 */

/** An address range, both ends included, in bus addresses. */
export interface Window {
  readonly base: BusAddr;
  readonly limit: BusAddr;
}

export interface MachineBar {
  readonly index: number;
  readonly space: 'mem' | 'io';
  readonly is64: boolean;
  readonly prefetchable: boolean;
  /** null: unassigned, or of unknown size. */
  readonly window: Window | null;
  readonly nonTee: boolean;
}

/** ACS as the port evaluates it: register words, `control` already masked by `capability`. */
export interface MachineAcs {
  readonly capability: number;
  readonly control: number;
  /** Bit n = port (or function) number n. */
  readonly egressVector: bigint;
}

/** One PCI function; virtual functions included. Index = position in `Machine.functions`, BDF order. */
export interface MachineFunction {
  readonly index: number;
  /** Id of its component; a virtual function has `<pf>.vf<n>`. */
  readonly id: string;
  readonly name: string;
  readonly kind: FunctionKind;
  readonly bdf: Bdf;
  readonly requesterId: number;
  readonly multifunction: boolean;
  /** The PF's index for a virtual function. */
  readonly physicalFunction: number | null;
  readonly hostBridge: number;
  /** The bridge directly above (for a VF: above its PF); null on a root bus. */
  readonly parent: number | null;
  /** Functions whose `parent` is this one, in BDF order. */
  readonly children: readonly number[];
  /** LnkCap port number; device number where it was not stated. Bit number in egress vectors. */
  readonly portNumber: number;
  readonly bars: readonly MachineBar[];
  /** Bridges only. A null window is closed. Never configured: secondary 0, subordinate -1, which no bus number matches. */
  readonly bridge: {
    readonly secondary: number;
    readonly subordinate: number;
    readonly memory: Window | null;
    readonly prefetchable: Window | null;
    readonly io: Window | null;
  } | null;
  readonly acs: MachineAcs | null;
  /** True: the source could not say whether or how ACS is set. */
  readonly acsUnknown: boolean;
  readonly mps: number;
  readonly mrrs: number;
  readonly rcb: number;
  readonly busMaster: boolean;
  readonly memoryDecode: boolean;
  readonly ats: boolean;
  readonly tdisp: {
    readonly state: TdiState;
    readonly dmaEnabled: boolean;
    readonly exporterErrorOnT0: boolean;
    readonly streamSecure: boolean;
  } | null;
  /** Root ports: the port may send T=1 (TDISP_EN). */
  readonly tdispTagging: boolean;
  /** Device Control 2 [4:0]: Completion Timeout range, bit 4 disables. */
  readonly completionTimeout: number;
  /** Its own time, ps; null: that of its kind. */
  readonly latencyPs: number | null;
  /** TLPs in a turn of what enters here; null: not stated. */
  readonly weight: number | null;
  readonly vendorId: string | null;
  readonly deviceId: string | null;
  readonly classCode: string | null;
  readonly numaNode: number | null;
  /** Index in `Machine.links` of the link above it (USP, endpoint) and below it (root port, DSP). */
  readonly linkAbove: number | null;
  readonly linkBelow: number | null;
}

export interface MachineHostBridge {
  readonly index: number;
  readonly id: string;
  readonly name: string;
  readonly segment: number;
  readonly rootBus: number;
  /** Functions on the root bus, BDF order. */
  readonly rootFunctions: readonly number[];
  readonly vendorId: string | null;
  readonly deviceId: string | null;
  readonly numaNode: number | null;
  readonly rcP2P: 'none' | 'writesOnly' | 'full';
  readonly p2pRoute: 'internal' | 'tbu';
  /** CPU physical address = bus address + busOffset, bytes. */
  readonly busOffset: bigint;
  /** Whether a request may leave through the root port that it came in by. */
  readonly hairpin: boolean;
  /** Longest burst of adjacent writes to Normal memory that the interconnect makes, bytes; 0: it joins none. */
  readonly mergeLimitBytes: number;
  /** Whether root ports cut what leaves them to their MPS. */
  readonly rpResplit: boolean;
  /** Its own time to turn a TLP around, ps; null: that of every root complex. */
  readonly latencyPs: number | null;
  /** Index in `Machine.iommus`, or null. */
  readonly iommu: number | null;
}

/** A wire pair. The engine sees two directed links: 2 x index upward, 2 x index + 1 downward. */
export interface MachineLink {
  readonly index: number;
  readonly id: string;
  /** Function index of the root port or downstream port. */
  readonly port: number;
  /** Function indices of the device in the slot (all its functions). */
  readonly device: readonly number[];
  readonly speedGtps: number;
  /** 0: link down. */
  readonly width: number;
  readonly propagationPs: number;
  /** What its receivers advertise, as far as the document says. */
  readonly credits?: LinkCredits;
}

export interface MachineMemory {
  readonly id: string;
  readonly name: string;
  readonly hostBridge: number;
  readonly window: Window;
  /** Its own time to be read, ps; null: that of all memory. */
  readonly latencyPs: number | null;
}

export interface Machine {
  readonly scenario: Scenario;
  readonly hostBridges: readonly MachineHostBridge[];
  readonly functions: readonly MachineFunction[];
  readonly links: readonly MachineLink[];
  readonly memories: readonly MachineMemory[];
  /** Ids of iommu components, in document order. */
  readonly iommus: readonly string[];
  /** Function index by component id. */
  readonly functionById: ReadonlyMap<string, number>;
}

/** What a diagnostic is about. */
export type DiagnosticCode =
  // The simulator's tables.
  | 'too-large'
  // The graph.
  | 'loop'
  | 'two-parents'
  | 'link-and-parent'
  | 'no-host-bridge'
  | 'parent-missing'
  | 'not-connected'
  | 'duplicate-id'
  | 'two-links-on-port'
  | 'link-end-missing'
  | 'link-from-no-port'
  | 'link-to-port'
  | 'link-width'
  | 'link-speed'
  // Numbers.
  | 'bus-full'
  | 'device-full'
  | 'device-function-clash'
  | 'root-bus-clash'
  | 'too-many-buses'
  | 'buses-renumbered'
  | 'bus-outside-parent'
  | 'vf-count'
  | 'vf-numbering'
  // Addresses.
  | 'mmio-range'
  | 'mmio-exhausted'
  | 'io-exhausted'
  | 'addresses-reassigned'
  | 'address-overlap'
  // Single functions.
  | 'bar-size'
  | 'bar-type'
  | 'bar-index'
  | 'bar-pair'
  | 'bar-alignment'
  | 'mps-value'
  | 'mrrs-value'
  | 'mps-unsupported'
  | 'egress-vector-size'
  | 'egress-vector-unused'
  // What software must keep to.
  | 'software-rule'
  | 'credits-too-few'
  | 'fault-without-effect'
  | 'action-without-effect'
  | 'transfer-no-ats'
  | 'translation-request-op'
  | 'transfer-no-tdisp'
  | 'ipa-too-wide'
  // IOMMUs.
  | 'two-iommus'
  | 'stream-requester-missing'
  | 'mapping-target-missing'
  // Transfers.
  | 'transfer-end-missing'
  | 'transfer-bar-missing'
  | 'transfer-bar-unassigned'
  | 'transfer-beyond-target'
  | 'atomic-size';

/** Why a Scenario cannot be a machine, or what about it deserves a word. `subject` is an id of the document. */
export interface Diagnostic {
  readonly severity: 'error' | 'warning';
  readonly code: DiagnosticCode;
  readonly subject: string;
  /** One sentence: what, where, what to do. */
  readonly message: string;
}
