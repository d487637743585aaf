import { describe, expect, test } from 'vitest';
import { defined } from '../base/assert.ts';
import { busAddr } from '../base/address.ts';
import { enumerate } from '../machine/enumerate.ts';
import type { Machine } from '../machine/types.ts';
import type { TranslateResult } from '../pcie/types.ts';
import { PRESETS } from '../scenario/presets/index.ts';
import type { Iommu } from '../scenario/schema.ts';
import { addressBands } from './address-bands.ts';
import { checkIommu } from './check-iommu.ts';
import { entryKindOf, fieldsOf, fieldsOfStep } from './smmuv3/entry-fields.ts';
import { encodeSte } from './smmuv3/layout.ts';
import { iommuOf } from './connect.ts';
import { translatorsOf } from './translators.ts';
import { describeWalk, rulerOf } from './walk-view.ts';

type Mapping = Iommu['tables'][number]['mappings'][number];

const GUEST: Mapping = {
  from: '0x7000000000',
  to: '0x8010000000',
  sizeBytes: 8192,
  read: true,
  write: true,
  attribute: 'mmio',
};

/** The Realm scene with its SMMU changed. */
function scene(change: (iommu: Iommu) => Iommu): { machine: Machine; iommu: Iommu } {
  const base = defined(
    PRESETS.find(({ id }) => id === 'shared-ipa'),
    'the example exists',
  ).scenario;
  const components = base.components.map((c) => (c.kind === 'iommu' ? change(c) : c));
  const { machine } = enumerate({ ...base, components });
  if (machine === null) throw new Error('no machine');
  const bridge = defined(machine.hostBridges[0], 'a host bridge');
  return { machine, iommu: defined(iommuOf(machine, bridge) ?? undefined, 'an SMMU') };
}

const nested = (iommu: Iommu): Iommu => ({
  ...iommu,
  streams: [{ requester: 'nic0', t: 0, config: 'nested', table: 'hypervisor', stage1: 'guest' }],
  tables: [...iommu.tables, { id: 'guest', name: 'Guest', mappings: [GUEST] }],
});

/** A write of NIC0 without a PASID, as the SMMU answers it. */
function writeOf(machine: Machine, address: bigint): TranslateResult {
  const nic = defined(
    machine.functions.find(({ id }) => id === 'nic0'),
    'nic0',
  );
  const { requesterId } = nic;
  const told = { hostBridge: 0, requesterId, address: busAddr(address), bytes: 64 } as const;
  const translator = defined(translatorsOf(machine).get(0), 'a translator');
  return translator.translate({ ...told, write: true, at: 'untranslated', t: 0 });
}

describe('the walk view', () => {
  test('a nested walk has a row for each thing found, its stage-2 reads in front of it', () => {
    const { machine } = scene(nested);
    const result = writeOf(machine, 0x70_0000_1040n);
    const view = describeWalk(result.walk);
    expect(view.rows.map(({ title }) => title)).toEqual([
      'L1STD',
      'STE',
      'CD',
      'S1 L0',
      'S1 L1',
      'S1 L2',
      'S1 L3',
      'output',
    ]);
    const [, ste, cd] = view.rows;
    expect(ste?.through).toEqual([]);
    expect(cd?.through.map(({ table }) => table)).toEqual(['S2 L1 for CD', 'S2 L2 for CD']);
    const last = view.rows.find(({ title }) => title === 'S1 L3');
    expect(last?.cell?.index).toMatchObject({ high: 20, low: 12, value: 1n, bits: '000000001' });
    expect(view.memoryReads).toBe(result.walk.length);
  });

  test('a ruler cuts the address into the bits that each level took, and says where the walk ended', () => {
    const { machine } = scene(nested);
    const steps = writeOf(machine, 0x70_0000_1040n).walk;
    const view = describeWalk(steps);
    const cut = (at: string): readonly string[] => {
      const cell = defined(
        view.reads.find(({ table }) => table === at),
        at,
      );
      const { space, segments } = defined(rulerOf(view, cell) ?? undefined, 'a ruler');
      const told = segments.map(({ high, low, kind, value }) => `${high}:${low} ${kind} ${value}`);
      return [space, ...told];
    };
    expect(cut('S1 L2')).toEqual([
      'IOVA',
      '47:39 index 0',
      '38:30 index 448',
      '29:21 index 0',
      '20:12 index 1',
      '11:0 offset 64',
    ]);
    expect(cut('S2 L1 for CD')[0]).toBe('IPA');
    expect(cut('STE')).toEqual(['StreamID', '15:8 index 4', '7:0 index 0']);

    const missing = describeWalk(writeOf(machine, 0x60_0000_0000n).walk);
    const last = defined(missing.reads.at(-1), 'a read');
    expect(rulerOf(missing, last)?.segments.at(-1)).toMatchObject({ high: 29, kind: 'unread' });
  });
});

describe('the fields of a structure', () => {
  test('stand in bit order with their values, addresses in place', () => {
    const words = encodeSte({ V: 1, Config: 6, S2TTB: 0x4500_0000n, S2VMID: 7 });
    const fields = fieldsOf('STE', words).filter(({ value }) => value !== 0n);
    expect(fields.map(({ name, value }) => [name, value])).toEqual([
      ['V', 1n],
      ['Config', 6n],
      ['S2VMID', 7n],
      ['S2TTB', 0x4500_0000n],
    ]);
  });
});

