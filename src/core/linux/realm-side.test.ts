import { describe, expect, test } from 'vitest';
import { enumerate } from '../machine/enumerate.ts';
import { PRESETS } from '../scenario/presets/index.ts';
import { providerSide, runsInRealm } from './realm-side.ts';

function partsOf(presetId: string) {
  const scenario = PRESETS.find(({ id }) => id === presetId)?.scenario;
  const machine = scenario === undefined ? null : enumerate(scenario).machine;
  if (machine === null) throw new Error(presetId);
  return { machine, fn: (id: string) => machine.functions[machine.functionById.get(id) ?? -1] };
}

describe('who runs in a Realm', () => {
  test.each([
    ['private-t1', 'nic0', true],
    // Owned by a VM, though it could be locked.
    ['private-t0', 'nic0', false],
    ['private-t0', 'acc0', true],
    ['redirected', 'nic0', false],
  ])('%s: %s is %s', (preset, id, expected) => {
    const { machine, fn } = partsOf(preset);
    const found = fn(id);
    expect(found !== undefined && runsInRealm(machine, found)).toBe(expected);
  });

  test('without an owner, TDISP decides', () => {
    const { machine, fn } = partsOf('private-t0');
    const alone = { ...machine, scenario: { ...machine.scenario, actors: [] } };
    const nic = fn('nic0');
    expect(nic !== undefined && runsInRealm(alone, nic)).toBe(true);
  });
});

test.each([
  ['CONFIG_UNLOCKED', 'shared'],
  ['CONFIG_LOCKED', 'private'],
  ['RUN', 'private'],
  ['ERROR', 'private'],
] as const)('the BAR of a device in %s is %s', (state, side) => {
  const { fn } = partsOf('private-t1');
  const acc = fn('acc0');
  if (acc?.tdisp === null || acc === undefined) throw new Error('no TDISP');
  expect(providerSide({ ...acc, tdisp: { ...acc.tdisp, state } })).toBe(side);
});
