import type { RunRows } from './rows.ts';
import type { Trace } from './trace.ts';

/**
 * Where each TLP stands in its flow: the bytes of the TLPs that were issued before it, so that its address is the
 * first one's plus this. Completions count what they bring.
 *
 * @returns bytes by TLP; TLPs that never went on a wire have 0.
 */
export function tlpOffsets(trace: Trace, rows: RunRows): Float64Array {
  const offsets = new Float64Array(trace.tlps);
  const sums = new Map<number, number>();
  for (let hop = 0; hop < trace.hops; hop++) {
    const row = trace.row(hop);
    if (rows.first[row] !== 1) continue;
    const flow = rows.flow[row] ?? 0;
    const before = sums.get(flow) ?? 0;
    offsets[trace.tlp(hop)] = before;
    sums.set(flow, before + (rows.bytes[row] ?? 0));
  }
  return offsets;
}
