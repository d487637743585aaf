import { describe, expect, test } from 'vitest';
import { enumerate } from '../../src/core/machine/enumerate.ts';
import { ACS_BIT } from '../../src/core/scenario/acs.ts';
import { ACS_LINUX, newTransfer } from '../../src/core/scenario/defaults.ts';
import { PRESETS } from '../../src/core/scenario/presets/index.ts';
import type { Fault } from '../../src/core/scenario/schema-faults.ts';
import type { FunctionComponent, Scenario, Transfer } from '../../src/core/scenario/schema.ts';
import { createRun } from '../../src/core/sim/create-run.ts';
import type { Run } from '../../src/core/sim/run.ts';

const base = PRESETS[0].scenario;
const BYTES = 131_072;

const write = newTransfer({
  id: 'w',
  name: 'write',
  op: 'MWr',
  from: 'nic0',
  to: { kind: 'bar', function: 'gpu0', bar: 2, offset: '0x0' },
  at: 'untranslated',
  t: 0,
  bytes: BYTES,
});
const read: Transfer = { ...write, id: 'r', op: 'MRd', name: 'read', outstanding: 4 };

function played(transfer: Transfer, ...faults: readonly Fault[]): Run {
  const scenario: Scenario = { ...base, transfers: [transfer], faults: [...faults] };
  const { machine } = enumerate(scenario);
  if (machine === null) throw new Error('the example is a machine');
  return createRun(machine);
}

/** A read that loses a completion, with other settings of its requester. */
function playedWith(change: Partial<FunctionComponent>): Run {
  const fault: Fault = { id: 'f', kind: 'dropCompletion', transfer: 'r', offsetBytes: 1600 };
  const components = base.components.map((one) =>
    one.id === 'nic0' && 'mps' in one ? { ...one, ...change } : one,
  );
  const { machine } = enumerate({ ...base, components, transfers: [read], faults: [fault] });
  if (machine === null) throw new Error('the example is a machine');
  return createRun(machine);
}

/** Requests that ended in each way. */
function outcomes(run: Run): Record<string, number> {
  const found: Record<string, Set<number>> = {};
  for (const event of run.events(0, run.eventCount)) {
    const info = run.flows[event.flow];
    if (info?.leg === 'request') (found[info.route.outcome] ??= new Set()).add(event.txnId);
  }
  return Object.fromEntries(Object.entries(found).map(([key, ids]) => [key, ids.size]));
}

const rulesOf = (run: Run): Set<string> =>
  new Set(
    run.flows.flatMap(({ route }) =>
      [...route.request, ...route.completion].map(({ rule }) => rule),
    ),
  );

