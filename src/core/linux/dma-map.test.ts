import { describe, expect, test } from 'vitest';
import { PLAIN_DEVICE, dmaBitMask, dmaToPhys, physToDma } from './dma-device.ts';
import type { DmaDevice, DmaMapping } from './dma-device.ts';
import { dmaMapPhys } from './dma-map.ts';
import { allocateIova } from './iova.ts';
import { kernelOf } from './kernels.ts';
import type { KernelKey } from './kernels.ts';
import { physVecToSgt } from './phys-vec.ts';
import type { PhysVec } from './phys-vec.ts';
import { busAddr } from '../base/address.ts';

const BAR = 0x4000_0000_0000n;
const MAP = [{ cpuStart: 0x8000_0000n, dmaStart: 0n, sizeBytes: 0x8000_0000n }];
const FOUR_GIB = 1n << 32n;

function map(
  key: KernelKey,
  device: Partial<DmaDevice>,
  more: { phys?: bigint; ccShared?: boolean } = {},
): DmaMapping {
  const { phys = BAR, ccShared = false } = more;
  const range = { phys, sizeBytes: 65536n, direction: 'BIDIRECTIONAL', ccShared } as const;
  return dmaMapPhys(kernelOf(key), { ...PLAIN_DEVICE, ...device }, range);
}

describe('dma-direct', () => {
  test.each<[string, KernelKey, Partial<DmaDevice>, boolean, string]>([
    ['without the attribute there is no answer', '6.12', {}, false, 'DMA-NO-MMIO'],
    ['no mask', '6.18', { dmaMask: null }, false, 'DMA-NO-MASK'],
    ['plain', '7.0', {}, false, 'DMA-DIRECT-PHYS'],
    ['the range map is ignored up to 7.2', '7.2', { rangeMap: MAP }, false, 'DMA-DIRECT-PHYS'],
    ['and obeyed from 7.3 on', '7.3', { rangeMap: MAP }, false, 'DMA-DIRECT-RANGE-MAP'],
    ['swiotlb=force', '7.3', { forcesSwiotlb: true }, false, 'DMA-DIRECT-BOUNCE'],
    ['a Realm forces bounce up to 7.2', '7.2', { inRealm: true }, false, 'DMA-DIRECT-BOUNCE'],
    ['a Realm needs shared from 7.3 on', '7.3', { inRealm: true }, false, 'DMA-DIRECT-NOT-SHARED'],
    ['shared in a Realm, 7.2', '7.2', { inRealm: true }, true, 'DMA-DIRECT-PHYS'],
    ['shared in a Realm, 7.3', '7.3', { inRealm: true }, true, 'DMA-DIRECT-TRANSLATED'],
    ['shared outside a CoCo guest, 7.1', '7.1', {}, true, 'DMA-DIRECT-CC-SHARED'],
    ['32-bit mask', '7.3', { dmaMask: dmaBitMask(32) }, false, 'DMA-DIRECT-MASK'],
    ['bus limit', '7.3', { busDmaLimit: 0xffff_ffffn }, false, 'DMA-DIRECT-MASK'],
  ])('%s (%s)', (_name, key, device, ccShared, rule) => {
    expect(map(key, device, { ccShared }).rule).toBe(rule);
  });

  test('7.2 forgets the top IPA bit of a shared range, 7.3 sets it', () => {
    const inRealm = { inRealm: true, sharedBit: 1n << 47n };
    expect(map('7.2', inRealm, { phys: 0x1000n, ccShared: true })).toMatchObject({
      address: 0x1000n,
    });
    expect(map('7.3', inRealm, { phys: 0x1000n, ccShared: true })).toMatchObject({
      address: 0x8000_0000_1000n,
      space: 'shared',
    });
  });

  test('a range inside the map is translated from 7.3 on', () => {
    expect(map('7.3', { rangeMap: MAP }, { phys: 0x8000_1000n })).toMatchObject({
      address: 0x1000n,
    });
  });

  test('dma_to_phys loses the shared alias', () => {
    const device = { ...PLAIN_DEVICE, inRealm: true };
    expect(dmaToPhys(device, BAR | device.sharedBit)).toBe(BAR);
    const mapped = { ...PLAIN_DEVICE, rangeMap: MAP };
    expect(dmaToPhys(mapped, physToDma(mapped, 0x8000_2000n) ?? 0n)).toBe(0x8000_2000n);
    expect(dmaToPhys(mapped, 0xffff_0000_0000n)).toBe(0xffff_ffff_ffff_ffffn);
  });
});

