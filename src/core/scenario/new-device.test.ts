import { describe, expect, test } from 'vitest';
import { enumerate } from '../machine/enumerate.ts';
import { newScenario } from './defaults.ts';
import { applyEdit } from './edit.ts';
import { DEVICE_KINDS } from './device-kinds.ts';
import { newDevice } from './new-device.ts';
import { parseScenario } from './parse.ts';
import { PRESETS } from './presets/index.ts';
import type { Scenario } from './schema.ts';

const opening = PRESETS[0].scenario;
const empty = newScenario({ title: '' });

function added(...args: Parameters<typeof newDevice>): { id: string; scenario: Scenario } {
  const { id, edit } = newDevice(...args);
  const result = applyEdit(args[1], edit);
  if (!result.ok) throw new Error(result.error.code);
  return { id, scenario: result.value.scenario };
}

describe.each(DEVICE_KINDS)('a new %s', (kind) => {
  test.each([
    ['on an empty canvas', empty],
    ['on the opening example', opening],
  ])('%s makes a valid document with a machine, and is one step to undo', (_where, scenario) => {
    const { id, scenario: next } = added(kind, scenario, { position: { x: 1, y: 2 } });
    expect(next.components.some((one) => one.id === id)).toBe(true);
    expect(parseScenario(next).ok).toBe(true);
    const errors = enumerate(next).diagnostics.filter(({ severity }) => severity === 'error');
    const isLonely = scenario === empty && enumerate(next).machine === null;
    // A device alone on the canvas is told that a host bridge is missing; a second SMMU that there is one.
    const allowed = isLonely ? ['no-host-bridge'] : kind === 'smmu' ? ['two-iommus'] : [];
    expect(errors.filter(({ code }) => !allowed.includes(code))).toEqual([]);
  });
});

describe('where it is dropped', () => {
  test('a GPU on a switch takes its first free port', () => {
    const { id, scenario } = added('gpu', opening, { on: 'sw0' });
    expect(scenario.links.at(-1)).toMatchObject({ from: 'sw0-dsp4', to: id });
  });

  test('a GPU on a full switch brings a port with it', () => {
    const full = added('nic', opening, { on: 'sw0' }).scenario;
    const { id, scenario } = added('gpu', full, { on: 'sw0' });
    expect(scenario.links.at(-1)).toMatchObject({ from: 'sw0-dsp5', to: id });
  });

  test('a switch on a host bridge brings a root port and four downstream ports', () => {
    const { id, scenario } = added('switch', opening, { on: 'cpu0' });
    expect(id).toBe('sw1');
    expect(scenario.links.at(-1)).toMatchObject({ from: 'rp2', to: 'sw1' });
    expect(
      scenario.components.filter((one) => 'parent' in one && one.parent === 'sw1'),
    ).toHaveLength(4);
  });

  test('a device on a port that is taken stays unconnected', () => {
    const { scenario } = added('nvme', opening, { on: 'rp1' });
    expect(scenario.links).toEqual(opening.links);
  });

  test('a function on a device becomes its next function', () => {
    const { id, scenario } = added('function', opening, { on: 'nic0' });
    const { machine } = enumerate(scenario);
    expect(machine?.functions[machine.functionById.get(id) ?? -1]?.bdf.fn).toBe(1);
  });

  test('memory goes behind the memory that is there', () => {
    const { id, scenario } = added('memory', opening, { on: 'cpu0' });
    expect(scenario.components.find((one) => one.id === id)).toMatchObject({
      address: '0xc000000000',
    });
  });
});
