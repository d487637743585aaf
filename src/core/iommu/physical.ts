import { err, ok } from '../base/result.ts';
import type { SimMemory } from './memory.ts';
import type { Pas, PhysicalMemory } from './smmuv3/types.ts';

/** Granule protection information: which space a granule belongs to. @source Arm DDI 0487 D9 */
export type Gpi = 'NONE' | 'SECURE' | 'NS' | 'ROOT' | 'REALM' | 'ANY';

/** Granules from `start` up to, not including, `end`. */
export interface GranuleRange {
  readonly start: bigint;
  readonly end: bigint;
  readonly gpi: Gpi;
}

/** The granule's owner: the last range that covers the address; without one, `ANY`. */
export function gpiOf(ranges: readonly GranuleRange[], address: bigint): Gpi {
  return ranges.findLast(({ start, end }) => address >= start && address < end)?.gpi ?? 'ANY';
}

/**
 * Physical memory behind an SMMU.
 *
 * @param options `memories`: the bytes of each space (two spaces may share one). `granules`: the granule
 *   protection table; null: no granule protection checks. `aborts`: addresses of 64-bit words that answer
 *   with an external abort.
 */
export function physicalMemory(options: {
  readonly memories: Readonly<Record<Pas, SimMemory>>;
  readonly granules: readonly GranuleRange[] | null;
  readonly aborts?: ReadonlySet<bigint>;
}): PhysicalMemory {
  const { memories, granules, aborts } = options;
  const isAllowed = (pas: Pas, address: bigint): boolean => {
    if (granules === null) return true;
    const gpi = gpiOf(granules, address);
    return gpi === 'ANY' || gpi === pas;
  };
  const isAborted = (address: bigint, count: number): boolean => {
    if (aborts === undefined || aborts.size === 0) return false;
    for (let i = 0; i < count; i++) if (aborts.has(address + BigInt(8 * i))) return true;
    return false;
  };
  return {
    isAllowed,
    read: (pas, address, count) => {
      if (!isAllowed(pas, address)) return err('gpf');
      if (isAborted(address, count)) return err('external');
      return ok(memories[pas].readWords(address, count));
    },
  };
}
