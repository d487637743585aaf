import type { BusAddr } from '../base/address.ts';
import type { Machine } from '../machine/types.ts';
import type { RuleId } from '../rules/catalogue.ts';

/** Address Type of a memory request. @source PCIe Base §2.2.4.1, §10.2.1 */
export type AddressType = 'untranslated' | 'translationRequest' | 'translated' | 'reserved';

export type RequestKind =
  | 'MRd'
  | 'MWr'
  | 'FetchAdd'
  | 'Swap'
  | 'CAS'
  | 'DMWr'
  | 'IORd'
  | 'IOWr'
  | 'Msg'
  | 'CfgRd'
  | 'CfgWr';

/** What routing and ACS look at in a TLP. `bytes` counts payload (writes) or bytes asked for (reads). */
export interface RequestTlp {
  readonly kind: RequestKind;
  readonly segment: number;
  readonly requesterId: number;
  readonly at: AddressType;
  readonly t: 0 | 1;
  readonly ro: boolean;
  readonly address: BusAddr;
  readonly bytes: number;
  /** XT bit of the IDE prefix beside T; absent: 0. */
  readonly xt?: 0 | 1;
  /** Bytes of the back-to-back writes at adjacent addresses that this one starts; absent: it stands alone. */
  readonly burstBytes?: number;
}

export interface CompletionTlp {
  readonly kind: 'Cpl' | 'CplD';
  readonly segment: number;
  readonly requesterId: number;
  readonly completerId: number;
  readonly t: 0 | 1;
  readonly ro: boolean;
  readonly status: CompletionStatus;
  readonly bytes: number;
}

/** Any TLP that a port routes. */
export type Tlp = RequestTlp | CompletionTlp;

export type CompletionStatus = 'SC' | 'UR' | 'CA' | 'RRS';

/** Posted requests get no completion. @source PCIe Base §2.2.1, Table 2-3 */
export function isPosted(kind: RequestKind): boolean {
  return kind === 'MWr' || kind === 'Msg';
}

/** One thing the rule compared, for the Because line: `RR=1`. `decided` marks what tipped the scale. */
export interface Operand {
  readonly name: string;
  readonly value: string;
  readonly decided?: boolean;
}

/** A change that would have led elsewhere: the edit in words of the specification, and the action it leads to. */
export interface Alternative {
  readonly change: string;
  readonly leadsTo: Verdict;
}

/** Verdict words of the picture: line style, icon and word are chosen by it alone. */
export type Verdict =
  | 'issued'
  | 'forwarded'
  | 'direct'
  | 'redirected'
  | 'looped'
  | 'translated'
  | 'delivered'
  | 'blocked'
  | 'fault'
  | 'unmodelled';

/** AER error by name: the first three are correctable, all others are not. @source PCIe Base §7.8.4.2, §7.8.4.5 */
export type AerError =
  | 'badTlp'
  | 'replayRollover'
  | 'replayTimeout'
  | 'surpriseDown'
  | 'poisoned'
  | 'completionTimeout'
  | 'completerAbort'
  | 'unexpectedCompletion'
  | 'receiverOverflow'
  | 'malformed'
  | 'unsupportedRequest'
  | 'acsViolation'
  | 'misroutedIde';

/** Where a hop takes place. `index` points into the list of that kind in the Machine. */
export interface Place {
  readonly kind: 'function' | 'hostBridge' | 'iommu' | 'memory';
  readonly index: number;
}

/** What one component did with one TLP, and the rule that says so. */
export interface Hop {
  readonly place: Place;
  readonly action: string;
  readonly verdict: Verdict;
  readonly rule: RuleId;
  readonly operands: readonly Operand[];
  readonly instead: readonly Alternative[];
  /** What the address field holds after this hop. */
  readonly address: BusAddr;
  readonly at: AddressType;
  readonly t: 0 | 1;
  /** Directed link (2 x link index + 0 up, + 1 down) that the TLP leaves on; null: it stays inside the package or ends. */
  readonly leavesOn: number | null;
  readonly status?: CompletionStatus;
  readonly aer?: AerError;
  /** Time that the component itself needs beyond the default of its kind, ps (IOMMU walk, ...). */
  readonly extraPs?: number;
  /**
   * What the link layer does with a TLP that came with a bad LCRC: how long this part of carrying it again takes, ps.
   * The transmitter is busy for as long.
   */
  readonly replayPs?: number;
  /** At an IOMMU: its whole answer, with every table that it read. */
  readonly translation?: TranslateResult;
}