describe('what an entry says, field by field', () => {
  const step = (table: string, stage: 1 | 2, descriptor: bigint) => {
    const level = Number(table.slice(-1));
    return { table, stage, level, address: 0n, descriptor, meaning: '', indexLow: 39 - 9 * level };
  };

  test.each([
    ['S1 L2', 1, 0x0060_0020_0000_0f45n, 'leaf', 'AP[2:1]', 'read and write'],
    ['S2 L3', 2, 0x0040_0040_0012_34c7n, 'leaf', 'MemAttr', 'Device-nGnRE'],
    ['S1 L1', 1, 0x4000_0020_8000_2003n, 'table', 'APTable', 'narrows the levels below'],
  ] as const)('%s', (table, stage, descriptor, kind, field, meaning) => {
    expect(entryKindOf(step(table, stage, descriptor))).toBe(kind);
    const fields = fieldsOfStep(step(table, stage, descriptor));
    expect(fields.find(({ name }) => name === field)?.meaning).toBe(meaning);
  });

  test('a block keeps fewer address bits than a page, and an invalid entry has no fields but its type', () => {
    const address = fieldsOfStep(step('S2 L2', 2, 0x4000_0400_0000_0001n)).find(
      ({ name }) => name === 'Address',
    );
    expect(address).toMatchObject({ msb: 47, lsb: 21 });
    const invalid = fieldsOfStep(step('S2 L2', 2, 0xfff0n));
    expect(invalid.map(({ name }) => name)).toEqual(['Valid', 'Type']);
  });
});

describe('the address map', () => {
  test('a nested stream has three columns, and ribbons from IOVA to IPA to PA', () => {
    const { machine, iommu } = scene(nested);
    const map = addressBands(machine, iommu, defined(iommu.streams[0], 'a stream'));
    expect(map.spaces).toEqual(['IOVA', 'IPA', 'PA']);
    expect(map.ribbons.map(({ from, to }) => [from.space, to.space])).toEqual([
      ['IOVA', 'IPA'],
      ['IPA', 'PA'],
    ]);
    const owners = map.bands.filter(({ kind }) => kind !== 'mapped').map(({ owner }) => owner);
    expect(owners).toContain('acc0');
    expect(owners).toContain('ddr0');
  });

  test('where a Realm is, the top bit of the IPA tells shared from private', () => {
    const { machine, iommu } = scene((given) => given);
    const map = addressBands(machine, iommu, defined(iommu.streams[0], 'a stream'));
    expect(map.bands.find(({ space }) => space === 'IPA')).toMatchObject({ isShared: true });
  });
});

describe('an editor of tables', () => {
  const first = (iommu: Iommu): Iommu['streams'][number] => defined(iommu.streams[0], 'a stream');
  const map =
    (mappings: readonly Mapping[]) =>
    (iommu: Iommu): Iommu => ({
      ...iommu,
      streams: [{ requester: 'nic0', t: 0, config: 'stage2', table: 'map' }],
      tables: [{ id: 'map', name: 'Map', mappings: [...mappings] }],
    });
  const page: Mapping = { ...GUEST, from: '0x1000', to: '0x5000', sizeBytes: 4096 };

  test.each<[string, (iommu: Iommu) => Iommu, string, string]>([
    [
      'an STE with a start level that does not fit',
      (iommu) => ({ ...iommu, streams: [{ ...first(iommu), ste: { S2SL0: 3 } }] }),
      'C_BAD_STE',
      'S2SL0=3 is reserved',
    ],
    [
      'an IPA size that the architecture does not have',
      (iommu) => ({ ...iommu, ipaBits: 20 }),
      'C_BAD_STE',
      'S2T0SZ=44',
    ],
    [
      'a CD with a reserved granule',
      (iommu) => {
        const changed = nested(iommu);
        return { ...changed, streams: [{ ...first(changed), cd: { TG0: 3 } }] };
      },
      'C_BAD_CD',
      'TG0=3 is reserved',
    ],
    [
      'a table that does not exist',
      (iommu) => ({ ...iommu, streams: [{ ...first(iommu), table: 'nowhere' }] }),
      'F_TRANSLATION',
      'names nowhere',
    ],
    [
      'a mapping above the input size',
      map([{ ...page, from: '0xfffffff000', sizeBytes: 8192 }]),
      'F_TRANSLATION',
      'ends above the 0x100_0000_0000',
    ],
  ])('reports %s', (_what, change, event, words) => {
    const { machine, iommu } = scene(change);
    const bridge = defined(machine.hostBridges[0], 'a host bridge');
    const remarks = checkIommu(machine, bridge, iommu);
    expect(remarks).toContainEqual(
      expect.objectContaining({ event, message: expect.stringContaining(words) }),
    );
  });

  test('overlaps and odd pages are warnings: the hardware does what the bytes say', () => {
    const { machine, iommu } = scene(map([page, page, { ...page, from: '0x8800' }]));
    const bridge = defined(machine.hostBridges[0], 'a host bridge');
    expect(checkIommu(machine, bridge, iommu).map(({ severity }) => severity)).toEqual([
      'warning',
      'warning',
    ]);
  });

  test('a Realm that has not enabled DMA has entries that are not valid, and nothing else is wrong', () => {
    const { machine, iommu } = scene((given) => given);
    const bridge = defined(machine.hostBridges[0], 'a host bridge');
    const errors = checkIommu(machine, bridge, iommu).filter(
      ({ severity }) => severity === 'error',
    );
    expect(errors.map(({ event }) => event)).toEqual(['C_BAD_STE', 'C_BAD_STE']);
  });
});
