import { describe, expect, test } from 'vitest';
import { linuxMachine } from '../linux/machine-tree.ts';
import type { LinuxMachine } from '../linux/machine-tree.ts';
import { enumerate } from '../machine/enumerate.ts';
import type { Machine } from '../machine/types.ts';
import { oneSwitch } from '../scenario/presets/one-switch.ts';
import type { OneSwitch } from '../scenario/presets/one-switch.ts';
import type { System } from '../scenario/schema.ts';
import { comparePairs } from './compare-pairs.ts';
import type { Disagreement } from './compare-pairs.ts';
import { checkInvariants } from './invariants.ts';
import type { Guest } from './invariants.ts';
import { isolationView } from './isolation.ts';
import { pathClass } from './path-class.ts';

function machineOf(
  given: OneSwitch,
  system: Partial<System> = {},
): { machine: Machine; linux: LinuxMachine } {
  const scenario = oneSwitch(given);
  const { machine } = enumerate({ ...scenario, system: { ...scenario.system, ...system } });
  if (machine === null) throw new Error('no machine');
  return { machine, linux: linuxMachine(machine) };
}

describe('groups against wires', () => {
  test('redirect off on two downstream ports opens a path between groups that stay apart (G07)', () => {
    const { machine, linux } = machineOf({ dspControl: 0x11 });
    const { gaps } = isolationView(machine, linux);
    expect(gaps.length).toBeGreaterThan(0);
    for (const { proof, groups } of gaps) {
      expect(groups[0]).not.toBe(groups[1]);
      expect(proof.isDirect).toBe(true);
      expect(proof.disagreements).toContain('apartButDirect');
    }
  });

  test('with redirect on there is no such path, without an IOMMU there are no groups', () => {
    const isolated = machineOf({ dspControl: 0x1d });
    expect(isolationView(isolated.machine, isolated.linux).gaps).toEqual([]);
    const off = machineOf({ dspControl: 0 }, { iommu: 'off' });
    expect(isolationView(off.machine, off.linux)).toMatchObject({ groups: [], gaps: [] });
  });
});

describe('advertised against delivered', () => {
  const found = (given: OneSwitch, system: Partial<System> = {}): Set<Disagreement> => {
    const { machine, linux } = machineOf(given, system);
    return new Set(comparePairs(machine, linux).flatMap(({ disagreements }) => disagreements));
  };

  test.each<[string, OneSwitch, Partial<System>, Disagreement]>([
    ['a listed root complex that drops', { dspControl: 0x1d, rcP2P: 'none' }, {}, 'mappedButLost'],
    ['a writes-only root complex', { dspControl: 0x1d, rcP2P: 'writesOnly' }, {}, 'readsFail'],
    ['a kernel that does not list it', { dspControl: 0x1d }, { kernel: '7.2' }, 'refusedButWorks'],
    ['G07', { dspControl: 0x11 }, {}, 'apartButDirect'],
  ])('%s', (_name, given, system, kind) => {
    expect(found(given, system)).toContain(kind);
  });

  test('a listed root complex that forwards everything agrees in every pair', () => {
    expect([...found({ dspControl: 0x1d })]).toEqual([]);
  });
});

describe('path classes', () => {
  const { machine, linux } = machineOf({ dspControl: 0 });
  const classOf = (a: string, b: string) =>
    pathClass(
      machine,
      linux.tree,
      machine.functionById.get(a) ?? 0,
      machine.functionById.get(b) ?? 0,
    );

  test.each([
    ['gpu0', 'gpu0', 'X'],
    ['gpu0', 'nic0', 'PIX'],
    ['gpu0', 'nvme0', 'PHB'],
  ])('%s and %s: %s', (a, b, expected) => {
    expect(classOf(a, b)).toBe(expected);
    expect(classOf(b, a)).toBe(expected);
  });
});

describe('a guest whose device reaches peers directly', () => {
  const { machine, linux } = machineOf({ dspControl: 0 });
  const gpu0 = machine.functions[machine.functionById.get('gpu0') ?? 0];
  const base = gpu0?.bars.find(({ index }) => index === 2)?.window?.base ?? 0n;
  const sound: Guest = {
    name: 'G',
    functions: ['nic0', 'gpu0', 'gpu1'],
    bars: [{ function: 'gpu0', bar: 2, gpa: base, busOffset: 0n }],
    ram: [{ base: 0n, limit: 0x3fff_ffffn }],
    windows: [],
  };
  const violated = (change: Partial<Guest>): Set<string> =>
    new Set(
      checkInvariants(machine, linux.tree, { ...sound, ...change }).map(
        ({ invariant }) => invariant,
      ),
    );

  test('identity addresses, RAM elsewhere, everything its own: nothing is violated', () => {
    expect([...violated({})]).toEqual([]);
  });

  test.each<[string, Partial<Guest>, string]>([
    [
      'another bus address',
      { bars: [{ function: 'gpu0', bar: 2, gpa: base + 4096n, busOffset: 0n }] },
      'I1',
    ],
    [
      'another IPA',
      { bars: [{ function: 'gpu0', bar: 2, gpa: base, busOffset: 0n, ipa: 0n }] },
      'I1',
    ],
    ['RAM in a peer window', { ram: [{ base, limit: base + 4095n }] }, 'I2'],
    ['a peer of somebody else', { functions: ['nic0', 'gpu1'] }, 'I3'],
    [
      'another bridge window',
      { windows: [{ bridge: 'sw0-dsp1', window: { base: 0n, limit: 1n } }] },
      'I4',
    ],
  ])('%s violates its invariant', (_name, change, invariant) => {
    expect([...violated(change)]).toEqual([invariant]);
  });

  test('with redirect on the guest may have what it likes', () => {
    const redirected = machineOf({ dspControl: 0x1d });
    const guest = { ...sound, ram: [{ base, limit: base + 4095n }] };
    expect(checkInvariants(redirected.machine, redirected.linux.tree, guest)).toEqual([]);
  });
});
