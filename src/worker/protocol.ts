import type { ErrorTimes } from '../core/pcie/error-journal.ts';
import type { BufferLife } from '../core/linux/dma-buf-moments.ts';
import type { Plan } from '../core/linux/map-p2p.ts';
import type { Machine } from '../core/machine/types.ts';
import type { Breakpoint } from '../core/sim/breakpoints.ts';
import type {
  BarQuestion,
  Bars,
  FlowInfo,
  IommuSummary,
  LinkShare,
  LookUpEvent,
  TraceEvent,
  TransferSummary,
} from '../core/sim/types.ts';

/** Raised when either side changes the messages below; a mismatch is shown, not ignored. */
export const PROTOCOL_VERSION = 7;

/** What a loaded run is, known before its first frame: all decisions, no times. */
export interface RunInfo {
  readonly epoch: number;
  /** Every flow of the run with its decided route; a transfer has a request flow and may have a completion flow. */
  readonly flows: readonly FlowInfo[];
  /** Last event of the run, ps. */
  readonly endPs: number;
  readonly eventCount: number;
  readonly tlpCount: number;
  readonly transfers: readonly TransferSummary[];
  /** What Linux decided for the transfers that ask it; refused ones are in no other list. */
  readonly plans: readonly Plan[];
  /** The dma-bufs of these plans, from export on. */
  readonly lives: readonly BufferLife[];
  /** Per directed link. */
  readonly links: readonly LinkShare[];
  /** Per IOMMU of the machine. */
  readonly iommus: readonly IommuSummary[];
  /** True: the run was longer than its limit and stops at `endPs`. */
  readonly isTruncated: boolean;
  /** Directed links that ended up waiting for each other in a ring; null: none did. */
  readonly deadlock: readonly number[] | null;
  /** Where and when TLPs met errors; `errorJournal` says what is logged. */
  readonly errorTimes: readonly ErrorTimes[];
  /** Order-independent digest of every delivery time, uint32. */
  readonly digest32: number;
}

/** Page to worker. Every request has an id; its reply repeats it. */
export type ToWorker =
  | {
      readonly kind: 'load';
      readonly id: number;
      readonly machine: Machine;
      readonly epoch: number;
      readonly seed: number;
    }
  /** Segments in flight at any time in [fromPs, toPs] into the lent buffer (frame.ts). */
  | {
      readonly kind: 'frame';
      readonly id: number;
      readonly fromPs: number;
      readonly toPs: number;
      readonly buffer: ArrayBuffer;
    }
  /** Rows [fromSeq, fromSeq + count) of the event list. */
  | {
      readonly kind: 'trace';
      readonly id: number;
      readonly fromSeq: number;
      readonly count: number;
    }
  /** What a timeline draws of a stretch of time. */
  | { readonly kind: 'bars'; readonly id: number; readonly question: BarQuestion }
  /** Looks into IOMMUs that start in [fromPs, toPs]. */
  | {
      readonly kind: 'lookUps';
      readonly id: number;
      readonly fromPs: number;
      readonly toPs: number;
    }
  /** All events of the transaction of a TLP: its request and its completions. */
  | { readonly kind: 'transaction'; readonly id: number; readonly tlpId: number }
  /** The first event after (or last before) an instant that matches: for stepping both ways. */
  | {
      readonly kind: 'step';
      readonly id: number;
      readonly fromPs: number;
      readonly direction: 1 | -1;
      readonly unit: 'event' | 'hop' | 'tlp' | 'transaction';
      readonly tlpId: number | null;
      /** Only where one of these stops; null: anywhere. */
      readonly breakpoints: readonly Breakpoint[] | null;
    };

/** Worker to page. */
export type FromWorker =
  | { readonly kind: 'ready'; readonly protocol: number }
  /** How much of a load is done, 0 to 1; more than one may come, or none. */
  | {
      readonly kind: 'progress';
      readonly id: number;
      readonly epoch: number;
      readonly share: number;
    }
  | {
      readonly kind: 'loaded';
      readonly id: number;
      readonly epoch: number;
      /** Why the machine is not simulated, as one sentence; null: it is. */
      readonly problem: string | null;
      readonly run: RunInfo | null;
    }
  | {
      readonly kind: 'frame';
      readonly id: number;
      readonly epoch: number;
      readonly buffer: ArrayBuffer;
    }
  | {
      readonly kind: 'trace';
      readonly id: number;
      readonly epoch: number;
      readonly events: readonly TraceEvent[];
      readonly totalSeq: number;
    }
  | {
      readonly kind: 'bars';
      readonly id: number;
      readonly epoch: number;
      readonly bars: Bars;
    }
  | {
      readonly kind: 'lookUps';
      readonly id: number;
      readonly epoch: number;
      readonly lookUps: readonly LookUpEvent[];
    }
  | {
      readonly kind: 'transaction';
      readonly id: number;
      readonly epoch: number;
      readonly events: readonly TraceEvent[];
    }
  | {
      readonly kind: 'stepped';
      readonly id: number;
      readonly epoch: number;
      readonly event: TraceEvent | null;
    }
  | {
      readonly kind: 'error';
      readonly id: number | null;
      readonly code: string;
      readonly message: string;
      readonly detail: string;
    };
