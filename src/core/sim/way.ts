import { isWalk } from '../pcie/journey.ts';
import type { Journey } from '../pcie/journey.ts';
import type { Hop } from '../pcie/types.ts';

/** A journey and where a table walk may delay it. */
export interface Way extends Journey {
  /** Place in the path behind which an IOMMU looks the address up; -1: none does. */
  readonly walkHop: number;
  /** The route hop of that IOMMU; -1: none. It and the rest of its component come after the walk. */
  readonly walkStop: number;
}

/** Finds the table walk of a journey over `hops`. */
export function wayOf(journey: Journey, hops: readonly Hop[]): Way {
  const walkStop = hops.findIndex(isWalk);
  const group = journey.stops.findIndex((stops) => stops.some(({ hop }) => hop === walkStop));
  return { ...journey, walkHop: group - 1, walkStop };
}