/** How the journey of one request ended. Exactly one. */
export type RouteOutcome =
  | 'delivered'
  /** Reached a function or memory that is not the one meant. */
  | 'wrongTarget'
  | 'unsupportedRequest'
  | 'completerAbort'
  | 'dropped'
  | 'faulted'
  /** The read "succeeded" with all ones: the target never saw it. */
  | 'allOnes'
  /** Served, but the completion was lost on its way back. */
  | 'completionTimeout'
  | 'unmodelled';

/** The path of one TLP and of its completion, decision by decision. */
export interface Route {
  readonly request: readonly Hop[];
  /** Empty for posted requests and where no completion is sent. */
  readonly completion: readonly Hop[];
  readonly outcome: RouteOutcome;
  readonly completionStatus: CompletionStatus | null;
  /** Verdict of the whole request for lists: the most telling of its hops. */
  readonly verdict: Verdict;
}

/** A request as an IOMMU sees it. */
export interface TranslateRequest {
  readonly hostBridge: number;
  readonly requesterId: number;
  readonly address: BusAddr;
  readonly bytes: number;
  readonly write: boolean;
  readonly at: AddressType;
  readonly t: 0 | 1;
  /** XT bit beside T: the requester insists on the space of the target; absent: 0. */
  readonly xt?: 0 | 1;
  /** PASID prefix; absent: none. */
  readonly pasid?: number;
}

export interface TranslateStep {
  /** `STE`, `S2 L1`, ... as the walk view names it. */
  readonly table: string;
  /** Physical address of the descriptor read. */
  readonly address: bigint;
  readonly descriptor: bigint;
  readonly meaning: string;
  /** All 64-bit words of the structure, where it is longer than one. */
  readonly words?: readonly bigint[];
  /** Stage and level of a translation table; absent for structures of the configuration. */
  readonly stage?: 1 | 2;
  readonly level?: number;
  /** What indexed the table (address, StreamID, requester ID), and its highest and lowest bit used. */
  readonly input?: bigint;
  readonly indexHigh?: number;
  readonly indexLow?: number;
  /** A stage-2 read: for a context descriptor, for a stage-1 table (of level `forLevel`), or for the input. */
  readonly purpose?: 'CD' | 'TT' | 'IN';
  readonly forLevel?: number;
  /** Found in a cache: no memory was read. */
  readonly isCached?: boolean;
  /** Physical address space of the read; absent: Non-secure. */
  readonly pas?: 'REALM';
}

/** What a translation costs, ps; the default values are smmu-cca.md §4.1. */
export interface TranslateTiming {
  /** A TLB of the translation unit had it. */
  readonly hitPs: number;
  /** Nothing but the walk caches had it. */
  readonly missPs: number;
  /** Memory reads of a first walk, which starts with empty caches. */
  readonly coldReads: number;
  readonly coldPs: number;
  /** Memory reads of that miss which the walk caches help. */
  readonly warmReads: number;
  /** Bytes that one TLB entry of this translation covers. */
  readonly reachBytes: number;
}

/** The check of a translated address against the granule protection table. @source Arm DDI 0487 D9 */
export interface GranuleCheck {
  readonly address: bigint;
  /** The space that the access claims. */
  readonly pas: string;
  /** What the table says: the 4-bit code and its meaning. */
  readonly gpi: string;
  readonly isOpen: boolean;
  /** Reads of the table in Root memory: one for a block of level 0, two otherwise. */
  readonly reads: readonly {
    readonly level: number;
    readonly address: bigint;
    readonly descriptor: bigint;
  }[];
}

