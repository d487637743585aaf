import { describe, expect, test } from 'vitest';
import { busAddr } from '../base/address.ts';
import { defined } from '../base/assert.ts';
import { enumerate } from '../machine/enumerate.ts';
import type { Machine } from '../machine/types.ts';
import type { TranslateResult } from '../pcie/types.ts';
import { PRESETS } from '../scenario/presets/index.ts';
import type { Iommu, Scenario } from '../scenario/schema.ts';
import { isEdited, restoreEntry, writeEntry } from './edit-entry.ts';
import type { EntryPlace } from './edit-entry.ts';
import { fieldsOfStep } from './smmuv3/entry-fields.ts';
import { choicesOf, entryProblem, withField, wordsOf } from './smmuv3/edit-fields.ts';
import { iommuOf } from './connect.ts';
import { translatorsOf } from './translators.ts';

const BASE: Scenario = defined(
  PRESETS.find(({ id }) => id === 'shared-ipa'),
  'the example exists',
).scenario;

const FEATURES = { oas: 48, ssidSize: 20, attributeOverride: true };

/** The Realm scene with its SMMU replaced, and what a nested write of NIC0 with T=0 meets. */
function ask(iommu: Iommu): {
  readonly machine: Machine;
  readonly result: TranslateResult;
} {
  const components = BASE.components.map((one) => (one.kind === 'iommu' ? iommu : one));
  const machine = defined(enumerate({ ...BASE, components }).machine ?? undefined, 'a machine');
  const nic = defined(machine.functions[machine.functionById.get('nic0') ?? -1], 'nic0');
  const translator = defined(translatorsOf(machine).get(0), 'a translator');
  const { requesterId } = nic;
  const request = { hostBridge: 0, requesterId, address: busAddr(0x70_0000_0040n), bytes: 64 };
  const told = { ...request, write: true, at: 'untranslated', t: 0 } as const;
  return { machine, result: translator.translate(told) };
}

function nested(): Iommu {
  const iommu = defined(
    BASE.components.find((one): one is Iommu => one.kind === 'iommu'),
    'an SMMU',
  );
  const mapping = { sizeBytes: 8192, read: true, write: true, attribute: 'mmio' } as const;
  const guest = { ...mapping, from: '0x7000000000', to: '0x8010000000' } as const;
  return {
    ...iommu,
    streams: [{ requester: 'nic0', t: 0, config: 'nested', table: 'hypervisor', stage1: 'guest' }],
    tables: [...iommu.tables, { id: 'guest', name: 'Guest', mappings: [guest] }],
  };
}

function placeOf(iommu: Iommu, table: string): EntryPlace {
  const { machine, result } = ask(iommu);
  const step = result.walk.find((one) => one.table === table);
  return {
    machine,
    hostBridge: 0,
    iommu,
    walk: result.walk,
    step: defined(step, `${table} is read`),
  };
}

/** The IOMMU with one field of one entry set. */
function edited(iommu: Iommu, table: string, field: string, value: bigint): Iommu {
  const place = placeOf(iommu, table);
  const changed = withField(place.step, field, value);
  if (!changed.ok) throw new Error(changed.error);
  return { ...iommu, ...writeEntry(place, wordsOf(changed.value)) };
}

function eventOf(iommu: Iommu): string | null {
  const { result } = ask(iommu);
  return result.kind === 'fault' ? result.event : null;
}

