import type { Journey } from '../pcie/journey.ts';
import type { Hop } from '../pcie/types.ts';

/** A journey and where a table walk may delay it. */
export interface Way extends Journey {
  /** Place in the path behind which an IOMMU looks the address up; -1: none does. */
  readonly walkHop: number;
  /** The route hop of that IOMMU: it and the rest of its component come after the walk. */
  readonly walkStop: number;
}

/** Whether an IOMMU looks an address up there; what it passes on as it is needs no table. */
function isWalk({ place, rule }: Hop): boolean {
  return place.kind === 'iommu' && rule !== 'SMMU-BYPASS' && rule !== 'SMMU-OFF';
}

/** Finds the table walk of a journey over `hops`. */
export function wayOf(journey: Journey, hops: readonly Hop[]): Way {
  const walkStop = hops.findIndex(isWalk);
  const group = journey.stops.findIndex((stops) => stops.some(({ hop }) => hop === walkStop));
  return { ...journey, walkHop: group - 1, walkStop };
}
