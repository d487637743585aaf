/** A seeded generator: the same seed gives the same numbers everywhere. */
export interface Prng {
  /** An integer from 0 to `bound` - 1; `bound` is at most 2^32. */
  readonly below: (bound: number) => number;
  /** True in `numerator` of `denominator` cases: probabilities are ratios of integers. */
  readonly chance: (numerator: number, denominator: number) => boolean;
  /** One of `items`, which must not be empty. */
  readonly pick: <const T>(items: readonly [T, ...T[]]) => T;
}

/** Makes a generator from any integer seed. @source SplitMix32, by G. Steele's SplitMix (OOPSLA 2014) */
export function createPrng(seed: number): Prng {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  };
  const below = (bound: number): number => Math.floor((next() / 2 ** 32) * bound);
  return {
    below,
    chance: (numerator, denominator) => below(denominator) < numerator,
    pick: (items) => items[below(items.length)] ?? items[0],
  };
}
