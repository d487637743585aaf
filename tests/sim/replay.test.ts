import { describe, expect, test } from 'vitest';
import { defined } from '../../src/core/base/assert.ts';
import { enumerate } from '../../src/core/machine/enumerate.ts';
import { errorJournal } from '../../src/core/pcie/error-journal.ts';
import { replayTimerPs, serialPs, wireTiming } from '../../src/core/pcie/timing.ts';
import { LCRC_REPLAY } from '../../src/core/scenario/presets/broken.ts';
import type { Fault } from '../../src/core/scenario/schema-faults.ts';
import type { Scenario } from '../../src/core/scenario/schema.ts';
import { createRun } from '../../src/core/sim/create-run.ts';
import type { Segment } from '../../src/core/sim/types.ts';

const { scenario } = LCRC_REPLAY;
const stored: Scenario = { ...scenario, timing: { switchMode: 'storeAndForward' } };

function played(given: Scenario) {
  const machine = defined(enumerate(given).machine ?? undefined, 'a machine');
  const run = createRun(machine);
  const index = machine.links.findIndex(({ id }) => id === 'sw0-dsp2-nic0');
  const all = run.segmentsBetween(0, run.endPs);
  const on = (link: number): Segment[] =>
    all.filter((one) => one.link === link).toSorted((a, b) => a.startPs - b.startPs);
  return { machine, run, link: defined(machine.links[index], 'the link'), up: on(2 * index), all };
}

/** Deliveries in order of time: which byte of the transfer, and when. */
function deliveries({ run, all }: ReturnType<typeof played>, gpuLink: number): Segment[] {
  expect(run.isTruncated).toBe(false);
  return all.filter(({ link }) => link === gpuLink).toSorted((a, b) => a.arrivePs - b.arrivePs);
}

describe('a TLP with a bad LCRC', () => {
  const bad = played(stored);
  const good = played({ ...stored, faults: [] });

  test('is carried twice, the second time when the Nak has come back', () => {
    const again = bad.up.filter((one, at) => bad.up[at - 1]?.tlpId === one.tlpId);
    expect(again).toHaveLength(1);
    expect(bad.up).toHaveLength(good.up.length + 1);
    const second = defined(again[0], 'the replay');
    const first = defined(
      bad.up.find(({ tlpId }) => tlpId === second.tlpId),
      'the first try',
    );
    const { time, delayPs } = wireTiming(bad.machine, bad.link);
    expect(second.startPs).toBe(first.arrivePs + serialPs(8, time) + delayPs);
    expect(second.arrivePs - second.startPs).toBe(first.arrivePs - first.startPs);
  });

  test('delays what follows it by as long, and nothing overtakes it', () => {
    const gpu = bad.machine.links.findIndex(({ id }) => id === 'sw0-dsp1-gpu0');
    const [late, onTime] = [bad, good].map((one) => deliveries(one, 2 * gpu + 1));
    const lost = defined(
      bad.up.find((one, at) => bad.up[at - 1]?.tlpId === one.tlpId),
      'a replay',
    );
    const first = defined(
      bad.up.find(({ tlpId }) => tlpId === lost.tlpId),
      'the first try',
    );
    const delays = late?.map((one, at) => one.arrivePs - (onTime?.[at]?.arrivePs ?? 0));
    const hit = 4;
    expect(delays?.slice(0, hit)).toEqual([0, 0, 0, 0]);
    expect(new Set(delays?.slice(hit))).toEqual(new Set([lost.startPs - first.startPs]));
    expect(bad.run.transfers).toMatchObject([{ bytesDelivered: 4096, errors: 0 }]);
    const { bytesDelivered } = defined(good.run.transfers[0], 'a transfer');
    expect(bytesDelivered).toBe(4096);
  });

  test('is logged by the receiver as Bad TLP, correctable, without a header, when it came', () => {
    const first = defined(
      bad.up.find((one, at) => bad.up[at + 1]?.tlpId === one.tlpId),
      'the first try',
    );
    const errors = errorJournal(bad.machine, bad.run);
    expect(errors).toMatchObject([
      {
        error: 'badTlp',
        bit: 6,
        severity: 'correctable',
        message: 'ERR_COR',
        headerLog: null,
        count: 1,
        firstPs: first.arrivePs,
      },
    ]);
    expect(bad.machine.functions[errors[0]?.function ?? -1]?.id).toBe('sw0-dsp2');
  });

  test('costs as much where switches cut through, plus that this one is stored', () => {
    const cut = played(scenario);
    const calm = played({ ...scenario, faults: [] });
    const delay = cut.run.endPs - calm.run.endPs;
    expect(delay).toBeGreaterThanOrEqual(bad.run.endPs - good.run.endPs);
    expect(cut.run.transfers[0]?.bytesDelivered).toBe(4096);
  });

  test('goes the same way for a read, whose data comes later', () => {
    const reads = stored.transfers.map((one) => ({ ...one, op: 'MRd' as const }));
    const late = played({ ...stored, transfers: reads });
    const onTime = played({ ...stored, transfers: reads, faults: [] });
    expect(late.run.transfers).toMatchObject([{ bytesDelivered: 4096, errors: 0 }]);
    expect(errorJournal(late.machine, late.run).map(({ error }) => error)).toEqual(['badTlp']);
    expect(late.run.endPs).toBeGreaterThan(onTime.run.endPs);
  });

  test('is none in flit mode, and the document is told', () => {
    const links = stored.links.map((one) => ({ ...one, speedGtps: 64 }));
    const flit = played({ ...stored, links });
    expect(errorJournal(flit.machine, flit.run)).toEqual([]);
    const found = enumerate({ ...stored, links }).diagnostics;
    expect(found.map(({ code, subject }) => [code, subject])).toEqual([
      ['fault-without-effect', 'fault1'],
    ]);
  });
});