describe('a fault in the middle of a run', () => {
  const calm = outcomes(played(write));
  const requests = calm['delivered'] ?? 0;

  test('no request vanishes: each ends exactly once, whatever breaks when', () => {
    const half = played(write).endPs / 2;
    for (const atPs of [0, 1, half, 1e9]) {
      for (const fault of [
        { id: 'f', kind: 'linkDown', link: 'sw0-dsp1-gpu0', atPs },
        { id: 'f', kind: 'removal', function: 'gpu0', atPs },
        { id: 'f', kind: 'acsControl', function: 'sw0-dsp2', control: 0, atPs },
      ] as const) {
        const ends = outcomes(played(write, fault));
        expect(Object.values(ends).reduce((sum, n) => sum + n, 0)).toBe(requests);
      }
    }
  });

  test('a link that goes down loses what is on it; what comes later meets UR', () => {
    const atPs = Math.round(played(write).endPs / 2);
    const run = played(write, { id: 'f', kind: 'linkDown', link: 'sw0-dsp1-gpu0', atPs });
    const ends = outcomes(run);
    expect(ends['delivered']).toBeGreaterThan(0);
    expect(ends['dropped']).toBeGreaterThan(0);
    expect(ends['unsupportedRequest']).toBeGreaterThan(0);
    expect(rulesOf(run)).toContain('FAULT-LINK-LOST');
    expect(run.transfers[0]?.bytesDelivered).toBe(((ends['delivered'] ?? 0) * BYTES) / requests);
  });

  test('a read whose completion is lost ends in a Completion Timeout 50 ms later, the others do not', () => {
    const run = played(read, { id: 'f', kind: 'dropCompletion', transfer: 'r', offsetBytes: 1600 });
    const all = outcomes(played(read))['delivered'] ?? 0;
    expect(outcomes(run)).toEqual({ delivered: all - 1, completionTimeout: 1 });
    expect(run.endPs).toBeGreaterThan(50e9);
    expect(rulesOf(run)).toContain('CPL-TIMEOUT');
  });

  test.each([
    [0x1, 1e8],
    [0x2, 1e10],
  ])('Device Control 2 range %d ends after %d ps', (completionTimeout, waitPs) => {
    const run = playedWith({ completionTimeout });
    expect(rulesOf(run)).toContain('CPL-TIMEOUT');
    expect(run.endPs).toBeGreaterThan(waitPs);
    expect(run.endPs).toBeLessThan(1.1 * waitPs);
  });

  test('a requester whose timeout is disabled waits for ever', () => {
    const run = playedWith({ completionTimeout: 0x10 });
    expect(rulesOf(run)).not.toContain('CPL-TIMEOUT');
    expect(outcomes(run)['dropped']).toBe(1);
  });

  test('a poisoned write is logged where it was for, and its data is not used', () => {
    const run = played(write, { id: 'f', kind: 'poison', transfer: 'w', offsetBytes: 0 });
    expect(outcomes(run)).toEqual({ delivered: requests - 1, dropped: 1 });
    const ended = run.flows.find(({ route }) => route.outcome === 'dropped');
    expect(ended?.route.request.at(-1)).toMatchObject({ rule: 'TLP-POISONED', aer: 'poisoned' });
  });

  test('a poisoned write that nobody takes logs Unsupported Request, not the poison', () => {
    const gone = { id: 'f1', kind: 'linkDown', link: 'sw0-dsp1-gpu0', atPs: 0 } as const;
    const bad = { id: 'f2', kind: 'poison', transfer: 'w', offsetBytes: 0 } as const;
    const rules = rulesOf(played(write, gone, bad));
    expect(rules).not.toContain('TLP-POISONED');
    const refusing = played(
      { ...write, address: '0x3f00000000' },
      { id: 'f', kind: 'poison', transfer: 'w', offsetBytes: 0 },
    );
    expect(Object.keys(outcomes(refusing))).not.toContain('delivered');
    expect(rulesOf(refusing)).not.toContain('TLP-POISONED');
  });

  test('RR that is cleared while writes are in flight sends only the later ones straight', () => {
    const atPs = Math.round(played(write).endPs / 2);
    const control = ACS_LINUX & ~ACS_BIT.RR;
    const run = played(write, { id: 'f', kind: 'acsControl', function: 'sw0-dsp2', control, atPs });
    const ways = new Set(run.flows.map(({ route }) => route.verdict));
    expect(ways.size).toBeGreaterThan(1);
    expect(outcomes(run)).toEqual({ delivered: requests });
    expect(run.transfers[0]?.bytesDelivered).toBe(BYTES);
  });

  test('time goes back over a fault as over anything else', () => {
    const run = played(write, { id: 'f', kind: 'removal', function: 'gpu0', atPs: 400_000 });
    const there = run.seek(500_000);
    run.seek(run.endPs);
    expect(run.seek(500_000)).toEqual(there);
    expect(
      played(write, { id: 'f', kind: 'removal', function: 'gpu0', atPs: 400_000 }).digest32,
    ).toBe(run.digest32);
  });
});

describe('the examples of broken runs', () => {
  const runOf = (id: string): Run => {
    const machine = enumerate(PRESETS.find((one) => one.id === id)?.scenario ?? base).machine;
    if (machine === null) throw new Error(`${id} is no machine`);
    return createRun(machine);
  };

  test('one of eight reads ends in a Completion Timeout', () => {
    expect(outcomes(runOf('lost-completion'))).toEqual({ delivered: 7, completionTimeout: 1 });
  });

  test('some writes are redirected and some go straight, and all arrive', () => {
    const run = runOf('rr-in-flight');
    expect(Object.keys(outcomes(run))).toEqual(['delivered']);
    const verdicts = run.flows.map(({ route }) => route.request.map(({ rule }) => rule));
    expect(verdicts.some((rules) => rules.includes('ACS-RR'))).toBe(true);
    expect(verdicts.some((rules) => !rules.includes('ACS-RR'))).toBe(true);
  });

  test('writes before arrive, those on the link are lost, later ones meet UR', () => {
    const ends = outcomes(runOf('pulled-out'));
    expect(Object.keys(ends).sort()).toEqual(['delivered', 'dropped', 'unsupportedRequest']);
  });
});
