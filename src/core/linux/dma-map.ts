import { hex } from '../base/address.ts';
import type { Operand } from '../pcie/types.ts';
import type { RuleId } from '../rules/catalogue.ts';
import { dmaDirectMapMmio } from './dma-direct.ts';
import { dmaLimit } from './dma-device.ts';
import type { DmaDevice, DmaMapping, MmioRange, PteWrite } from './dma-device.ts';
import { allocateIova } from './iova.ts';
import type { IovaRange } from './iova.ts';
import type { Kernel } from './kernels.ts';
import { isSince } from './kernels.ts';

const refuse = (rule: RuleId, ...operands: readonly Operand[]): DmaMapping => ({
  kind: 'error',
  errno: '-ENOMEM',
  rule,
  operands,
});

/** Page-table entries of one range: IOMMU_MMIO, readable or writable by direction, never IOMMU_CACHE. */
export function mmioPte(iova: bigint, range: MmioRange): PteWrite {
  return {
    iova,
    phys: range.phys,
    sizeBytes: range.sizeBytes,
    prot: 'MMIO',
    read: range.direction !== 'FROM_DEVICE',
    write: range.direction !== 'TO_DEVICE',
  };
}

/** @source linux-dma.md §2.3; Linux drivers/iommu/dma-iommu.c iommu_dma_map_phys() */
function iommuDmaMap(device: DmaDevice, range: MmioRange, taken: readonly IovaRange[]): DmaMapping {
  const granule = device.iommu.granuleBytes;
  const offset = range.phys % granule;
  const base = allocateIova(device, range.sizeBytes + offset, taken);
  if (base === null) {
    const limit = hex(dmaLimit(device));
    return refuse('DMA-IOMMU-NO-IOVA', { name: 'limit', value: limit, decided: true });
  }
  const pte = mmioPte(base, {
    ...range,
    phys: range.phys - offset,
    sizeBytes: range.sizeBytes + offset,
  });
  return {
    kind: 'mapped',
    address: base + offset,
    space: 'iova',
    ptes: [pte],
    rule: 'DMA-IOMMU-MMIO',
    operands: [
      { name: 'IOVA', value: hex(base + offset), decided: true },
      { name: 'phys', value: hex(range.phys) },
    ],
  };
}

/** Generic TCE ops: an entry and the page offset, without looking at the attributes. @source linux-dma.md §8 */
function tceMap(
  kernel: Kernel,
  device: DmaDevice,
  range: MmioRange,
  taken: readonly IovaRange[],
): DmaMapping {
  if (kernel.archMmioOp === 'map_resource') {
    return refuse('DMA-ARCH-NO-OP', { name: 'dma_ops', value: 'no map_resource', decided: true });
  }
  const mapped = iommuDmaMap(device, range, taken);
  if (mapped.kind === 'error') {
    return refuse('DMA-TCE-FULL', ...mapped.operands);
  }
  const ptes = mapped.ptes.map((pte) => ({ ...pte, prot: 'none' as const }));
  return { ...mapped, ptes, rule: 'DMA-TCE-MMIO' };
}

/**
 * dma_map_phys() with DMA_ATTR_MMIO: which path serves the device, and what it answers; first match wins.
 *
 * @param taken IOVAs that live mappings of the device's domain hold.
 * @returns rule `DMA-NO-MMIO` on kernels without the attribute: there is no answer, only a map type.
 * @source linux-dma.md §2.1; Linux kernel/dma/mapping.c dma_map_phys()
 */
export function dmaMapPhys(
  kernel: Kernel,
  device: DmaDevice,
  range: MmioRange,
  taken: readonly IovaRange[] = [],
): DmaMapping {
  if (!kernel.hasDmaAttrMmio) {
    return refuse('DMA-NO-MMIO', { name: 'kernel', value: kernel.key, decided: true });
  }
  if (device.dmaMask === null) {
    return refuse('DMA-NO-MASK', { name: 'dma_mask', value: 'none', decided: true });
  }
  if (range.requireCoherent === true && !device.isCoherent && isSince(kernel, '7.1')) {
    return refuse('DMA-NOT-COHERENT', { name: device.name, value: 'not coherent', decided: true });
  }
  const isDirect = device.ops === 'direct' || (device.ops === 'tce' && device.bypassesTce);
  if (isDirect) return dmaDirectMapMmio(kernel, device, range);
  if (range.ccShared && kernel.hasCcShared) {
    return refuse('DMA-CC-NOT-DIRECT', { name: 'DMA_ATTR_CC_SHARED', value: '1', decided: true });
  }
  return device.ops === 'iommu'
    ? iommuDmaMap(device, range, taken)
    : tceMap(kernel, device, range, taken);
}