describe('an entry edited by hand', () => {
  test.each([
    ['STE', 'S2TG', 3n, 'C_BAD_STE'],
    ['STE', 'V', 0n, 'C_BAD_STE'],
    ['CD', 'TG0', 3n, 'C_BAD_CD'],
    ['S1 L3', 'Valid', 0n, 'F_TRANSLATION'],
    ['S1 L3', 'Type', 0n, 'F_TRANSLATION'],
    ['S1 L3', 'AF', 0n, 'F_ACCESS'],
    ['S1 L3', 'AP[2:1]', 3n, 'F_PERMISSION'],
    ['S2 L2', 'S2AP', 1n, 'F_PERMISSION'],
    ['S2 L1 for CD', 'Valid', 0n, 'F_TRANSLATION'],
  ])('%s.%s = %s gives %s, and restoring it gives none', (table, field, value, event) => {
    const before = nested();
    expect(eventOf(before)).toBeNull();
    const after = edited(before, table, field, value);
    expect(eventOf(after)).toBe(event);
    const place = placeOf(after, table);
    expect(isEdited(place)).toBe(true);
    const restored = { ...after, ...restoreEntry(place) };
    expect(eventOf(restored)).toBeNull();
    expect(isEdited(placeOf(restored, table))).toBe(false);
  });

  test('a field of a drawn stream is kept by name, so that it stays true when tables move', () => {
    const after = edited(nested(), 'STE', 'S2TG', 3n);
    expect(after.streams[0]?.ste).toEqual({ S2TG: 3 });
    expect(after.patches).toBeUndefined();
  });

  test('a bit that no field names is written as a word, and later fields go into the same word', () => {
    const iommu = nested();
    const place = placeOf(iommu, 'STE');
    const words = wordsOf(place.step).map((word, i) => (i === 6 ? 1n << 63n : word));
    const first = { ...iommu, ...writeEntry(place, words) };
    expect(first.patches).toHaveLength(1);
    expect(first.streams[0]?.ste).toBeUndefined();
    const second = edited(first, 'STE', 'V', 0n);
    expect(second.patches).toHaveLength(2);
    expect(eventOf(second)).toBe('C_BAD_STE');
  });

  test('a Realm entry is written into Realm memory', () => {
    const iommu = defined(
      BASE.components.find((one): one is Iommu => one.kind === 'iommu'),
      'an SMMU',
    );
    const machine = defined(enumerate(BASE).machine ?? undefined, 'a machine');
    const bridge = defined(machine.hostBridges[0], 'a host bridge');
    const { requester } = defined(
      iommu.streams.find(({ t }) => t === 1),
      'a Realm stream',
    );
    const fn = defined(
      machine.functions[machine.functionById.get(requester) ?? -1],
      'its function',
    );
    const walk = defined(translatorsOf(machine).get(0), 'a translator').translate({
      hostBridge: 0,
      requesterId: fn.requesterId,
      address: busAddr(0x1000_0000n),
      bytes: 64,
      write: true,
      at: 'untranslated',
      t: 1,
    }).walk;
    expect(iommuOf(machine, bridge)).toBe(iommu);
    const step = defined(walk[0], 'a read');
    const place = { machine, hostBridge: 0, iommu, walk, step };
    const { patches } = writeEntry(place, [0n]);
    expect(patches).toEqual([expect.objectContaining({ space: 'REALM', value: '0x0' })]);
  });
});

describe('a field in an editor', () => {
  test('refuses what its bits cannot hold, and says what they can', () => {
    const { step } = placeOf(nested(), 'STE');
    expect(withField(step, 'S2VMID', 0x1_0000n)).toEqual({
      ok: false,
      error: 'S2VMID has bits 143:128: give at most 0xffff.',
    });
    expect(withField(step, 'S2TTB', 0x4500_0008n)).toEqual({
      ok: false,
      error: 'S2TTB has no lower bits: give a multiple of 0x10.',
    });
    expect(withField(step, 'Nothing', 0n).ok).toBe(false);
  });

  test('offers the values of a narrow field with what they say', () => {
    const config = defined(
      fieldsOfStep(placeOf(nested(), 'STE').step).find(({ name }) => name === 'Config'),
      'Config',
    );
    expect(choicesOf('Config', config)?.[6]).toEqual({ value: 6n, meaning: 'stage 2' });
    expect(choicesOf('S2VMID', { msb: 143, lsb: 128 })).toBeNull();
  });

  test('an entry is judged before it is written', () => {
    const { step } = placeOf(nested(), 'STE');
    expect(entryProblem(step, FEATURES)).toBeNull();
    const changed = withField(step, 'S2SL0', 3n);
    expect(changed.ok && entryProblem(changed.value, FEATURES)).toEqual({
      event: 'C_BAD_STE',
      message: 'S2SL0=3 is reserved',
    });
    const { step: leaf } = placeOf(nested(), 'S1 L3');
    const reserved = withField(leaf, 'Type', 0n);
    expect(reserved.ok && entryProblem(reserved.value, FEATURES)?.event).toBe('F_TRANSLATION');
  });
});
