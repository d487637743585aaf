import type { Hop } from './types.ts';

/** A hop with the id of the component at which it takes place, so that hops of two machines compare. */
export interface PlacedHop {
  readonly place: { readonly id: string };
  readonly hop: Hop;
}

/** The first hop at which two paths part. null: that path ends before it. */
export interface FirstDifference<T extends PlacedHop> {
  /** Index in the hops of the leg. */
  readonly hop: number;
  readonly before: T | null;
  readonly now: T | null;
}

/** What makes two hops the same beside component, verdict and rule. */
export interface SameHop {
  readonly address: boolean;
}

function isSame(a: PlacedHop, b: PlacedHop, { address }: SameHop): boolean {
  return (
    a.place.id === b.place.id &&
    a.hop.verdict === b.hop.verdict &&
    a.hop.rule === b.hop.rule &&
    (!address || a.hop.address === b.hop.address)
  );
}

/**
 * The first hop at which two lists of hops part: another component, verdict or rule, or (`address`) another address.
 *
 * @returns null where they are the same.
 */
export function firstDifference<T extends PlacedHop>(
  before: readonly T[],
  now: readonly T[],
  same: SameHop = { address: true },
): FirstDifference<T> | null {
  const longer = Math.max(before.length, now.length);
  for (let hop = 0; hop < longer; hop++) {
    const [old, present] = [before[hop] ?? null, now[hop] ?? null];
    if (old === null || present === null || !isSame(old, present, same)) {
      return { hop, before: old, now: present };
    }
  }
  return null;
}
