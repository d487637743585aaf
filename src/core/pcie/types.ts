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

/** AER uncorrectable error bit by name. @source PCIe Base §7.8.4.2 */
export type AerError =
  | 'poisoned'
  | 'completionTimeout'
  | 'completerAbort'
  | 'unexpectedCompletion'
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
}

export interface TranslateStep {
  /** `STE`, `S2 L1`, ... as the walk view names it. */
  readonly table: string;
  /** Physical address of the descriptor read. */
  readonly address: bigint;
  readonly descriptor: bigint;
  readonly meaning: string;
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
    }
  | {
      readonly kind: 'fault';
      /** Event name of the event queue; null: aborted without a record. */
      readonly event: string | null;
      readonly rule: RuleId;
      readonly operands: readonly Operand[];
      readonly walk: readonly TranslateStep[];
    };

/** What pcie needs of an IOMMU; core/iommu implements it, core/sim connects them. */
export interface Translator {
  readonly translate: (request: TranslateRequest) => TranslateResult;
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
