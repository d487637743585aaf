import { describe, expect, test } from 'vitest';
import { defined } from '../../src/core/base/assert.ts';
import { enumerate } from '../../src/core/machine/enumerate.ts';
import { PRESETS } from '../../src/core/scenario/presets/index.ts';
import type { Fault } from '../../src/core/scenario/schema-faults.ts';
import type { Scenario } from '../../src/core/scenario/schema.ts';
import { errorJournal } from '../../src/core/pcie/error-journal.ts';
import { createRun } from '../../src/core/sim/create-run.ts';

function presetOf(id: string): Scenario {
  return defined(
    PRESETS.find((one) => one.id === id),
    id,
  ).scenario;
}

/** What is logged, with names instead of indices. */
function logged(scenario: Scenario) {
  const machine = defined(enumerate(scenario).machine ?? undefined, 'a machine');
  const run = createRun(machine);
  const idOf = (index: number | null): string | null =>
    index === null ? null : (machine.functions[index]?.id ?? null);
  const errors = errorJournal(machine, run).map((one) => ({
    ...one,
    at: idOf(one.function),
    to: idOf(one.rootPort),
  }));
  return { run, errors };
}

describe('what components log in a run', () => {
  test('nothing where everything arrives', () => {
    expect(logged(presetOf('switch-local')).errors).toEqual([]);
  });

  test('the requester of a lost completion, when its time is over', () => {
    const { errors } = logged(presetOf('lost-completion'));
    expect(errors).toMatchObject([
      { at: 'nic0', to: 'rp0', error: 'completionTimeout', bit: 14, message: 'ERR_NONFATAL' },
    ]);
    expect(errors[0]).toMatchObject({ count: 1, headerLog: null });
    expect(errors[0]?.firstPs).toBeGreaterThan(50e9);
  });

  test('the port above a device that is pulled out, then UR of each write that still comes', () => {
    const { run, errors } = logged(presetOf('pulled-out'));
    const [first, second] = errors;
    expect(first).toMatchObject({ at: 'sw0-dsp1', to: 'rp0', error: 'surpriseDown', bit: 5 });
    expect(first).toMatchObject({ message: 'ERR_FATAL', firstPs: 1_500_000, transferId: null });
    expect(second).toMatchObject({ at: 'sw0-dsp1', error: 'unsupportedRequest', bit: 20 });
    const refused = new Set<number>();
    for (const event of run.events(0, run.eventCount)) {
      if (run.flows[event.flow]?.route.outcome === 'unsupportedRequest') refused.add(event.txnId);
    }
    expect(second?.count).toBe(refused.size);
    expect(second?.lastPs).toBeGreaterThan(second?.firstPs ?? Infinity);
    expect(errors.slice(2)).toEqual([]);
  });

  test('a link that falls twice is logged once', () => {
    const faults: Fault[] = [
      { id: 'a', kind: 'linkDown', link: 'sw0-dsp1-gpu0', atPs: 1_000_000 },
      { id: 'b', kind: 'removal', function: 'gpu0', atPs: 1_500_000 },
    ];
    const { errors } = logged({ ...presetOf('pulled-out'), faults });
    expect(errors.filter(({ error }) => error === 'surpriseDown')).toHaveLength(1);
  });

  test('the header of a poisoned write has EP set', () => {
    const fault: Fault = { id: 'f', kind: 'poison', transfer: 'write', offsetBytes: 0 };
    const { errors } = logged({ ...presetOf('pulled-out'), faults: [fault] });
    expect(errors).toMatchObject([{ at: 'gpu0', error: 'poisoned', bit: 12, count: 1 }]);
    expect((errors[0]?.headerLog?.[0] ?? 0) & 0x4000).toBe(0x4000);
  });

  test('each oversize write is Malformed, and fatal', () => {
    const { run, errors } = logged(presetOf('mps-violation'));
    const [first] = errors;
    expect(first).toMatchObject({ error: 'malformed', bit: 18, message: 'ERR_FATAL' });
    const writes = run.flows.find(({ transferId }) => transferId === first?.transferId);
    expect(writes?.route.outcome).toBe('dropped');
    expect(first?.count).toBeGreaterThan(0);
  });

  test('a reader whose data is too long for it logs that, and gives up later', () => {
    const base = presetOf('lost-completion');
    const components = base.components.map((one) =>
      one.id === 'nic0' && 'mps' in one ? { ...one, mps: 128 } : one,
    );
    const { errors } = logged({ ...base, components, faults: [] });
    expect(errors).toMatchObject([
      { at: 'nic0', error: 'malformed', message: 'ERR_FATAL' },
      { at: 'nic0', error: 'completionTimeout', message: 'ERR_NONFATAL', headerLog: null },
    ]);
    expect(errors[1]?.firstPs).toBe((base.transfers[0]?.startPs ?? NaN) + 50e9);
  });

  test('a reader whose request is on a link that falls gives up too', () => {
    const faults: Fault[] = [{ id: 'f', kind: 'linkDown', link: 'sw0-dsp1-gpu0', atPs: 1 }];
    const { errors } = logged({ ...presetOf('lost-completion'), faults });
    expect(errors.map(({ at, error }) => [at, error])).toEqual([
      ['sw0-dsp1', 'surpriseDown'],
      ['sw0-dsp1', 'unsupportedRequest'],
    ]);
    const later = faults.map((one) => ({ ...one, atPs: 1_000_000 }));
    const hit = logged({ ...presetOf('lost-completion'), faults: later }).errors;
    expect(hit.map(({ at, error }) => [at, error])).toContainEqual(['nic0', 'completionTimeout']);
  });
});
