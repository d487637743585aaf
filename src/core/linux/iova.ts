import { dmaLimit } from './dma-device.ts';
import type { DmaDevice } from './dma-device.ts';

/** A range of IOVAs, both ends included. */
export interface IovaRange {
  readonly first: bigint;
  readonly last: bigint;
}

const FOUR_GIB = 1n << 32n;

/** The smallest power of two not below `size`, at least one granule: ranges are aligned to it. */
function alignmentOf(size: bigint, granule: bigint): bigint {
  let power = granule;
  while (power < size) power <<= 1n;
  return power;
}

/** Highest free, aligned place at or below `limit`, or null. */
function topDown(
  limit: bigint,
  size: bigint,
  granule: bigint,
  busy: readonly IovaRange[],
): bigint | null {
  const alignment = alignmentOf(size, granule);
  let end = limit + 1n;
  while (end >= size + granule) {
    const first = ((end - size) / alignment) * alignment;
    // Page 0 is never handed out.
    if (first < granule) return null;
    const last = first + size - 1n;
    const clash = busy.find((range) => range.first <= last && first <= range.last);
    if (clash === undefined) return first;
    end = clash.first;
  }
  return null;
}

/**
 * Allocates an IOVA as the kernel's allocator does: from the limit downward, aligned to its size, below
 * 4 GiB first, never inside a window of the host bridge.
 *
 * @param taken ranges that live mappings of the domain hold.
 * @returns null when there is no space below the device's limit.
 * @source linux-dma.md §2.3 (below 4 GiB first and reserved windows unverified); Linux drivers/iommu/iova.c
 */
export function allocateIova(
  device: DmaDevice,
  sizeBytes: bigint,
  taken: readonly IovaRange[],
): bigint | null {
  const { granuleBytes, apertureEnd, reserved } = device.iommu;
  const size = ((sizeBytes + granuleBytes - 1n) / granuleBytes) * granuleBytes;
  const mask = dmaLimit(device);
  const limit = mask < apertureEnd ? mask : apertureEnd;
  const busy = [...taken, ...reserved.map(({ base, limit }) => ({ first: base, last: limit }))];
  const below = limit < FOUR_GIB ? limit : FOUR_GIB - 1n;
  return topDown(below, size, granuleBytes, busy) ?? topDown(limit, size, granuleBytes, busy);
}
