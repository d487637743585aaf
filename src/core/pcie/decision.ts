import type { RuleId } from '../rules/catalogue.ts';
import { isAnswered, isCompletionTlp } from './tlp-kind.ts';
import type {
  AerError,
  Alternative,
  CompletionStatus,
  Operand,
  Place,
  RouteOutcome,
  Tlp,
  TranslateResult,
  Verdict,
} from './types.ts';

/** How a TLP comes into the root complex. */
export type RootEntry =
  /** Its address or ID lies below no port of this root complex's peers: plain upstream traffic. */
  | 'upstream'
  /** The root port let it go straight to another root port. */
  | 'direct'
  /** The root port hands it to redirected-request validation, or the completion to ordered delivery. */
  | 'redirected';

/** Where a TLP goes next. Indices are those of Machine.functions and Machine.hostBridges. */
export type Next =
  /** Arrives at a bridge from its secondary side. */
  | { readonly kind: 'up'; readonly port: number }
  /** Arrives at a bridge from its primary side. */
  | { readonly kind: 'down'; readonly port: number }
  /** Reaches the function that serves it, or the requester that waits for it. */
  | { readonly kind: 'target'; readonly index: number }
  | {
      readonly kind: 'rootComplex';
      readonly hostBridge: number;
      readonly entry: RootEntry;
      /** The function on the root bus that it came through. */
      readonly from: number;
    }
  | { readonly kind: 'end'; readonly outcome: RouteOutcome };

/** What one component decided about one TLP. */
export interface Decision {
  readonly place: Place;
  readonly action: string;
  readonly verdict: Verdict;
  readonly rule: RuleId;
  readonly operands: readonly Operand[];
  readonly instead: readonly Alternative[];
  /** The TLP as it leaves. */
  readonly tlp: Tlp;
  readonly next: Next;
  /** Directed link that it leaves on; null: it stays inside the package or ends. */
  readonly leavesOn: number | null;
  /** Status of the completion that this component sends; null: none. */
  readonly status: CompletionStatus | null;
  readonly aer: AerError | null;
  /** What the IOMMU answered, at the hop of the IOMMU. */
  readonly translation?: TranslateResult;
}

interface Told {
  readonly place: Place;
  readonly rule: RuleId;
  readonly tlp: Tlp;
  readonly operands?: readonly Operand[];
  readonly instead?: readonly Alternative[];
  readonly translation?: TranslateResult;
}

/** The TLP goes on. */
export function forwards(
  told: Told & {
    readonly action: string;
    readonly verdict: Verdict;
    readonly next: Next;
    readonly leavesOn?: number | null;
  },
): Decision {
  return { operands: [], instead: [], leavesOn: null, status: null, aer: null, ...told };
}

/** A request that nobody takes: UR for a non-posted one, a silent loss for a posted one. @source PCIe Base §2.3.1 */
export function refusesAsUnsupported(told: Told): Decision {
  return {
    operands: [],
    instead: [],
    ...told,
    action: 'reject',
    verdict: 'blocked',
    next: { kind: 'end', outcome: 'unsupportedRequest' },
    leavesOn: null,
    status: isAnswered(told.tlp) ? 'UR' : null,
    aer: 'unsupportedRequest',
  };
}

/** A TLP that vanishes with an error logged and without a completion. */
export function dropsTlp(told: Told & { readonly aer: AerError | null }): Decision {
  const isLostCompletion = isCompletionTlp(told.tlp);
  return {
    operands: [],
    instead: [],
    ...told,
    action: 'drop',
    verdict: 'blocked',
    next: { kind: 'end', outcome: isLostCompletion ? 'completionTimeout' : 'dropped' },
    leavesOn: null,
    status: null,
  };
}

/** What the model cannot tell. */
export function endsUnmodelled(told: Told): Decision {
  return {
    operands: [],
    instead: [],
    ...told,
    action: 'unmodelled',
    verdict: 'unmodelled',
    next: { kind: 'end', outcome: 'unmodelled' },
    leavesOn: null,
    status: null,
    aer: null,
  };
}

export function functionPlace(index: number): Place {
  return { kind: 'function', index };
}

/** A request that no window or BAR takes, or a completion that nobody waits for. */
export function nobodyTakes(told: Told): Decision {
  return isCompletionTlp(told.tlp)
    ? dropsTlp({ ...told, rule: 'ROUTE-ID-NOWHERE', aer: 'unexpectedCompletion' })
    : refusesAsUnsupported(told);
}