describe('other clients', () => {
  test.each<[string, KernelKey, Partial<DmaDevice>, boolean, string]>([
    ['iommu-dma', '6.18', { ops: 'iommu' }, false, 'DMA-IOMMU-MMIO'],
    [
      'swiotlb=force is ignored',
      '7.3',
      { ops: 'iommu', forcesSwiotlb: true },
      false,
      'DMA-IOMMU-MMIO',
    ],
    ['shared through an IOMMU', '7.1', { ops: 'iommu' }, true, 'DMA-CC-NOT-DIRECT'],
    ['tiny mask', '7.3', { ops: 'iommu', dmaMask: 0xfffn }, false, 'DMA-IOMMU-NO-IOVA'],
    ['TCE has no map_resource', '6.18', { ops: 'tce' }, false, 'DMA-ARCH-NO-OP'],
    ['TCE maps from 6.19 on', '6.19', { ops: 'tce' }, false, 'DMA-TCE-MMIO'],
    ['TCE full', '7.3', { ops: 'tce', dmaMask: 0xfffn }, false, 'DMA-TCE-FULL'],
    ['PHB bypass', '7.2', { ops: 'tce', bypassesTce: true }, false, 'DMA-DIRECT-PHYS'],
  ])('%s (%s)', (_name, key, device, ccShared, rule) => {
    expect(map(key, device, { ccShared }).rule).toBe(rule);
  });

  test('an IOVA lies below 4 GiB, aligned to its size, outside the host bridge windows', () => {
    const reserved = [{ base: busAddr(0x8000_0000n), limit: busAddr(0xffff_ffffn) }];
    const device = { ...PLAIN_DEVICE, iommu: { ...PLAIN_DEVICE.iommu, reserved } };
    expect(allocateIova(device, 0x10000n, [])).toBe(0x7fff_0000n);
    const taken = [{ first: 0x7fff_0000n, last: 0x7fff_ffffn }];
    expect(allocateIova(device, 0x10000n, taken)).toBe(0x7ffe_0000n);
    expect(allocateIova(device, 2n * FOUR_GIB, [])).toBeGreaterThanOrEqual(FOUR_GIB);
  });
});

describe('dma_buf_phys_vec_to_sgt', () => {
  const vec = (more: Partial<PhysVec>, device: Partial<DmaDevice> = {}): PhysVec => ({
    ranges: [{ phys: BAR, sizeBytes: 4096n }],
    mapType: 'THRU_HOST_BRIDGE',
    busOffset: 0n,
    device: { ...PLAIN_DEVICE, ...device },
    direction: 'FROM_DEVICE',
    ccShared: false,
    ...more,
  });

  test('a failing range takes the earlier ones back, newest first', () => {
    const ranges = [
      { phys: 0x1000n, sizeBytes: 4096n },
      { phys: 0x2000n, sizeBytes: 4096n },
      { phys: BAR, sizeBytes: 4096n },
    ];
    const result = physVecToSgt(kernelOf('7.3'), vec({ ranges }, { dmaMask: dmaBitMask(32) }));
    expect(result).toMatchObject({ errno: '-ENOMEM', entries: [] });
    const unmapped = result.steps.flatMap((step) => (step.kind === 'unmap' ? [step.range] : []));
    expect(unmapped).toEqual([1, 0]);
  });

  test('two ranges meet at one IOVA: -EEXIST on Arm tables, -EADDRINUSE on x86', () => {
    const ranges = [0x1000n, 0x2000n].map((phys) => ({ phys, sizeBytes: 4096n }));
    for (const [tables, errno] of [
      ['lpae', '-EEXIST'],
      ['x86', '-EADDRINUSE'],
    ] as const) {
      const device = { ops: 'iommu', iommu: { ...PLAIN_DEVICE.iommu, tables } } as const;
      const result = physVecToSgt(kernelOf('7.3'), vec({ ranges }, device));
      expect(result.errno).toBe(errno);
      expect(result.steps.at(-1)?.kind).toBe('destroyIova');
    }
  });

  test('the 32-bit length wraps at 4 GiB through an IOMMU only', () => {
    const ranges = [{ phys: BAR, sizeBytes: FOUR_GIB + 4096n }];
    const through = physVecToSgt(kernelOf('7.3'), vec({ ranges }, { ops: 'iommu' }));
    expect(through).toMatchObject({ errno: 0, mappedBytes: 4096n });
    const direct = physVecToSgt(kernelOf('7.3'), vec({ ranges }));
    expect(direct).toMatchObject({ errno: 0, mappedBytes: FOUR_GIB + 4096n });
    expect(direct.entries).toHaveLength(2);
  });

  test('the page-table entry is Device memory with the rights of the direction', () => {
    const { steps } = physVecToSgt(kernelOf('7.3'), vec({}, { ops: 'iommu' }));
    const pte = steps.find((step) => step.kind === 'pte');
    expect(pte?.write).toMatchObject({ prot: 'MMIO', read: false, write: true, phys: BAR });
  });

  test('intended: private MMIO is refused for T=0, and for a bus address', () => {
    const realm = { inRealm: true };
    const refusal = (more: Partial<PhysVec>, device: Partial<DmaDevice>) =>
      physVecToSgt(kernelOf('intended'), vec(more, device)).steps.at(-1);
    expect(refusal({}, realm)).toMatchObject({ rule: 'CC-PRIVATE-T0' });
    const trusted = { inRealm: true, isTrusted: true };
    expect(refusal({ mapType: 'BUS_ADDR' }, trusted)).toMatchObject({ rule: 'CC-BUS-ADDR' });
    expect(refusal({}, trusted)).toMatchObject({ kind: 'range', space: 'phys' });
    const shared = physVecToSgt(kernelOf('intended'), vec({ ccShared: true }, trusted));
    expect(shared.steps.at(-2)).toMatchObject({ kind: 'range', space: 'shared' });
  });
});
