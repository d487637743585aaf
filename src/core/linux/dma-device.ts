import type { Window } from '../machine/types.ts';
import type { Operand } from '../pcie/types.ts';
import type { RuleId } from '../rules/catalogue.ts';

/** One entry of dev->dma_range_map: what the CPU calls `cpuStart` the device calls `dmaStart`. */
export interface DmaRange {
  readonly cpuStart: bigint;
  readonly dmaStart: bigint;
  readonly sizeBytes: bigint;
}

/** How the DMA API serves the client: no translation, iommu-dma, or POWER's TCE ops. */
export type DmaOps = 'direct' | 'iommu' | 'tce';

/** The importer's device as the DMA API sees it. */
export interface DmaDevice {
  readonly name: string;
  readonly ops: DmaOps;
  /** Highest address that the driver said the device can put on the bus; null: no dma_mask at all. */
  readonly dmaMask: bigint | null;
  /** Limit of the bus above it; 0: none. */
  readonly busDmaLimit: bigint;
  readonly rangeMap: readonly DmaRange[] | null;
  readonly isCoherent: boolean;
  /** `swiotlb=force`, or a restricted DMA pool that forces bounce. */
  readonly forcesSwiotlb: boolean;
  /** The driver runs inside a Realm: force_dma_unencrypted() holds for every device. */
  readonly inRealm: boolean;
  /** The device was accepted (TDISP RUN) and uses private memory only: T=1. Mainline has none. */
  readonly isTrusted: boolean;
  /** Host memory encryption (AMD SME) is active. */
  readonly hostEncryption: boolean;
  /** Top IPA bit of the Realm: set in shared addresses. */
  readonly sharedBit: bigint;
  /** TCE only: the PHB's bypass window is in use, so dma-direct serves the device. */
  readonly bypassesTce: boolean;
  readonly iommu: {
    /** Page-table format; only the errno of an occupied entry depends on it. */
    readonly tables: 'x86' | 'lpae';
    readonly granuleBytes: bigint;
    /** Last IOVA of the domain's aperture. */
    readonly apertureEnd: bigint;
    /** What the allocator never hands out: the host bridge's memory windows, as bus addresses. */
    readonly reserved: readonly Pick<Window, 'base' | 'limit'>[];
  };
}

/** Errnos as the kernel returns them. */
export type Errno =
  | '-EINVAL'
  | '-ENOMEM'
  | '-EEXIST'
  | '-EADDRINUSE'
  | '-EOPNOTSUPP'
  | '-ENODEV'
  | '-ENOTTY'
  | '-EFAULT'
  | '-EOVERFLOW'
  | '-EMFILE'
  | '-EPERM'
  | '-EREMOTEIO'
  | '-EIO';

/** What an IOMMU page-table entry of this mapping is to say: IOMMU_MMIO, IOMMU_CACHE, or neither. */
export type IommuProt = 'MMIO' | 'CACHE' | 'none';

/** A page-table write that a mapping causes. */
export interface PteWrite {
  readonly iova: bigint;
  readonly phys: bigint;
  readonly sizeBytes: bigint;
  readonly prot: IommuProt;
  readonly read: boolean;
  readonly write: boolean;
}

/** What dma_map_phys() answers for one range. */
export type DmaMapping =
  | {
      readonly kind: 'mapped';
      /** What the device puts into the TLP. */
      readonly address: bigint;
      readonly space: 'phys' | 'shared' | 'iova';
      readonly ptes: readonly PteWrite[];
      readonly rule: RuleId;
      readonly operands: readonly Operand[];
    }
  | {
      /** DMA_MAPPING_ERROR, which dma_mapping_error() turns into -ENOMEM. */
      readonly kind: 'error';
      readonly errno: Errno;
      readonly rule: RuleId;
      readonly operands: readonly Operand[];
    };

/** A direction as the DMA API names it, from the CPU's side. */
export type DmaDirection = 'TO_DEVICE' | 'FROM_DEVICE' | 'BIDIRECTIONAL';

/** One range to be mapped as MMIO. */
export interface MmioRange {
  /** CPU physical address. */
  readonly phys: bigint;
  readonly sizeBytes: bigint;
  readonly direction: DmaDirection;
  /** DMA_ATTR_CC_SHARED beside DMA_ATTR_MMIO. */
  readonly ccShared: boolean;
  /** DMA_ATTR_REQUIRE_COHERENT. */
  readonly requireCoherent?: boolean;
}

const ALL_ONES = 0xffff_ffff_ffff_ffffn;

/** A client with a 64-bit mask and nothing unusual; callers override what they know. */
export const PLAIN_DEVICE: DmaDevice = {
  name: 'client',
  ops: 'direct',
  dmaMask: ALL_ONES,
  busDmaLimit: 0n,
  rangeMap: null,
  isCoherent: true,
  forcesSwiotlb: false,
  inRealm: false,
  isTrusted: false,
  hostEncryption: false,
  sharedBit: 1n << 47n,
  bypassesTce: false,
  iommu: {
    tables: 'x86',
    granuleBytes: 4096n,
    apertureEnd: (1n << 48n) - 1n,
    reserved: [],
  },
};

/** DMA_BIT_MASK(bits). */
export function dmaBitMask(bits: number): bigint {
  return bits >= 64 ? ALL_ONES : (1n << BigInt(bits)) - 1n;
}

/** min_nonzero(dma_mask, bus_dma_limit): the highest address that the device may be given. */
export function dmaLimit(device: DmaDevice): bigint {
  const mask = device.dmaMask ?? 0n;
  return device.busDmaLimit !== 0n && device.busDmaLimit < mask ? device.busDmaLimit : mask;
}

/**
 * phys_to_dma() without encryption bits: through dev->dma_range_map.
 *
 * @returns null outside every entry (DMA_MAPPING_ERROR); the address unchanged without a map.
 * @source linux-dma.md §2.2 range-map facts; Linux include/linux/dma-direct.h translate_phys_to_dma()
 */
export function physToDma(device: DmaDevice, phys: bigint): bigint | null {
  if (device.rangeMap === null) return phys;
  const entry = device.rangeMap.find(
    ({ cpuStart, sizeBytes }) => phys >= cpuStart && phys - cpuStart < sizeBytes,
  );
  return entry === undefined ? null : phys - entry.cpuStart + entry.dmaStart;
}

/**
 * dma_to_phys(): the inverse of phys_to_dma(). In a Realm it strips the top IPA bit, so the round trip of a
 * shared address loses the alias.
 *
 * @returns all ones outside every entry of the map.
 * @source linux-dma.md §2.2 known defect 3; Linux include/linux/dma-direct.h dma_to_phys()
 */
export function dmaToPhys(device: DmaDevice, dma: bigint): bigint {
  const canonical = device.inRealm ? dma & ~device.sharedBit : dma;
  if (device.rangeMap === null) return canonical;
  const entry = device.rangeMap.find(
    ({ dmaStart, sizeBytes }) => canonical >= dmaStart && canonical - dmaStart < sizeBytes,
  );
  return entry === undefined ? ALL_ONES : canonical - entry.dmaStart + entry.cpuStart;
}
