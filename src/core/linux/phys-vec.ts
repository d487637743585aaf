import { hex } from '../base/address.ts';
import type { Operand } from '../pcie/types.ts';
import type { RuleId } from '../rules/catalogue.ts';
import { judgeSharing } from './confidential.ts';
import { dmaToPhys } from './dma-device.ts';
import type { DmaDevice, DmaDirection, Errno, MmioRange, PteWrite } from './dma-device.ts';
import { dmaMapPhys, mmioPte } from './dma-map.ts';
import { allocateIova } from './iova.ts';
import type { IovaRange } from './iova.ts';
import type { Kernel } from './kernels.ts';
import type { MapType } from './p2pdma.ts';

/** One physical range of a buffer. */
export interface PhysRange {
  readonly phys: bigint;
  readonly sizeBytes: bigint;
}

/** What dma_buf_phys_vec_to_sgt() is called with. */
export interface PhysVec {
  readonly ranges: readonly PhysRange[];
  readonly mapType: MapType;
  /** pci_bus_address(bar) - cpu_phys(bar) of the provider record, modulo 2^64. */
  readonly busOffset: bigint;
  readonly device: DmaDevice;
  readonly direction: DmaDirection;
  readonly ccShared: boolean;
  /** Attachment and provider are given; absent: they are. */
  readonly hasProvider?: boolean;
  /** IOVAs that live mappings hold. */
  readonly taken?: readonly IovaRange[];
}

/** One thing that the call did, to be played. */
export type MapStep =
  | { readonly kind: 'mapType'; readonly mapType: MapType; readonly rule: RuleId }
  /** The provider's record against the client's T bit. */
  | {
      readonly kind: 'sharing';
      readonly alias: 'shared' | 'private';
      readonly rule: RuleId;
      readonly operands: readonly Operand[];
    }
  | { readonly kind: 'allocateIova'; readonly iova: bigint | null; readonly rule: RuleId }
  | {
      readonly kind: 'range';
      readonly range: number;
      readonly address: bigint;
      readonly space: 'bus' | 'phys' | 'shared' | 'iova';
      readonly rule: RuleId;
      readonly operands: readonly Operand[];
    }
  | { readonly kind: 'pte'; readonly range: number; readonly write: PteWrite }
  | { readonly kind: 'sync'; readonly rule: RuleId }
  /** The length was kept in 32 bits: the table claims less than was mapped. */
  | {
      readonly kind: 'shortLength';
      readonly claimed: bigint;
      readonly mapped: bigint;
      readonly rule: RuleId;
    }
  /** What dma_to_phys() would make of an address again. */
  | {
      readonly kind: 'roundTrip';
      readonly dma: bigint;
      readonly phys: bigint;
      readonly rule: RuleId;
    }
  | {
      readonly kind: 'refused';
      /** Index of the range at which it stopped; null: before the first. */
      readonly range: number | null;
      readonly errno: Errno;
      readonly rule: RuleId;
      readonly operands: readonly Operand[];
    }
  | { readonly kind: 'unmap'; readonly range: number; readonly address: bigint }
  | { readonly kind: 'destroyIova'; readonly iova: bigint };

/** A DMA address with its length, as the scatter table hands it to the driver. */
export interface SgEntry {
  readonly address: bigint;
  readonly sizeBytes: bigint;
}

/** The outcome: a table, or an errno with everything taken back. */
export interface PhysVecResult {
  readonly errno: 0 | Errno;
  readonly entries: readonly SgEntry[];
  /** Bytes that the table claims; less than asked when the 32-bit length wrapped. */
  readonly mappedBytes: bigint;
  readonly steps: readonly MapStep[];
}

const MAX_ENTRY = 0xffff_ffffn;
const MODULO_64 = 1n << 64n;

/** Splits one contiguous address range into scatter entries of at most 2^32-1 bytes. */
function entriesOf(address: bigint, sizeBytes: bigint): SgEntry[] {
  const entries: SgEntry[] = [];
  for (let done = 0n; done < sizeBytes; done += MAX_ENTRY) {
    const rest = sizeBytes - done;
    entries.push({ address: address + done, sizeBytes: rest < MAX_ENTRY ? rest : MAX_ENTRY });
  }
  return entries;
}

const sum = (ranges: readonly PhysRange[]): bigint =>
  ranges.reduce((total, { sizeBytes }) => total + sizeBytes, 0n);

/** Bus addresses: no DMA API call at all. */
function mapBusAddresses(vec: PhysVec, steps: MapStep[]): PhysVecResult {
  const entries = vec.ranges.flatMap(({ phys, sizeBytes }, range) => {
    const address = (phys + vec.busOffset + MODULO_64) % MODULO_64;
    const operands: Operand[] = [
      { name: 'phys', value: hex(phys) },
      { name: 'bus_offset', value: vec.busOffset.toString(), decided: true },
    ];
    steps.push({ kind: 'range', range, address, space: 'bus', rule: 'DMABUF-BUS-ADDR', operands });
    return entriesOf(address, sizeBytes);
  });
  return { errno: 0, entries, mappedBytes: sum(vec.ranges), steps };
}

/**
 * One IOVA for the whole buffer. Every range is linked at offset 0 of it, so a second range meets the first
 * one's entry and the whole map fails.
 */
