import type { TranslateTiming, TranslationCosts } from '../pcie/types.ts';
import type { Iommu } from '../scenario/schema.ts';
import type { CacheSizes } from './smmuv3/cache.ts';

/*
 * What a translation costs. No public numbers exist: all are model parameters (assumptions), which a
 * document may change. One TBU serves all root ports of a host bridge; its micro TLB and its main TLB are
 * one here and answer in the same time.
 */

/** @source smmu-cca.md §4.1 (P); slots as in the MMU-600 of Agilex 5 */
export const DEFAULT_COSTS: TranslationCosts = {
  hitPs: 10_000,
  dtiPs: 20_000,
  tcuPs: 20_000,
  readPs: 70_000,
  slots: 64,
};

/** Entries of the caches: TLB an assumption, the others as in the MMU-600 of Agilex 5. @source smmu-cca.md §4.1 */
const DEFAULT_SIZES: CacheSizes = { configuration: 256, tables: 256, translations: 512 };

/** What the parts of an IOMMU cost: what the document says, defaults for the rest. */
export function costsOf({ unit }: Iommu): TranslationCosts {
  return {
    hitPs: unit?.hitPs ?? DEFAULT_COSTS.hitPs,
    dtiPs: unit?.dtiPs ?? DEFAULT_COSTS.dtiPs,
    tcuPs: unit?.tcuPs ?? DEFAULT_COSTS.tcuPs,
    readPs: unit?.readPs ?? DEFAULT_COSTS.readPs,
    slots: unit?.slots ?? DEFAULT_COSTS.slots,
  };
}

/** How many entries the caches of an IOMMU have: what the document says, defaults for the rest. */
export function cacheSizesOf({ unit }: Iommu): CacheSizes {
  return {
    translations: unit?.tlbEntries ?? DEFAULT_SIZES.translations,
    tables: unit?.walkEntries ?? DEFAULT_SIZES.tables,
    configuration: unit?.configurationEntries ?? DEFAULT_SIZES.configuration,
  };
}

/**
 * What a translation costs that needs so many memory reads, ps: none is a TLB hit; else the way to the TCU
 * and back, the TCU, and the reads one after another.
 *
 * @source smmu-cca.md §4.1
 */
export function lookUpPs(costs: TranslationCosts, reads: number): number {
  const { hitPs, dtiPs, tcuPs, readPs } = costs;
  return reads === 0 ? hitPs : hitPs + 2 * dtiPs + tcuPs + reads * readPs;
}

/** The cost of a translation that needs these reads. */
export function priced(
  reads: Pick<TranslateTiming, 'coldReads' | 'warmReads' | 'reachBytes'>,
  costs: TranslationCosts,
): TranslateTiming {
  const { coldReads, warmReads, reachBytes } = reads;
  return {
    hitPs: costs.hitPs,
    missPs: lookUpPs(costs, warmReads),
    coldReads,
    coldPs: lookUpPs(costs, coldReads),
    warmReads,
    reachBytes,
  };
}

/**
 * The usual cost of one translation: hit, miss with warm walk caches, and everything cold.
 *
 * @param walk `coldReads`: reads with every cache empty. `stages`: stages that ran; with warm walk caches
 *   one stage reads its leaf, two read the leaf behind the last stage-1 table, its entry, and the last leaf.
 * @source smmu-cca.md §4.1
 */
export function timingOf(walk: {
  readonly coldReads: number;
  readonly stages: 0 | 1 | 2;
  readonly reachBytes: number;
}): TranslateTiming {
  const { coldReads, stages, reachBytes } = walk;
  const warmReads = Math.min(coldReads, stages === 2 ? 3 : stages);
  return priced({ coldReads, warmReads, reachBytes }, DEFAULT_COSTS);
}

/**
 * `LookUp.readMask` of a walk.
 *
 * @param steps all its reads in order, at most 53.
 */
export function maskOfReads<T>(steps: readonly T[], isRead: (step: T) => boolean): number {
  return steps.reduce((mask, step, i) => (isRead(step) ? mask + 2 ** i : mask), 0);
}
