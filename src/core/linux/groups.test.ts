import { describe, expect, test } from 'vitest';
import { treeOf } from '../../../tests/linux-tree.ts';
import type { Given } from '../../../tests/linux-tree.ts';
import { iommuGroups } from './groups.ts';
import type { IommuGroups } from './groups.ts';
import { kernelOf } from './kernels.ts';
import type { IommuKind, LinuxTree } from './tree.ts';

const form = (tree: LinuxTree, iommu: IommuKind = 'other'): IommuGroups =>
  iommuGroups(tree, { kernel: kernelOf('7.3'), iommu });

function rulesOf(given: Record<string, Given>, iommu: IommuKind = 'other'): string[] {
  return form(treeOf(given), iommu).reasons.map(({ rule }) => rule);
}

const CLEAN = { kind: 'root-port', ctl: 0x1d } as const;

describe('why a function is in its group', () => {
  test('a port above that does not isolate, with the port as the reason', () => {
    const tree = treeOf({ rp: { kind: 'root-port' }, ep: { up: 'rp' } });
    const { reasons, groups } = form(tree);
    expect(groups).toEqual([[0, 1]]);
    expect(reasons[1]).toMatchObject({ rule: 'GROUP-PATH', joined: 0 });
    expect(reasons[1]?.operands[0]).toEqual({ name: 'not isolating', value: 'rp', decided: true });
  });

  test('functions of one device without ACS between them', () => {
    const device = { up: 'rp', multifunction: true } as const;
    const given = { rp: CLEAN, f0: { ...device, devfn: 0 }, f1: { ...device, devfn: 1 } };
    expect(rulesOf(given)).toEqual(['GROUP-OWN', 'GROUP-OWN', 'GROUP-SLOT']);
    const isolated = { ...given, f1: { ...given.f1, cap: 0 } };
    expect(rulesOf(isolated)).toEqual(['GROUP-OWN', 'GROUP-OWN', 'GROUP-OWN']);
  });

  test('without an active IOMMU nobody has one', () => {
    expect(rulesOf({ rp: CLEAN, ep: { up: 'rp' } }, 'none')).toEqual([
      'GROUP-NO-IOMMU',
      'GROUP-NO-IOMMU',
    ]);
  });

  test('the AMD IOMMU itself has none, under another IOMMU such a function has', () => {
    const given = { iommu: { kind: 'conventional', classCode: 0x0806 } } as const;
    expect(rulesOf(given, 'amd')).toEqual(['GROUP-IOMMU-ITSELF']);
    expect(rulesOf(given, 'other')).toEqual(['GROUP-OWN']);
  });

  test('functions of a host bridge that bypasses the IOMMU have none', () => {
    const tree = treeOf({ rp: CLEAN, far: { ...CLEAN, hostBridge: 1 } }, [
      {},
      { bypassesIommu: true },
    ]);
    expect(form(tree).groupOf).toEqual([0, null]);
  });
});
