import type { RuleId } from '../rules/catalogue.ts';
import type { IommuProt } from './dma-device.ts';

/** What an SMMUv3 page-table entry says for a protection, by stage. */
export interface SmmuAttributes {
  /** Stage 1: MAIR index and what Linux puts there. */
  readonly stage1: { readonly attrIndex: number; readonly mair: number; readonly name: string };
  /** Stage 2 MemAttr[3:0]. */
  readonly stage2: { readonly memAttr: number; readonly name: string };
  /** Stage 2 MemAttr[3:0] where S2FWB is in force. */
  readonly stage2Fwb: { readonly memAttr: number; readonly name: string };
  readonly shareability: 'outer' | 'inner';
}

/** IOMMU_MMIO, IOMMU_CACHE or both, as callers combine them. */
export type ProtFlags = IommuProt | 'MMIO+CACHE';

const MMIO = {
  stage1: { attrIndex: 2, mair: 0x04, name: 'Device-nGnRE' },
  stage2: { memAttr: 0b0001, name: 'Device-nGnRE' },
  stage2Fwb: { memAttr: 0b0001, name: 'forced Device-nGnRE' },
} as const;

/**
 * arm_lpae_prot_to_pte(): MMIO wins over CACHE for the type; CACHE alone picks the shareability.
 *
 * @source linux-dma.md §4 (MAIR bytes unverified); Linux drivers/iommu/io-pgtable-arm.c
 */
export const PROT_ATTRIBUTES: Readonly<Record<ProtFlags, SmmuAttributes>> = {
  MMIO: { ...MMIO, shareability: 'outer' },
  'MMIO+CACHE': { ...MMIO, shareability: 'inner' },
  CACHE: {
    stage1: { attrIndex: 1, mair: 0xff, name: 'Normal write-back' },
    stage2: { memAttr: 0b1111, name: 'Normal write-back' },
    stage2Fwb: { memAttr: 0b0110, name: 'forced Normal write-back' },
    shareability: 'inner',
  },
  none: {
    stage1: { attrIndex: 0, mair: 0x44, name: 'Normal non-cacheable' },
    stage2: { memAttr: 0b0101, name: 'Normal non-cacheable' },
    stage2Fwb: { memAttr: 0b0101, name: 'Normal non-cacheable' },
    shareability: 'outer',
  },
};

/** Who maps a BAR into an IOMMU. */
export type Producer = 'dma-direct' | 'iommu-dma' | 'iommu-dma-sg' | 'iommufd' | 'type1' | 'msi';

/** What each producer installs on behalf of a coherent and of another client; null: no page-table entry at all. */
const PRODUCERS: Readonly<
  Record<
    Producer,
    { readonly coherent: ProtFlags | null; readonly other: ProtFlags | null; readonly rule: RuleId }
  >
> = {
  'dma-direct': { coherent: null, other: null, rule: 'DMA-DIRECT-PHYS' },
  'iommu-dma': { coherent: 'MMIO', other: 'MMIO', rule: 'DMA-IOMMU-MMIO' },
  'iommu-dma-sg': { coherent: 'CACHE', other: 'none', rule: 'DMA-IOMMU-SG' },
  iommufd: { coherent: 'MMIO', other: 'MMIO', rule: 'IOMMUFD-MMIO' },
  type1: { coherent: 'CACHE', other: 'CACHE', rule: 'TYPE1-CACHE' },
  msi: { coherent: 'MMIO', other: 'MMIO', rule: 'DMA-IOMMU-MMIO' },
};

/** The protection that a producer installs, and the rule that says so. @source linux-dma.md §4 */
export function protOf(
  producer: Producer,
  isCoherent: boolean,
): { readonly prot: ProtFlags | null; readonly rule: RuleId } {
  const { coherent, other, rule } = PRODUCERS[producer];
  return { prot: isCoherent ? coherent : other, rule };
}

/**
 * How large one write may become on its way through a root complex that translates it with `prot`: Normal memory
 * lets the interconnect gather adjacent writes, Device memory keeps each write on its own.
 *
 * @returns bytes of the largest request that leaves again; above the Max_Payload_Size of a port on the way it is malformed.
 * @source linux-dma.md §4, simulator rule
 */
export function mergedWriteBytes(
  prot: ProtFlags,
  writes: {
    readonly eachBytes: number;
    readonly adjacentBytes: number;
    readonly burstBytes: number;
  },
): number {
  const isDevice = prot === 'MMIO' || prot === 'MMIO+CACHE';
  return isDevice
    ? writes.eachBytes
    : Math.max(writes.eachBytes, Math.min(writes.adjacentBytes, writes.burstBytes));
}
