import { restoreCalendar, saveCalendar, servedUntil } from './calendar.ts';
import type { QueuedEvents } from './calendar.ts';
import { creditState } from './credits.ts';
import type { Loaded } from './engine.ts';
import { fifoState } from './fifo.ts';
import { laneState } from './lanes.ts';
import { overflowState } from './overflow.ts';
import { cutSamples, resultState, sampleCounts } from './results.ts';
import { slotState } from './slots.ts';
import type { StatePart } from './state-part.ts';
import { replayFrom, tracePosition } from './trace.ts';
import { wireState } from './wire.ts';

/** The state of the engine at one instant. Law: restored and run to t, it is the engine that ran to t. */
export interface Snapshot {
  /** Time of the event served last; more may be due at the same time. -1: none was served. */
  readonly tPs: number;
  readonly bytes: number;
  readonly columns: readonly StatePart['array'][];
  readonly queue: QueuedEvents;
  readonly samples: readonly number[];
  readonly tracePosition: number;
}

function stateParts(loaded: Loaded): StatePart[] {
  return [
    ...slotState(),
    ...creditState(loaded.links),
    ...overflowState(),
    ...wireState(loaded.links),
    ...(loaded.lanes === 0 ? fifoState(loaded.links) : laneState(loaded)),
    ...resultState(loaded),
  ];
}

/** Copies the engine's state between two events. */
export function takeSnapshot(loaded: Loaded): Snapshot {
  const columns = stateParts(loaded).map(({ array, length }) => array.slice(0, length));
  const queue = saveCalendar();
  const bytes = [...columns, queue.event, queue.timePs].reduce((sum, a) => sum + a.byteLength, 0);
  const samples = sampleCounts(loaded.flows);
  return { tPs: servedUntil(), bytes, columns, queue, samples, tracePosition: tracePosition() };
}

/** Puts the engine, into which the same program is loaded, back into a state. */
export function restoreSnapshot(loaded: Loaded, snapshot: Snapshot): void {
  stateParts(loaded).forEach(({ array }, index) => {
    const column = snapshot.columns[index];
    if (column !== undefined) array.set(column);
  });
  restoreCalendar(snapshot.queue, snapshot.tPs);
  cutSamples(snapshot.samples);
  replayFrom(snapshot.tracePosition);
}
