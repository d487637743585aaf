import type { Transfer } from '../scenario/schema.ts';
import type { Compiled, DecidedTransfer } from './compile.ts';
import { latenciesOf, sentOf } from './results.ts';
import type { FlowResult, Results } from './results.ts';
import type { RunRows } from './rows.ts';
import type { FlowInfo, LinkShare, TransferSummary } from './types.ts';

const NOTHING: FlowResult = { tlps: 0, bytes: 0, firstPs: null, lastPs: null };

interface LegResult extends FlowResult {
  readonly latencies: readonly number[];
}

/** What some flows of a transfer did, all together. */
function together(results: Results, flows: readonly number[]): LegResult {
  return flows.reduce(
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
 * What became of each transfer, in the order of the document, all its pieces together: bytes of those that were
 * delivered, requests of the others as errors.
 *
 * @param transfers those of the document.
 * Reads the engine's latency samples.
 */
export function summarise(
  decided: readonly DecidedTransfer[],
  transfers: readonly Transfer[],
  { compiled, results }: { readonly compiled: Compiled; readonly results: Results },
): TransferSummary[] {
  const ids = [...new Set(decided.map(({ transfer }) => transfer.id))];
  return ids.map((id) => {
    const whole = transfers.find((one) => one.id === id);
    const flowsOf = (leg: FlowInfo['leg'], isGood: boolean): number[] =>
      compiled.flows.flatMap((info, flow) => {
        // What a device asks the translation agent moves none of the transfer's bytes.
        const isAside = info.sent.at === 'translationRequest' && whole?.at === 'ats';
        const matches = info.transferId === id && info.leg === leg && !isAside;
        return matches && (info.route.outcome === 'delivered') === isGood ? [flow] : [];
      });
    const asked = together(results, flowsOf('request', true));
    const lost = together(results, flowsOf('request', false));
    const answers = flowsOf('completion', true);
    const answered = together(results, answers);
    const refused = together(results, flowsOf('completion', false));
    const carries = answers.length > 0 ? answered : asked;
    return {
      transferId: id,
      bytesDelivered: carries.bytes,
      completions: answered.tlps + refused.tlps,
      errors: lost.tlps,
      firstPs: carries.firstPs,
      lastPs: carries.lastPs,
      latencyPs: spread([...asked.latencies, ...lost.latencies]),
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