function mapThroughIova(vec: PhysVec, base: bigint, steps: MapStep[]): PhysVecResult {
  for (const [range, { phys, sizeBytes }] of vec.ranges.entries()) {
    if (range > 0) {
      const errno = vec.device.iommu.tables === 'lpae' ? '-EEXIST' : '-EADDRINUSE';
      const operands = [
        { name: 'IOVA', value: hex(base) },
        { name: 'entry there', value: 'range 1', decided: true },
      ];
      steps.push({ kind: 'refused', range, errno, rule: 'DMABUF-SAME-IOVA', operands });
      steps.push({ kind: 'destroyIova', iova: base });
      return { errno, entries: [], mappedBytes: 0n, steps };
    }
    const { direction, ccShared } = vec;
    const linked: MmioRange = { phys, sizeBytes, direction, ccShared };
    const operands: Operand[] = [{ name: 'phys', value: hex(phys) }];
    steps.push({
      kind: 'range',
      range,
      address: base,
      space: 'iova',
      rule: 'DMA-IOMMU-MMIO',
      operands,
    });
    steps.push({ kind: 'pte', range, write: mmioPte(base, linked) });
  }
  steps.push({ kind: 'sync', rule: 'DMABUF-SYNC' });
  const total = sum(vec.ranges);
  const mappedBytes = total & MAX_ENTRY;
  if (mappedBytes !== total) {
    const rule = 'DMABUF-32BIT-LENGTH';
    steps.push({ kind: 'shortLength', claimed: mappedBytes, mapped: total, rule });
  }
  return { errno: 0, entries: entriesOf(base, total), mappedBytes, steps };
}

function unwind(steps: MapStep[], mapped: readonly bigint[]): void {
  for (const [range, address] of [...mapped.entries()].toReversed()) {
    steps.push({ kind: 'unmap', range, address });
  }
}

/** Each range on its own through dma_map_phys(). */
function mapEachRange(kernel: Kernel, vec: PhysVec, steps: MapStep[]): PhysVecResult {
  const entries: SgEntry[] = [];
  const mapped: bigint[] = [];
  const taken = [...(vec.taken ?? [])];
  for (const [range, { phys, sizeBytes }] of vec.ranges.entries()) {
    const { direction, ccShared, device } = vec;
    const mapping = dmaMapPhys(kernel, device, { phys, sizeBytes, direction, ccShared }, taken);
    const { rule, operands } = mapping;
    if (mapping.kind === 'error') {
      steps.push({ kind: 'refused', range, errno: mapping.errno, rule, operands });
      unwind(steps, mapped);
      return { errno: mapping.errno, entries: [], mappedBytes: 0n, steps };
    }
    const { address, space } = mapping;
    steps.push({ kind: 'range', range, address, space, rule, operands });
    const back = dmaToPhys(device, address);
    if (space === 'shared' && back !== address) {
      steps.push({ kind: 'roundTrip', dma: address, phys: back, rule: 'DMA-TO-PHYS-ALIAS' });
    }
    for (const write of mapping.ptes) {
      steps.push({ kind: 'pte', range, write });
      taken.push({ first: write.iova, last: write.iova + write.sizeBytes - 1n });
    }
    mapped.push(address);
    entries.push(...entriesOf(address, sizeBytes));
  }
  return { errno: 0, entries, mappedBytes: sum(vec.ranges), steps };
}

/**
 * dma_buf_phys_vec_to_sgt(): the DMA addresses of a buffer of MMIO ranges for one importer.
 *
 * @returns errno 0 with the table, or the errno with nothing left mapped; `steps` in the order in which they happen.
 * @source linux-dma.md §2.4; Linux drivers/dma-buf/dma-buf-mapping.c (defects present through 2026-07)
 */
export function physVecToSgt(kernel: Kernel, vec: PhysVec): PhysVecResult {
  const steps: MapStep[] = [];
  const refuse = (errno: Errno, rule: RuleId, operands: readonly Operand[]): PhysVecResult => {
    steps.push({ kind: 'refused', range: null, errno, rule, operands });
    return { errno, entries: [], mappedBytes: 0n, steps };
  };
  if (vec.hasProvider === false) {
    const operands = [{ name: 'provider', value: 'none', decided: true }];
    return refuse('-EINVAL', 'DMABUF-NO-PROVIDER', operands);
  }
  steps.push({ kind: 'mapType', mapType: vec.mapType, rule: 'DMABUF-MAP-TYPE' });
  if (vec.mapType === 'NOT_SUPPORTED') {
    const operands = [{ name: 'map type', value: vec.mapType, decided: true }];
    return refuse('-EINVAL', 'DMABUF-NOT-SUPPORTED', operands);
  }
  let shared = vec;
  if (kernel.hasProviderSharing && vec.device.inRealm) {
    const side = vec.ccShared ? 'shared' : 'private';
    const verdict = judgeSharing(side, vec.device.isTrusted ? 1 : 0, vec.mapType);
    if (verdict.kind === 'refused') return refuse('-EINVAL', verdict.rule, verdict.operands);
    const { kind: alias, rule, operands } = verdict;
    steps.push({ kind: 'sharing', alias, rule, operands });
    shared = withAlias(vec, alias);
  }
  if (shared.mapType === 'BUS_ADDR') return mapBusAddresses(shared, steps);
  if (shared.device.ops !== 'iommu') return mapEachRange(kernel, shared, steps);
  const iova = allocateIova(shared.device, sum(shared.ranges), shared.taken ?? []);
  steps.push({ kind: 'allocateIova', iova, rule: 'DMABUF-IOVA' });
  return iova === null ? mapEachRange(kernel, shared, steps) : mapThroughIova(shared, iova, steps);
}

/** Through an IOMMU the entry itself names the alias; dma-direct derives it from the attribute. */
function withAlias(vec: PhysVec, alias: 'shared' | 'private'): PhysVec {
  if (alias === 'private' || vec.device.ops !== 'iommu') return vec;
  const { sharedBit } = vec.device;
  const ranges = vec.ranges.map((range) => ({ ...range, phys: range.phys | sharedBit }));
  return { ...vec, ranges };
}
