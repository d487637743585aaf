import { hex } from '../base/address.ts';
import type { Operand } from '../pcie/types.ts';
import type { RuleId } from '../rules/catalogue.ts';
import { dmaLimit, physToDma } from './dma-device.ts';
import type { DmaDevice, DmaMapping, MmioRange } from './dma-device.ts';
import type { Kernel } from './kernels.ts';

const refuse = (rule: RuleId, ...operands: readonly Operand[]): DmaMapping => ({
  kind: 'error',
  errno: '-ENOMEM',
  rule,
  operands,
});

/** Bounce buffers are forced: by the command line, or up to 7.2 by being a confidential guest. */
function forcesBounce(kernel: Kernel, device: DmaDevice): boolean {
  return device.forcesSwiotlb || (device.inRealm && kernel.coCoForcesSwiotlb);
}

/** Step b of linux-dma.md §2.2: whether bounce buffering refuses the range before an address is made. */
function bounceRefusal(kernel: Kernel, device: DmaDevice, range: MmioRange): DmaMapping | null {
  const isForced = forcesBounce(kernel, device);
  const forced: Operand = {
    name: 'bounce forced by',
    value: device.forcesSwiotlb ? 'swiotlb=force' : 'confidential guest',
    decided: true,
  };
  if (kernel.dmaDirect !== 'cc-shared')
    return isForced ? refuse('DMA-DIRECT-BOUNCE', forced) : null;
  if (isForced && !range.ccShared) return refuse('DMA-DIRECT-BOUNCE', forced);
  if (!isForced && range.ccShared) {
    const value = 'bounce not forced';
    return refuse('DMA-DIRECT-CC-SHARED', { name: 'DMA_ATTR_CC_SHARED', value, decided: true });
  }
  return null;
}

/** dma_capable() for MMIO. @source linux-dma.md §2.2 step d */
function isCapable(device: DmaDevice, address: bigint, sizeBytes: bigint): boolean {
  return address + sizeBytes - 1n <= dmaLimit(device);
}

/** The shared alias sets the top IPA bit of a Realm; outside a Realm it is the address itself. */
function unencrypted(device: DmaDevice, address: bigint): bigint {
  return device.inRealm ? address | device.sharedBit : address;
}

/**
 * dma_direct_map_phys() for MMIO: no page table, the device puts (nearly) the CPU physical address on the bus.
 *
 * @returns up to 7.2 the physical address unchanged, whatever the range map says; from 7.3 on what the range map and
 *   the sharing of the range make of it; an error where bounce is forced, the mask is too small, or a Realm's range is not shared.
 * @source linux-dma.md §2.2, §7.2; Linux kernel/dma/direct.h (up to 7.2), direct.c (7.3, final text inferred)
 */
export function dmaDirectMapMmio(kernel: Kernel, device: DmaDevice, range: MmioRange): DmaMapping {
  const isRework = kernel.dmaDirect === 'cc-rework';
  const ccShared = range.ccShared || (isRework && device.hostEncryption);
  const refusal = bounceRefusal(kernel, device, range);
  if (refusal !== null) return refusal;
  const translated = isRework ? physToDma(device, range.phys) : range.phys;
  if (translated === null) {
    return refuse('DMA-DIRECT-RANGE-MAP', { name: 'phys', value: hex(range.phys), decided: true });
  }
  const isShared = isRework && ccShared;
  const address = isShared ? unencrypted(device, translated) : translated;
  if (!isCapable(device, address, range.sizeBytes)) {
    const last: Operand = { name: 'last address', value: hex(address + range.sizeBytes - 1n) };
    const limit: Operand = { name: 'limit', value: hex(dmaLimit(device)), decided: true };
    return refuse('DMA-DIRECT-MASK', last, limit);
  }
  if (isRework && !ccShared && device.inRealm && !device.isTrusted) {
    const value = 'needs unencrypted DMA';
    return refuse('DMA-DIRECT-NOT-SHARED', { name: device.name, value, decided: true });
  }
  return {
    kind: 'mapped',
    address,
    space: isShared && device.inRealm ? 'shared' : 'phys',
    ptes: [],
    rule: isRework ? 'DMA-DIRECT-TRANSLATED' : 'DMA-DIRECT-PHYS',
    operands: [
      { name: 'phys', value: hex(range.phys), decided: true },
      { name: 'address', value: hex(address) },
    ],
  };
}