/** The example with its fault changed. */
function corrupted(change: Partial<Extract<Fault, { readonly kind: 'corrupt' }>>): Scenario {
  const faults = (stored.faults ?? []).map((one) =>
    one.kind === 'corrupt' ? { ...one, ...change } : one,
  );
  return { ...stored, faults };
}

describe('a TLP that is bad again and again', () => {
  const bad = played(corrupted({ times: 5 }));
  const journal = errorJournal(bad.machine, bad.run);
  const idOf = (index: number) => bad.machine.functions[index]?.id;

  test('is asked for once; then the replay timer runs out, and the fourth replay rolls REPLAY_NUM over', () => {
    const said = journal.map(({ error, bit, count, message, function: fn }) => [
      idOf(fn),
      error,
      bit,
      count,
      message,
    ]);
    expect(said).toEqual([
      ['sw0-dsp2', 'badTlp', 6, 1, 'ERR_COR'],
      ['sw0-dsp2', 'badTlp', 6, 1, 'ERR_COR'],
      ['nic0', 'replayTimeout', 12, 1, 'ERR_COR'],
      ['sw0-dsp2', 'badTlp', 6, 1, 'ERR_COR'],
      ['nic0', 'replayTimeout', 12, 1, 'ERR_COR'],
      ['sw0-dsp2', 'badTlp', 6, 1, 'ERR_COR'],
      ['nic0', 'replayTimeout', 12, 1, 'ERR_COR'],
      ['nic0', 'replayRollover', 8, 1, 'ERR_COR'],
      ['sw0-dsp2', 'badTlp', 6, 1, 'ERR_COR'],
      ['nic0', 'replayTimeout', 12, 1, 'ERR_COR'],
    ]);
    expect(bad.run.transfers).toMatchObject([{ bytesDelivered: 4096, errors: 0 }]);
  });

  test('is on the wire six times: at once after the Nak, then each time when the timer is over', () => {
    const twice = defined(
      bad.up.find((one, at) => bad.up[at - 1]?.tlpId === one.tlpId),
      'a replay',
    );
    const tries = bad.up.filter(({ tlpId }) => tlpId === twice.tlpId);
    expect(tries).toHaveLength(6);
    const { time, delayPs } = wireTiming(bad.machine, bad.link);
    const gaps = tries.slice(1).map((one, at) => one.startPs - (tries[at]?.arrivePs ?? 0));
    const timerPs = replayTimerPs(bad.machine, bad.link);
    expect(gaps[0]).toBe(serialPs(8, time) + delayPs);
    expect(new Set(gaps.slice(1))).toEqual(new Set([timerPs - delayPs]));
    // Gen5 x16, MPS 256: three times floor(284 x 3 / 16 + 115) symbols of a quarter of a nanosecond.
    expect(timerPs).toBe(3 * 168 * 250);
  });

  test('crosses the components on its way as fast as ever', () => {
    const [once, twice] = [1, 2].map((times) => played(corrupted({ times })).run.endPs);
    const { delayPs, time, framing } = wireTiming(bad.machine, bad.link);
    const again = serialPs(256 + 16 + framing, time) + delayPs;
    const longer = replayTimerPs(bad.machine, bad.link) - delayPs + again;
    expect((twice ?? 0) - (once ?? 0)).toBe(longer);
  });
});

test('a completion with a bad LCRC is sent again, and its read succeeds later', () => {
  const reads = stored.transfers.map((one) => ({ ...one, op: 'MRd' as const }));
  const link = 'sw0-dsp2-nic0';
  const given = { ...corrupted({ leg: 'completion' }), transfers: reads };
  const late = played(given);
  const onTime = played({ ...given, faults: [] });
  expect(late.run.transfers).toMatchObject([{ bytesDelivered: 4096, errors: 0 }]);
  const journal = errorJournal(late.machine, late.run);
  // One request of 512 bytes, whose two completions of 256 come over the link downwards.
  expect(journal).toMatchObject([{ error: 'badTlp', message: 'ERR_COR', count: 2 }]);
  expect(late.machine.functions[journal[0]?.function ?? -1]?.id).toBe('nic0');
  const index = late.machine.links.findIndex(({ id }) => id === link);
  const down = ({ all }: ReturnType<typeof played>) =>
    all.filter((one) => one.link === 2 * index + 1).length;
  expect(down(late)).toBe(down(onTime) + 2);
  expect(late.run.endPs).toBeGreaterThan(onTime.run.endPs);
  const writes = corrupted({ leg: 'completion' });
  expect(enumerate(writes).diagnostics.map(({ code }) => code)).toEqual(['fault-without-effect']);
});
