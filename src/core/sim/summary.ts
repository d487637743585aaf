import type { Compiled, DecidedTransfer } from './compile.ts';
import { latenciesOf, sentOf } from './results.ts';
import type { FlowResult, Results } from './results.ts';
import type { RunRows } from './rows.ts';
import type { FlowInfo, LinkShare, TransferSummary } from './types.ts';

const NOTHING: FlowResult = { tlps: 0, bytes: 0, firstPs: null, lastPs: null };

interface LegResult extends FlowResult {
  readonly latencies: readonly number[];
}

/** What a leg of a transfer did, all its pieces together. */
function legResult(compiled: Compiled, results: Results, id: string, leg: FlowInfo['leg']) {
  const pieces = compiled.flows.flatMap((info, flow) =>
    info.transferId === id && info.leg === leg ? [flow] : [],
  );
  return pieces.reduce(
    (sum: LegResult, flow): LegResult => {
      const { tlps, bytes, firstPs, lastPs } = results.flows[flow] ?? NOTHING;
      return {
        tlps: sum.tlps + tlps,
        bytes: sum.bytes + bytes,
        firstPs:
          sum.firstPs === null || (firstPs ?? sum.firstPs) < sum.firstPs ? firstPs : sum.firstPs,
        lastPs: sum.lastPs === null || (lastPs ?? 0) > sum.lastPs ? lastPs : sum.lastPs,
        latencies: [...sum.latencies, ...latenciesOf(flow)],
      };
    },
    { ...NOTHING, latencies: [] },
  );
}

/**
 * What became of each transfer, in the order of the document. A transfer of several pieces is good when all are.
 * Reads the engine's latency samples.
 */
export function summarise(
  decided: readonly DecidedTransfer[],
  compiled: Compiled,
  results: Results,
): TransferSummary[] {
  const ids = [...new Set(decided.map(({ transfer }) => transfer.id))];
  return ids.map((id) => {
    const pieces = decided.filter(({ transfer }) => transfer.id === id);
    const asked = legResult(compiled, results, id, 'request');
    const answered = legResult(compiled, results, id, 'completion');
    const carries = compiled.flows.some((one) => one.transferId === id && one.leg === 'completion')
      ? answered
      : asked;
    const isGood = pieces.every(({ route }) => route.outcome === 'delivered');
    return {
      transferId: id,
      bytesDelivered: isGood ? carries.bytes : 0,
      completions: answered.tlps,
      errors: isGood ? 0 : asked.tlps,
      firstPs: isGood ? carries.firstPs : null,
      lastPs: isGood ? carries.lastPs : null,
      latencyPs: spread(asked.latencies),
    };
  });
}

/** Least, middle, 99th of a hundred, and greatest; null of nothing. */
function spread(samples: readonly number[]): TransferSummary['latencyPs'] {
  if (samples.length === 0) return null;
  const sorted = Float64Array.from(samples).sort();
  const at = (part: number): number => sorted[Math.floor((sorted.length - 1) * part)] ?? 0;
  return { min: at(0), median: at(0.5), p99: at(0.99), max: at(1) };
}

/** How busy each wire was until `endPs`, in order of directed link; wires that carried nothing too. */
export function linkShares(compiled: Compiled, rows: RunRows, endPs: number): LinkShare[] {
  const tlps = new Float64Array(compiled.wireCount);
  const busyPs = new Float64Array(compiled.wireCount);
  sentOf(rows.link.length).forEach((sent, row) => {
    const link = rows.link[row] ?? 0;
    tlps[link] = (tlps[link] ?? 0) + sent;
    busyPs[link] = (busyPs[link] ?? 0) + sent * (rows.serialPs[row] ?? 0);
  });
  return Array.from(tlps, (count, link) => ({
    link,
    tlps: count,
    busyShare: endPs > 0 ? Math.min(1, (busyPs[link] ?? 0) / endPs) : 0,
  }));
}
