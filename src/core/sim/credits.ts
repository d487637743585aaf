import { assert } from '../base/assert.ts';
import { MAX_LINKS } from './tables.ts';
import type { Program } from './types.ts';

/*
 * Credits of the receive buffers. A pool is a count of free headers plus a ring of the times at which used
 * ones come back: they come back in order of time, because each is written when its TLP leaves, one
 * propagation ahead. Reading is lazy, so a credit that returns costs no event. A pool that can never bind
 * has size 0 and no ring.
 */

const MAX_RING = 1 << 21;

/** Headers of the pool; 0: infinite. */
export const poolSize = new Int32Array(MAX_LINKS);
const poolRing = new Int32Array(MAX_LINKS);
const poolFree = new Int32Array(MAX_LINKS);
const poolHead = new Int32Array(MAX_LINKS);
const poolCount = new Int32Array(MAX_LINKS);
const ringTime = new Float64Array(MAX_RING);

/** Sets every pool to its initial credits. A pool larger than the TLPs that will pass its link is infinite. */
export function fillCredits(program: Program): void {
  const traffic = new Float64Array(program.links.length);
  for (const flow of program.flows) {
    const count = flow.bursts.reduce((sum, burst) => sum + burst.count, 0);
    for (const link of flow.path) traffic[link] = (traffic[link] ?? 0) + count;
  }
  let ring = 0;
  program.links.forEach((link, index) => {
    const headers = link.credits[0]?.headers ?? Infinity;
    const size = headers >= (traffic[index] ?? 0) ? 0 : headers;
    poolSize[index] = size;
    poolFree[index] = size;
    poolRing[index] = ring;
    poolHead[index] = 0;
    poolCount[index] = 0;
    ring += size;
  });
  assert(ring <= MAX_RING, 'more credits than the rings hold');
}

/** Earliest time at which `pool` has a header, ps: 0 now, Infinity when nobody has freed one yet. */
export function creditTime(pool: number): number {
  if (poolSize[pool] === 0 || (poolFree[pool] ?? 0) > 0) return 0;
  if (poolCount[pool] === 0) return Infinity;
  return ringTime[(poolRing[pool] ?? 0) + (poolHead[pool] ?? 0)] ?? 0;
}

/** Uses the header whose time `creditTime` gave. */
export function takeCredit(pool: number): void {
  const size = poolSize[pool] ?? 0;
  if (size === 0) return;
  const free = poolFree[pool] ?? 0;
  if (free > 0) {
    poolFree[pool] = free - 1;
    return;
  }
  const next = (poolHead[pool] ?? 0) + 1;
  poolHead[pool] = next === size ? 0 : next;
  poolCount[pool] = (poolCount[pool] ?? 0) - 1;
}

/** Gives a header back at `timePs`, which is not before the return written last. */
export function returnCredit(pool: number, timePs: number): void {
  const size = poolSize[pool] ?? 0;
  if (size === 0) return;
  let tail = (poolHead[pool] ?? 0) + (poolCount[pool] ?? 0);
  if (tail >= size) tail -= size;
  ringTime[(poolRing[pool] ?? 0) + tail] = timePs;
  poolCount[pool] = (poolCount[pool] ?? 0) + 1;
}
