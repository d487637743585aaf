import type { TranslateTiming } from '../pcie/types.ts';

/*
 * What a translation costs. No public numbers exist: all are model parameters.
 */

/** A look into the TLB of the translation buffer unit (TBU), ps. @source smmu-cca.md §4.1 (P) */
const HIT_PS = 10_000;
/** One way between TBU and translation control unit (TCU), ps. @source smmu-cca.md §4.1 (P) */
const DTI_PS = 20_000;
/** The TCU itself, ps. @source smmu-cca.md §4.1 (P) */
const TCU_PS = 20_000;
/** One descriptor read from memory, ps; reads of one walk follow one another. @source smmu-cca.md §4.1 (P) */
const READ_PS = 70_000;

/** What a miss costs that needs so many descriptor reads, ps. */
function missPs(reads: number): number {
  return HIT_PS + 2 * DTI_PS + TCU_PS + reads * READ_PS;
}

/**
 * The cost of one translation: hit, miss with warm walk caches, and everything cold.
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
  const warmReads = stages === 2 ? 3 : stages;
  return {
    hitPs: HIT_PS,
    missPs: stages === 0 ? HIT_PS : missPs(warmReads),
    coldReads,
    coldPs: coldReads === 0 ? HIT_PS : missPs(coldReads),
    reachBytes,
  };
}
