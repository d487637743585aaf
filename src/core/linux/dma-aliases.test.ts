import { describe, expect, test } from 'vitest';
import { treeOf } from '../../../tests/linux-tree.ts';
import type { Given } from '../../../tests/linux-tree.ts';
import { DMA_ALIAS_QUIRKS, areDmaAliases, dmaAliases, quirkAliases } from './dma-aliases.ts';
import { iommuGroups } from './groups.ts';
import { kernelOf } from './kernels.ts';
import type { IommuKind } from './tree.ts';

const CLEAN = { kind: 'root-port', ctl: 0x1d } as const;

function groupsOf(given: Record<string, Given>, iommu: IommuKind = 'other'): string[][] {
  const tree = treeOf(given);
  const { groups } = iommuGroups(tree, { kernel: kernelOf('7.3'), iommu });
  return groups.map((group) => group.map((index) => tree.functions[index]?.name ?? ''));
}

describe('a function with a wrong requester ID', () => {
  test.each(DMA_ALIAS_QUIRKS.map((quirk) => ({ ...quirk, id: quirk.devices[0] ?? 0 })))(
    '$name shares the group of the function whose ID it uses',
    ({ vendorId, id, subsystem, aliases }) => {
      // Function 2 of device 2: no row's alias is this function itself.
      const devfn = (2 << 3) | 2;
      const [alias = 0] = aliases(devfn);
      const ids = {
        vendorId,
        deviceId: id,
        subsystemVendorId: subsystem?.vendorId ?? null,
        subsystemId: subsystem?.ids[0] ?? null,
      };
      const given = {
        rp: CLEAN,
        victim: { up: 'rp', devfn: alias },
        broken: { up: 'rp', devfn, ...ids },
      };
      expect(groupsOf(given)).toEqual([['rp'], ['victim', 'broken']]);
      const ordinary = { ...given, broken: { up: 'rp', devfn } };
      expect(groupsOf(ordinary)).toEqual([['rp'], ['victim'], ['broken']]);
    },
  );

  test('the function that everybody is taken for has no alias', () => {
    const tree = treeOf({ f0: { vendorId: 0x1180, deviceId: 0xe832, devfn: 0 } });
    expect(tree.functions.map(quirkAliases)).toEqual([[]]);
  });

  test('the Adaptec row needs its subsystem ID too', () => {
    const tree = treeOf({ hba: { vendorId: 0x9005, deviceId: 0x0285, devfn: 0x70 } });
    expect(tree.functions.map(quirkAliases)).toEqual([[]]);
  });

  test('aliasing works in both directions', () => {
    const tree = treeOf({
      a: { vendorId: 0x1b4b, deviceId: 0x9172, devfn: 0 },
      b: { devfn: 1 },
    });
    const [a, b] = tree.functions;
    expect(a && b && areDmaAliases(a, b) && areDmaAliases(b, a)).toBe(true);
  });
});

describe('a bridge above', () => {
  const aliasesOf = (given: Record<string, Given>): [number, number][] =>
    dmaAliases(treeOf(given), Object.keys(given).length - 1).map(({ bus, devfn }) => [bus, devfn]);

  test.each<[string, Given, [number, number][]]>([
    ['PCIe-to-PCI: the secondary bus, device 0', { kind: 'pcie-to-pci-bridge' }, [[2, 0]]],
    ['PCI-to-PCIe: its own ID', { kind: 'pci-to-pcie-bridge' }, [[1, 0]]],
    ['conventional: its own ID', { kind: 'conventional-bridge' }, [[1, 0]]],
    [
      'a PCIe-to-PCI bridge that hides its capability: the secondary bus',
      { kind: 'conventional-bridge', vendorId: 0x1b21, deviceId: 0x1080 },
      [[2, 0]],
    ],
    ['a switch port: nothing', { kind: 'switch-downstream' }, []],
    [
      'a translation root: nothing, nor above it',
      { kind: 'conventional-bridge', vendorId: 0x14e4, deviceId: 0x9000 },
      [],
    ],
  ])('%s', (_name, bridge, expected) => {
    const given = { rp: CLEAN, bridge: { up: 'rp', ...bridge }, f: { up: 'bridge' } };
    expect(aliasesOf(given)).toEqual([[2, 0], ...expected]);
  });
});

describe('a VMD domain', () => {
  test('shares the group of its endpoint, by the number of the domain', () => {
    const vmd = { kind: 'rc-integrated-endpoint', vendorId: 0x8086, deviceId: 0x9a0b } as const;
    const port = { kind: 'root-port', ctl: 0x1d, devfn: 0 } as const;
    const given: Record<string, Given> = {
      vmd0: { ...vmd, devfn: 0x70 },
      vmd1: { ...vmd, devfn: 0x78 },
      port0: { ...port, segment: 0x10000, bus: 0xe0 },
      port1: { ...port, segment: 0x10001, bus: 0xe0 },
      nvme1: { up: 'port1', segment: 0x10001 },
      port2: { ...port, segment: 0x10002, bus: 0xe0 },
    };
    expect(groupsOf(given)).toEqual([['vmd0', 'port0'], ['vmd1', 'port1', 'nvme1'], ['port2']]);
  });
});

describe('SMMUv3', () => {
  test('refuses the second function that uses a requester ID, and then that ID is not its own', () => {
    const given: Record<string, Given> = {
      rp: CLEAN,
      bridge: { up: 'rp', kind: 'pcie-to-pci-bridge' },
      x: { up: 'bridge', kind: 'conventional', devfn: 8 },
      y: { up: 'bridge', kind: 'conventional', devfn: 16 },
    };
    expect(groupsOf(given)).toEqual([['rp'], ['bridge', 'x', 'y']]);
    expect(groupsOf(given, 'smmuv3')).toEqual([['rp'], ['bridge', 'x']]);
  });
});