/** What an IOMMU answers. `pas` is the physical address space of the result. */
export type TranslateResult =
  | {
      readonly kind: 'translated';
      readonly address: bigint;
      readonly pas: 'NS' | 'REALM';
      readonly memoryType: string;
      readonly rule: RuleId;
      readonly operands: readonly Operand[];
      readonly walk: readonly TranslateStep[];
      /** NSH, ISH or OSH; absent where the IOMMU has no such notion. */
      readonly shareability?: string;
      /** What stage 1 gave, where both stages ran. */
      readonly ipa?: bigint;
      /** The interconnect may join adjacent writes of this memory type into longer bursts. */
      readonly mayGather?: boolean;
      readonly timing?: TranslateTiming;
      /** Absent: the address is not checked. */
      readonly granule?: GranuleCheck;
    }
  | {
      readonly kind: 'fault';
      /** Event name of the event queue; null: aborted without a record. */
      readonly event: string | null;
      readonly rule: RuleId;
      readonly operands: readonly Operand[];
      readonly walk: readonly TranslateStep[];
      /** What a non-posted request is answered with; absent: UR. */
      readonly completion?: 'UR' | 'CA';
      /** The record as its queue holds it, 64-bit words, and whose queue that is. */
      readonly record?: readonly bigint[];
      readonly queue?: 'NS' | 'REALM';
      /** The address that stage 2 could not translate. */
      readonly ipa?: bigint;
      readonly timing?: TranslateTiming;
      /** The check that refused the output; absent where something else did. */
      readonly granule?: GranuleCheck;
    };

/** Answer to an ATS Translation Request. @source PCIe Base §10.2.3 */
export interface AtsAnswer {
  readonly status: 'Success' | 'UR' | 'CA';
  readonly read: boolean;
  readonly write: boolean;
  /** What the device may use; null where it may neither read nor write. */
  readonly address: bigint | null;
  /** Bytes from the naturally aligned start of that range. */
  readonly sizeBytes: number;
  /** PA, or IPA with split-stage ATS. */
  readonly space: 'PA' | 'IPA';
  readonly timing?: TranslateTiming;
  readonly event: string | null;
  /** The record as its queue holds it, 64-bit words, and whose queue that is. */
  readonly record?: readonly bigint[];
  readonly queue?: 'NS' | 'REALM';
  readonly rule: RuleId;
  readonly operands: readonly Operand[];
  readonly walk: readonly TranslateStep[];
}

/** What pcie needs of an IOMMU; core/iommu implements it, core/sim connects them. */
export interface Translator {
  readonly translate: (request: TranslateRequest) => TranslateResult;
  /** Absent: the IOMMU does not know ATS. */
  readonly answerTranslationRequest?: (
    request: TranslateRequest & { readonly noWrite: boolean },
  ) => AtsAnswer;
  /** What it remembers while it works, empty: one for each run. Absent: it looks nothing up. */
  readonly newUnit?: () => TranslationUnit;
}

/** What looking one address up took. */
export interface LookUp {
  /** Reads of memory; 0: a TLB had the translation. */
  readonly reads: number;
  /** Bit i is set where read i of the whole walk went to memory and no cache had it. */
  readonly readMask: number;
  /** Whether the next look-up of the same page finds it, until something is dropped. */
  readonly isKept: boolean;
  /** Bytes that what was kept covers from its naturally aligned start: the next look there finds it too. */
  readonly reachBytes: number;
}

/** An IOMMU at work: its TLBs, walk caches and configuration caches. It decides nothing: `translate` does. */
export interface TranslationUnit {
  readonly look: (request: TranslateRequest) => LookUp;
  /** Translations dropped so far; while it stays the same, what was kept is still there. */
  readonly dropped: () => number;
  readonly costs: TranslationCosts;
}

/** What the parts of a translation unit cost, ps, and how many walks it does at once. */
export interface TranslationCosts {
  /** A look into the TLBs of the translation buffer unit (TBU). */
  readonly hitPs: number;
  /** One way between TBU and translation control unit (TCU). */
  readonly dtiPs: number;
  /** The TCU itself. */
  readonly tcuPs: number;
  /** One descriptor read; those of a walk follow one another. */
  readonly readPs: number;
  /** Walks at once; a miss beyond them waits, and what must not pass it waits behind it. */
  readonly slots: number;
}

/** What a route is asked for: the first request of one transfer; more bytes than one request may carry are cut. */
export interface RouteQuery {
  readonly machine: Machine;
  readonly translators: ReadonlyMap<number, Translator>;
  readonly requester: number;
  readonly request: RequestTlp;
  /** What the requester means to reach; null: whatever answers. */
  readonly intended: Place | null;
}
