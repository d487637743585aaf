import { describe, expect, test } from 'vitest';
import { enumerate } from '../machine/enumerate.ts';
import { applyEdit } from '../scenario/edit.ts';
import type { Edit } from '../scenario/edit.ts';
import { PRESETS } from '../scenario/presets/index.ts';
import type { Scenario } from '../scenario/schema.ts';
import { assumedSystem } from './assumed-system.ts';
import { linuxMachine } from './machine-tree.ts';

const [{ scenario: first }] = PRESETS;

function edited(scenario: Scenario, edit: Edit) {
  const result = applyEdit(scenario, edit);
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
}

function assumedOf(scenario: Scenario): readonly string[] {
  const { machine } = enumerate(scenario);
  if (machine === null) throw new Error('no machine');
  return linuxMachine(machine).assumed;
}

describe('a host bridge whose ID is not known', () => {
  const ids = (vendorId?: string, deviceId?: string): Edit => ({
    kind: 'patchComponent',
    id: 'cpu0',
    patch: { vendorId, deviceId },
  });
  // Without an ID of its own, Linux looks at the first root port.
  const unknown = {
    ...first,
    components: first.components.map((one) => {
      if (one.id !== 'rp0' || !('vendorId' in one)) return one;
      const { vendorId: _vendor, deviceId: _device, ...rest } = one;
      return rest;
    }),
  } as Scenario;

  test('is an assumption, until a person says which it is', () => {
    expect(assumedOf(first)).toEqual([]);
    const { scenario } = edited(unknown, ids());
    expect(assumedOf(scenario)).toEqual([expect.stringContaining('its ID is not known')]);
    expect(assumedOf(edited(scenario, ids('8086', '09a2')).scenario)).toEqual([]);
  });
});

describe('a part of the system that a source did not state', () => {
  const scenario: Scenario = {
    ...first,
    system: { ...first.system, assumed: ['cpu', 'kernel'] },
  };

  test('is none any more once it is chosen, and is one again after undo', () => {
    const after = edited(scenario, { kind: 'patchSystem', patch: { cpu: 'intel' } });
    expect(assumedSystem(after.scenario.system)).toEqual([`system kernel: ${first.system.kernel}`]);
    expect(edited(after.scenario, after.inverse).scenario).toEqual(scenario);
    const both = edited(after.scenario, { kind: 'patchSystem', patch: { kernel: '7.1' } });
    expect(both.scenario.system).not.toHaveProperty('assumed');
    expect(edited(both.scenario, both.inverse).scenario).toEqual(after.scenario);
  });
});
