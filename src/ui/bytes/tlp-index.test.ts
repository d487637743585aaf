import { describe, expect, test } from 'vitest';
import type { TraceEvent } from '../../core/sim/types.ts';
import type { TraceSource } from '../../store/trace.ts';
import { findTlpIndex } from './tlp-index.ts';

/** Two reads, each answered by two completions; flow 0 asks, flow 1 answers, flow 2 is somebody else's. */
const EVENTS: readonly TraceEvent[] = (
  [
    [0, 0, 0, 0],
    [1, 1, 2, 1],
    [2, 2, 0, 2],
    [3, 0, 0, 0],
    [4, 3, 1, 0],
    [5, 4, 1, 0],
    [6, 5, 1, 2],
    [7, 6, 1, 2],
  ] as const
).map(([seq, tlpId, flow, txnId]) => ({
  seq,
  tPs: seq,
  tlpId,
  flow,
  txnId,
  hop: 0,
  bytes: 64,
  offsetBytes: 0,
}));

const SOURCE: TraceSource = {
  eventCount: EVENTS.length,
  events: async (from, count) => EVENTS.slice(from, from + count),
  bars: async () => null,
  lookUps: async () => [],
};

describe('place of a TLP in its transfer', () => {
  test.each([
    { what: 'the first request', tlpId: 0, request: 0, completion: 0 },
    { what: 'the second request, behind another transfer', tlpId: 2, request: 1, completion: 0 },
    { what: 'the first completion of the first request', tlpId: 3, request: 0, completion: 0 },
    { what: 'its second completion', tlpId: 4, request: 0, completion: 1 },
    { what: 'the second completion of the second request', tlpId: 6, request: 1, completion: 1 },
  ])('$what', async ({ tlpId, request, completion }) => {
    const txn = EVENTS.find((event) => event.tlpId === tlpId)?.txnId;
    const journey = EVENTS.filter((event) => event.txnId === txn);
    const found = await findTlpIndex(SOURCE, journey, tlpId, { request: 0, completion: 1 });
    expect(found).toEqual({ request, completion });
  });
});
