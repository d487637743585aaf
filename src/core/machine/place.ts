/* Placing aligned ranges into address space. All bounds are bytes; a range includes both ends. */

export interface Range {
  readonly base: bigint;
  readonly limit: bigint;
}

export interface Wanted {
  readonly size: bigint;
  /** A power of two. */
  readonly align: bigint;
}

/** The smallest multiple of `align` that is not below `value`. */
export function alignUp(value: bigint, align: bigint): bigint {
  return ((value + align - 1n) / align) * align;
}

/** Largest alignment first, then largest size: packs without gaps where sizes are powers of two. */
function packingOrder<T extends Wanted>(wanted: readonly T[]): T[] {
  const compare = (a: bigint, b: bigint): number => (a < b ? 1 : a > b ? -1 : 0);
  return [...wanted].sort((a, b) => compare(a.align, b.align) || compare(a.size, b.size));
}

/** Bytes that the ranges need in a region whose base is aligned to the largest of them. */
export function packedSize(wanted: readonly Wanted[]): bigint {
  let end = 0n;
  for (const { size, align } of packingOrder(wanted)) end = alignUp(end, align) + size;
  return end;
}

/** Sorted by base, overlapping and touching ranges joined. */
function joined(ranges: readonly Range[]): Range[] {
  const sorted = [...ranges].sort((a, b) => (a.base < b.base ? -1 : a.base > b.base ? 1 : 0));
  const result: { base: bigint; limit: bigint }[] = [];
  for (const { base, limit } of sorted) {
    const last = result.at(-1);
    if (last === undefined || base > last.limit + 1n) result.push({ base, limit });
    else if (limit > last.limit) last.limit = limit;
  }
  return result;
}

/**
 * Places every wanted range at the lowest fitting address of `region`, around `occupied`.
 *
 * @returns the base of each that fits, and the others in packing order.
 */
export function placeAll<T extends Wanted>(
  wanted: readonly T[],
  region: Range,
  occupied: readonly Range[],
): { readonly bases: ReadonlyMap<T, bigint>; readonly failed: readonly T[] } {
  const bases = new Map<T, bigint>();
  const failed: T[] = [];
  const walls = joined(occupied);
  // Alignments shrink along the packing order, so nothing fits before what was already passed, save
  // in gaps that alignment or a wall left; these are tried again only where there are walls.
  let cursor = region.base;
  let taken: readonly Range[] = walls;
  for (const item of packingOrder(wanted)) {
    const start = walls.length === 0 ? cursor : region.base;
    const base = firstFit(item, { base: start, limit: region.limit }, taken);
    if (base === null) {
      failed.push(item);
      continue;
    }
    bases.set(item, base);
    cursor = base + item.size;
    if (walls.length > 0) taken = joined([...taken, { base, limit: cursor - 1n }]);
  }
  return { bases, failed };
}

function firstFit(item: Wanted, region: Range, taken: readonly Range[]): bigint | null {
  let base = alignUp(region.base, item.align);
  for (const wall of taken) {
    if (wall.limit < base) continue;
    if (wall.base > base + item.size - 1n) break;
    base = alignUp(wall.limit + 1n, item.align);
  }
  return base + item.size - 1n <= region.limit ? base : null;
}
