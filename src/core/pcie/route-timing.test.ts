import { describe, expect, test } from 'vitest';
import { machineOf, pcieScenario, queryOf } from '../../../tests/pcie-fixture.ts';
import type { Changes } from '../../../tests/pcie-fixture.ts';
import {
  newEndpoint,
  newLink,
  newRootPort,
  newSwitchDownstream,
  newSwitchUpstream,
} from '../scenario/defaults.ts';
import { timeRoute } from './route-timing.ts';
import type { RouteTiming } from './route-timing.ts';
import { route } from './route.ts';
import type { RequestTlp } from './types.ts';

function timed(
  changes: Changes,
  [from, to]: readonly [string, string],
  request: Partial<RequestTlp>,
  outstanding = 256,
): RouteTiming {
  const machine = machineOf(pcieScenario(changes));
  const query = queryOf(machine, from, to, request);
  const found = route(query);
  const { requester } = query;
  const { bytes } = query.request;
  return timeRoute({
    machine,
    requester,
    request: query.request,
    route: found,
    bytes,
    outstanding,
  });
}

const SECOND_SWITCH: Changes = {
  add: [
    newRootPort({ id: 'RP2', name: 'RP2', parent: 'RC' }),
    newSwitchUpstream({ id: 'USP2', name: 'USP2' }),
    newSwitchDownstream({ id: 'C', name: 'C', parent: 'USP2' }),
    newEndpoint({ id: 'EP4', name: 'EP4' }),
    newRootPort({ id: 'RP3', name: 'RP3', parent: 'RC' }),
    newEndpoint({ id: 'EP5', name: 'EP5' }),
  ],
  links: [
    newLink({ from: 'RP2', to: 'USP2' }),
    newLink({ from: 'C', to: 'EP4' }),
    newLink({ from: 'RP3', to: 'EP5' }),
  ],
};

describe('latency of a 128-byte read on an idle machine', () => {
  // The rows of pcie.md §5.4 leave out serialisation and the propagation of the wires: a few ns each.
  test.each([
    { fact: 'below one switch', pair: ['EP1', 'EP2'], ns: 710 },
    { fact: 'between two switches through the root complex', pair: ['EP1', 'EP4'], ns: 1420 },
    { fact: 'between two root ports of one socket', pair: ['EP3', 'EP5'], ns: 780 },
  ] as const)('$fact is $ns ns and what the wires add', ({ pair, ns }) => {
    const { latencyPs } = timed(SECOND_SWITCH, pair, { kind: 'MRd', bytes: 128 });
    expect(latencyPs).toBeGreaterThan(ns * 1000);
    expect(latencyPs).toBeLessThan(ns * 1000 + 30_000);
  });
});

describe('steady bandwidth on an idle machine', () => {
  test('writes below one switch reach what the link leaves for payload', () => {
    const { bytesPerSecond, limit } = timed({}, ['EP1', 'EP2'], { bytes: 256 });
    // Gen5 x16 with MPS 256: 63.015 GB/s, of which ACK, FC and SKP take their part, and 256 of 280 bytes.
    expect((bytesPerSecond ?? 0) / 1e9).toBeCloseTo((454.8 / 8) * (256 / 280), 1);
    expect(limit?.kind).toBe('link');
  });

  test('the narrowest link decides', () => {
    const change = { 'B-EP2': { width: 4, speedGtps: 8 } };
    const { bytesPerSecond } = timed({ change }, ['EP1', 'EP2'], { bytes: 256 });
    expect((bytesPerSecond ?? 0) / 1e9).toBeLessThan(3.94);
  });

  test('reads with few requests in flight are limited by latency', () => {
    const { bytesPerSecond, latencyPs, limit } = timed(
      {},
      ['EP1', 'EP2'],
      { kind: 'MRd', bytes: 512 },
      1,
    );
    expect(limit).toEqual({ kind: 'outstanding' });
    expect(bytesPerSecond).toBeCloseTo((512 * 1e12) / (latencyPs ?? 1), 0);
  });

  test('what is never delivered has neither', () => {
    const change = { EP2: { memoryDecode: false } };
    const timing = timed({ change }, ['EP1', 'EP2'], {});
    expect(timing).toEqual({ latencyPs: null, bytesPerSecond: null, limit: null });
  });
});
