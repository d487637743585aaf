import { create } from 'zustand';
import type { TraceEvent } from '../core/sim/types.ts';

/** The followed TLP's transaction, event by event: what "hop" means for stepping, pace and the "here" hop. */
export interface JourneyState {
  /** null: nothing is followed. */
  readonly tlpId: number | null;
  /** Events of the request and its completion in time order. */
  readonly events: readonly TraceEvent[];
}

export const useJourney = create<JourneyState>()(() => ({ tlpId: null, events: [] }));

/** Instants of the journey, rising, each once. */
export function ticksOf(events: readonly TraceEvent[]): readonly number[] {
  return [...new Set(events.map((event) => event.tPs))].sort((a, b) => a - b);
}

/** The last event at or before an instant; the first when the journey has not begun; null when there is none. */
export function eventAt(events: readonly TraceEvent[], tPs: number): TraceEvent | null {
  return events.findLast((event) => event.tPs <= tPs) ?? events[0] ?? null;
}
