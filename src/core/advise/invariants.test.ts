import { describe, expect, test } from 'vitest';
import { defined } from '../base/assert.ts';
import { enumerate } from '../machine/enumerate.ts';
import type { Machine } from '../machine/types.ts';
import { PRESETS } from '../scenario/presets/index.ts';
import { guestOf } from './check-actors.ts';
import { guestPairs, guestWrite, pairState, silentVictim } from './invariants.ts';
import type { Guest } from './invariants.ts';

function machineOf(presetId: string): Machine {
  const preset = defined(
    PRESETS.find(({ id }) => id === presetId),
    presetId,
  );
  const { machine } = enumerate(preset.scenario);
  if (machine === null) throw new Error('no machine');
  return machine;
}

/** A machine of an example, and its first guest with other facts. */
function guestIn(presetId: string, change: Partial<Guest> = {}) {
  const machine = machineOf(presetId);
  const actor = defined(
    machine.scenario.actors?.find(({ kind }) => kind === 'vm'),
    'a VM',
  );
  const guest = { ...guestOf(actor), ...change };
  const pairs = guestPairs(machine, guest).map((pair) => ({
    who: `${pair.requester.id} ${pair.fn.id} ${pair.bar.index}`,
    state: pairState(pair),
    victim: silentVictim(machine, guestWrite(machine, pair))?.id ?? null,
  }));
  return { machine, guest, pairs };
}

describe('every pair of a guest is judged', () => {
  test('the example of a broken I1 says whose memory is overwritten', () => {
    const { pairs } = guestIn('identity-broken');
    const large = pairs.filter(({ who }) => / 2$|nic0 0$/.test(who));
    expect(large).toEqual([
      { who: 'gpu0 nic0 0', state: 'unstated', victim: null },
      { who: 'gpu0 gpu1 2', state: 'I3', victim: null },
      { who: 'nic0 gpu0 2', state: 'I1', victim: 'gpu1' },
      { who: 'nic0 gpu1 2', state: 'I3', victim: null },
    ]);
  });

  test('the bus address as guest address keeps I1, with an offset too', () => {
    const bars = [{ function: 'gpu0', bar: 2, gpa: 0x41_0000_0000n, busOffset: -0x1_0000_0000n }];
    const { pairs } = guestIn('identity-broken', { bars });
    expect(pairs.find(({ who }) => who === 'nic0 gpu0 2')).toMatchObject({
      state: 'holds',
      victim: null,
    });
  });

  test('an IPA that is not the GPA breaks it', () => {
    const bars = [
      { function: 'gpu0', bar: 2, gpa: 0x40_0000_0000n, busOffset: 0n, ipa: 0x50_0000_0000n },
    ];
    const { pairs } = guestIn('identity-broken', { bars });
    expect(pairs.find(({ who }) => who === 'nic0 gpu0 2')?.state).toBe('I1');
  });
});

test('where ports redirect, the IOMMU decides and strangers are out of reach', () => {
  const machine = machineOf('redirected');
  const guest = { name: 'VM', functions: ['nic0', 'gpu0'], bars: [], ram: [], windows: [] };
  const pairs = guestPairs(machine, guest);
  expect(new Set(pairs.map(({ requester, fn }) => `${requester.id} ${fn.id}`))).toEqual(
    new Set(['gpu0 nic0', 'nic0 gpu0']),
  );
  expect(new Set(pairs.map(pairState))).toEqual(new Set(['translated']));
});
