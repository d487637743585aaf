import { create } from 'zustand';
import type { BarQuestion, Bars, LookUpEvent, TraceEvent } from '../core/sim/types.ts';

/*
 * Tables of the run for panels that list it (log, timeline). They are asked for in pages from the
 * simulation worker; packets on the canvas do not come this way (frames.ts).
 */

/** One run's rows, asked for in pages. A new run connects a new source. */
export interface TraceSource {
  /** Events of the whole run. */
  readonly eventCount: number;
  /** Rows [fromSeq, fromSeq + count) of the run's event list. */
  readonly events: (fromSeq: number, count: number) => Promise<readonly TraceEvent[]>;
  /** What a timeline draws of a stretch of time; null: the run is gone. */
  readonly bars: (question: BarQuestion) => Promise<Bars | null>;
  /** Looks into IOMMUs that start in [fromPs, toPs]. */
  readonly lookUps: (fromPs: number, toPs: number) => Promise<readonly LookUpEvent[]>;
}

export const useTraceSource = create<{ readonly source: TraceSource | null }>()(() => ({
  source: null,
}));

/** Shows another run's rows; null shows none. */
export function connectTrace(source: TraceSource | null): void {
  useTraceSource.setState({ source });
}
