import { err, ok } from '../base/result.ts';
import { isGranuleOpen, lookUpGranule } from './granule-table.ts';
import type { SimMemory } from './memory.ts';
import type { Pas, PhysicalMemory } from './smmuv3/types.ts';

/**
 * Physical memory behind an SMMU.
 *
 * @param options `memories`: the bytes of each space (two spaces may share one). `granules`: Root memory with
 *   the granule protection table, and how many address bits it covers; null: no granule protection checks.
 *   `aborts`: addresses of 64-bit words that answer with an external abort.
 */
export function physicalMemory(options: {
  readonly memories: Readonly<Record<Pas, SimMemory>>;
  readonly granules: { readonly root: SimMemory; readonly bits: number } | null;
  readonly aborts?: ReadonlySet<bigint>;
}): PhysicalMemory {
  const { memories, granules, aborts } = options;
  const isAllowed = (pas: Pas, address: bigint): boolean =>
    granules === null ||
    isGranuleOpen(pas, lookUpGranule(granules.root, granules.bits, address).gpi);
  const isAborted = (address: bigint, count: number): boolean => {
    if (aborts === undefined || aborts.size === 0) return false;
    for (let i = 0; i < count; i++) if (aborts.has(address + BigInt(8 * i))) return true;
    return false;
  };
  return {
    isAllowed,
    granuleOf: (address) =>
      granules === null ? null : lookUpGranule(granules.root, granules.bits, address),
    read: (pas, address, count) => {
      if (!isAllowed(pas, address)) return err('gpf');
      if (isAborted(address, count)) return err('external');
      return ok(memories[pas].readWords(address, count));
    },
  };
}
