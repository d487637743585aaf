import type { Hop, Route } from './types.ts';

/** The hops of one leg of a route, in the order in which its TLP meets them. */
export function hopsOf({
  leg,
  route,
}: {
  readonly leg: 'request' | 'completion';
  readonly route: Route;
}): readonly Hop[] {
  return leg === 'request' ? route.request : route.completion;
}
