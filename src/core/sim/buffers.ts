import type { CreditPool } from './types.ts';

/* What components hold: receive buffers and translations. */

/** What a table walk costs beyond a look into the IOTLB, ps. @source smmu-cca.md §4.1 (assumption) */
export const IOTLB_WALK_PS = 270_000;

/**
 * Receive-buffer credits: posted, non-posted, completion. An endpoint, and a root complex that forwards
 * nothing, must take every completion, so they advertise infinite ones.
 *
 * @source pcie.md §5.5 (defaults of cocotbext-pcie)
 */
export function creditsOf(hasInfiniteCompletions: boolean): readonly CreditPool[] {
  const completion = hasInfiniteCompletions
    ? { headers: Infinity, dataUnits: Infinity }
    : { headers: 64, dataUnits: 1024 };
  return [{ headers: 64, dataUnits: 1024 }, { headers: 64, dataUnits: 64 }, completion];
}
