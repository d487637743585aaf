import type { Stop } from '../pcie/journey.ts';
import { tlpOffsets } from './offsets.ts';
import type { RunRows } from './rows.ts';
import type { Trace } from './trace.ts';
import type { TraceEvent } from './types.ts';
import type { Walks } from './walks.ts';
import type { Way } from './way.ts';

/*
 * The event list that people read, derived from the trace: every recorded hop of a TLP yields the route
 * hops that the TLP meets behind that link (and, at its first, those at issue). Events order by
 * (tPs, tlpId, hop). The list is never built as a whole: a count per slice of time finds the slice of a
 * row, and the slice is made again when it is asked for.
 */

/** Events per slice that the slicing aims at. */
const SLICE_EVENTS = 256;

export interface EventList {
  readonly count: number;
  /** Rows [fromSeq, fromSeq + count). */
  readonly rows: (fromSeq: number, count: number) => TraceEvent[];
  /** Every event from `fromPs` on that a hop started until `lastStartPs` yields; others may be among them. */
  readonly between: (fromPs: number, lastStartPs: number) => TraceEvent[];
  /** The first event after `fromPs` (or the last before it) that `matches` accepts; null: there is none. */
  readonly next: (
    fromPs: number,
    direction: 1 | -1,
    matches: (event: TraceEvent) => boolean,
  ) => TraceEvent | null;
}

/** A recorded run. */
export interface Recorded {
  readonly trace: Trace;
  readonly rows: RunRows;
  readonly ways: readonly Way[];
  readonly walks: Walks;
}

/** A recorded run and how its time is cut into slices. */
interface Recording extends Recorded {
  readonly slices: number;
  readonly widthPs: number;
  /** Where each TLP stands in its flow, bytes; made when first asked for. */
  readonly offsets: () => Float64Array;
  /** Longest time from the start of a hop to the last event that it yields, ps. */
  readonly longestPs: number;
}

/** The events of a recorded run that ends at `endPs`. */
export function eventList(
  trace: Trace,
  rows: RunRows,
  { ways, walks }: { readonly ways: readonly Way[]; readonly walks: Walks },
  endPs: number,
): EventList {
  const count = countEvents(trace, rows, ways);
  const slices = Math.max(1, Math.ceil(count / SLICE_EVENTS));
  const widthPs = Math.max(1, Math.ceil((endPs + 1) / slices));
  const longestPs = longestReach(rows, ways) + walks.longestPs;
  let knownOffsets: Float64Array | null = null;
  const offsets = (): Float64Array => (knownOffsets ??= tlpOffsets(trace, rows));
  const recording: Recording = { trace, rows, ways, walks, slices, widthPs, longestPs, offsets };
  let known: Float64Array | null = null;
  const starts = (): Float64Array => (known ??= sliceStarts(recording));
  return {
    count,
    rows: (fromSeq, wanted) =>
      rowsOf(recording, starts(), fromSeq, Math.min(count - fromSeq, wanted)),
    between: (fromPs, lastStartPs) => {
      const found: TraceEvent[] = [];
      const end = sliceOf(recording, lastStartPs + longestPs);
      for (let at = sliceOf(recording, fromPs); at <= end; at++) {
        found.push(...slice(recording, starts(), at));
      }
      return found;
    },
    next: (fromPs, direction, matches) => {
      for (
        let at = sliceOf(recording, Math.max(0, fromPs));
        at >= 0 && at < slices;
        at += direction
      ) {
        const events = slice(recording, starts(), at).filter(
          (event) => (event.tPs - fromPs) * direction > 0 && matches(event),
        );
        const found = direction === 1 ? events[0] : events.at(-1);
        if (found !== undefined) return found;
      }
      return null;
    },
  };
}

function rowsOf(
  recording: Recording,
  starts: Float64Array,
  fromSeq: number,
  wanted: number,
): TraceEvent[] {
  const list: TraceEvent[] = [];
  if (fromSeq < 0 || wanted <= 0) return list;
  for (let at = sliceOfSeq(starts, fromSeq); list.length < wanted; at++) {
    for (const event of slice(recording, starts, at)) {
      if (event.seq >= fromSeq && list.length < wanted) list.push(event);
    }
  }
  return list;
}

