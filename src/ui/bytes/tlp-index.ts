import type { TraceEvent } from '../../core/sim/types.ts';
import type { TraceSource } from '../../store/trace.ts';

/** Which request of its transfer a TLP is (or answers), and which completion of that request; both from 0. */
export interface TlpIndex {
  readonly request: number;
  readonly completion: number;
}

/** The flows of the request and completion leg of one transfer, as indices of the run's flow list. */
export interface LegFlows {
  readonly request: number;
  /** null: nothing answers. */
  readonly completion: number | null;
}

const PAGE_EVENTS = 20_000;

/** Counts the first events of earlier requests, and of earlier completions of the same request. */
function counter(flows: LegFlows, target: TraceEvent) {
  const requests = new Set<number>();
  const completions = new Set<number>();
  return {
    add: ({ flow, txnId, tlpId }: TraceEvent): void => {
      if (flow === flows.request && txnId !== target.txnId) requests.add(txnId);
      if (flow === flows.completion && txnId === target.txnId) completions.add(tlpId);
    },
    index: (): TlpIndex => {
      completions.delete(target.tlpId);
      const isCompletion = target.flow === flows.completion;
      return { request: requests.size, completion: isCompletion ? completions.size : 0 };
    },
  };
}

/**
 * Where a TLP stands in its transfer. Reads the trace up to the TLP's request.
 *
 * @param journey all events of the TLP's transaction.
 * @returns zeros where the trace does not have it.
 */
export async function findTlpIndex(
  source: TraceSource,
  journey: readonly TraceEvent[],
  tlpId: number,
  flows: LegFlows,
): Promise<TlpIndex> {
  const target = journey.find((event) => event.tlpId === tlpId);
  const first = journey[0];
  if (target === undefined || first === undefined) return { request: 0, completion: 0 };
  const count = counter(flows, target);
  for (const event of journey) {
    if (event.tlpId === tlpId) break;
    count.add(event);
  }
  for (let from = 0; from < source.eventCount; from += PAGE_EVENTS) {
    const page = await source.events(from, PAGE_EVENTS);
    for (const event of page) {
      if (event.seq >= first.seq) return count.index();
      if (event.flow === flows.request) count.add(event);
    }
    if (page.length === 0) break;
  }
  return count.index();
}