/** Calls `each` for every event that one recorded hop yields. */
export function visitStops(
  { trace, rows, ways, walks }: Recorded,
  hop: number,
  each: (tPs: number, stop: Stop) => void,
): void {
  const row = trace.row(hop);
  const start = trace.startPs(hop);
  if (rows.first[row] === 1) {
    for (const stop of stopsAt(rows, ways, row, 0)) each(start + stop.latencyPs, stop);
  }
  const arrive = start + (rows.headPs[row] ?? 0);
  const walk = rows.walks[row] === 1 ? walks.delayOf(trace.tlp(hop)) : 0;
  for (const stop of stopsBehind(rows, ways, row)) {
    const isWalked = walk > 0 && stop.hop >= (ways[rows.flow[row] ?? 0]?.walkStop ?? 0);
    each(arrive + stop.latencyPs + (isWalked ? walk : 0), stop);
  }
}

function sliceOf({ slices, widthPs }: Recording, tPs: number): number {
  return Math.min(slices - 1, Math.floor(tPs / widthPs));
}

/** Sequence number at which each slice starts. */
function sliceStarts(recording: Recording): Float64Array {
  const starts = new Float64Array(recording.slices + 1);
  for (let hop = 0; hop < recording.trace.hops; hop++) {
    visitStops(recording, hop, (tPs) => {
      const at = sliceOf(recording, tPs) + 1;
      starts[at] = (starts[at] ?? 0) + 1;
    });
  }
  for (let i = 1; i < starts.length; i++) starts[i] = (starts[i] ?? 0) + (starts[i - 1] ?? 0);
  return starts;
}

/** The events of one slice in order. */
function slice(recording: Recording, starts: Float64Array, index: number): TraceEvent[] {
  const { trace, rows, slices, widthPs, longestPs, offsets } = recording;
  const fromPs = index * widthPs;
  const toPs = index === slices - 1 ? Infinity : fromPs + widthPs;
  const found: Omit<TraceEvent, 'seq'>[] = [];
  const end = trace.firstFrom(toPs);
  for (let hop = trace.firstFrom(fromPs - longestPs); hop < end; hop++) {
    const row = trace.row(hop);
    const tlpId = trace.tlp(hop);
    visitStops(recording, hop, (tPs, stop) => {
      if (tPs < fromPs || tPs >= toPs) return;
      const flow = rows.flow[row] ?? 0;
      const bytes = rows.bytes[row] ?? 0;
      const offsetBytes = offsets()[tlpId] ?? 0;
      found.push({ tPs, tlpId, txnId: trace.txn(tlpId), flow, hop: stop.hop, bytes, offsetBytes });
    });
  }
  found.sort((a, b) => a.tPs - b.tPs || a.tlpId - b.tlpId || a.hop - b.hop);
  const seq = starts[index] ?? 0;
  return found.map((event, i) => ({ seq: seq + i, ...event }));
}

/** The slice that row `seq` lies in. */
function sliceOfSeq(starts: Float64Array, seq: number): number {
  let low = 0;
  let high = starts.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= seq) low = middle;
    else high = middle - 1;
  }
  return low;
}

function countEvents(trace: Trace, rows: RunRows, ways: readonly Way[]): number {
  const perRow = Array.from(rows.first, (isFirst, row) => {
    const atIssue = isFirst === 1 ? stopsAt(rows, ways, row, 0).length : 0;
    return atIssue + stopsBehind(rows, ways, row).length;
  });
  let count = 0;
  for (let hop = 0; hop < trace.hops; hop++) count += perRow[trace.row(hop)] ?? 0;
  return count;
}

function stopsAt(rows: RunRows, ways: readonly Way[], row: number, group: number): readonly Stop[] {
  return ways[rows.flow[row] ?? 0]?.stops[group] ?? [];
}

function stopsBehind(rows: RunRows, ways: readonly Way[], row: number): readonly Stop[] {
  return stopsAt(rows, ways, row, (rows.place[row] ?? 0) + 1);
}

function longestReach(rows: RunRows, ways: readonly Way[]): number {
  let longest = 0;
  for (let row = 0; row < rows.first.length; row++) {
    const stop = stopsBehind(rows, ways, row).at(-1);
    longest = Math.max(longest, (rows.headPs[row] ?? 0) + (stop?.latencyPs ?? 0));
  }
  return longest;
}
