import type { Machine } from '../machine/types.ts';
import type { Hop } from './types.ts';
import { crossingOf, crossingPs, cutsThrough } from './timing.ts';

/** A hop of the route that the TLP meets after a link: `latencyPs` after it arrived there. */
export interface Stop {
  readonly hop: number;
  readonly latencyPs: number;
}

/** The hops of one leg as the engine needs them. */
export interface Journey {
  /** Directed links in order; the inside link alone when it never leaves the package. */
  readonly path: readonly number[];
  /** Time of the component behind each link, ps. */
  readonly latencyPs: readonly number[];
  readonly cutThrough: readonly boolean[];
  /** For how long each link is busy again with a TLP that came with a bad LCRC, ps. */
  readonly holdPs: readonly number[];
  /** stops[0]: met at issue; stops[i + 1]: met behind path[i]. */
  readonly stops: readonly (readonly Stop[])[];
}

interface Leg {
  readonly machine: Machine;
  readonly hops: readonly Hop[];
  /** It fetches something where it ends. */
  readonly isRead: boolean;
  /** Link that stands for the way inside a package. */
  readonly insideLink: number;
  /** Time of one byte on a directed link, ps. */
  readonly psPerByte: (link: number) => number;
}

/** Cuts the hops of a leg at its links and gives each component its time. */
export function journeyOf({ machine, hops, isRead, insideLink, psPerByte }: Leg): Journey {
  const isInside = hops.every((hop) => hop.leavesOn === null);
  const groups: number[][] = [[]];
  const path: number[] = [];
  hops.forEach((hop, index) => {
    groups.at(-1)?.push(index);
    const link = isInside && index === 0 ? insideLink : hop.leavesOn;
    if (link === null) return;
    path.push(link);
    groups.push([]);
  });
  const crossings = groups.slice(1).map((group) => hops.filter((_, i) => group.includes(i)));
  const latencyPs = crossings.map((crossed) => groupPs(machine, crossed, isRead));
  const holdPs = crossings.map((crossed) =>
    crossed.reduce((sum, hop) => sum + (hop.replayPs ?? 0), 0),
  );
  const cutThrough = crossings.map((crossed, index) => {
    const [before, after] = [path[index], path[index + 1]];
    if (before === undefined || after === undefined || !cutsThrough(machine)) return false;
    return (
      crossingOf(machine, acrossLink(crossed)) === 'switch' && psPerByte(before) <= psPerByte(after)
    );
  });
  const stops = groups.map((group, at) => stopsOf(hops, group, at === 0 ? 0 : latencyPs[at - 1]));
  return { path, latencyPs, cutThrough, holdPs, stops };
}

/** Without what the link layer did on the link that leads there. */
function acrossLink(hops: readonly Hop[]): readonly Hop[] {
  return hops.filter(({ replayPs }) => replayPs === undefined);
}

function groupPs(machine: Machine, hops: readonly Hop[], isRead: boolean): number {
  const extra = hops.reduce((sum, hop) => sum + hopPs(hop), 0);
  return crossingPs(machine, acrossLink(hops), isRead) + extra;
}

/** Whether an IOMMU looks something up there; what it passes on as it is needs no table. */
export function isWalk({ place, translation }: Hop): boolean {
  return place.kind === 'iommu' && translation !== undefined && translation.walk.length > 0;
}

/**
 * What a look-up needs beyond a TLB hit, ps. cold: nothing is remembered, as for the first request on an
 * idle machine. warm: the walk caches help, as for every further page.
 */
export function walkPs(hop: Hop, caches: 'cold' | 'warm'): number {
  const timing = isWalk(hop) ? hop.translation?.timing : undefined;
  if (timing === undefined) return 0;
  return (caches === 'cold' ? timing.coldPs : timing.missPs) - timing.hitPs;
}

/** What a hop needs itself; an IOMMU looks into its TLB. */
function hopPs(hop: Hop | undefined): number {
  if (hop === undefined) return 0;
  const { extraPs = 0, replayPs = 0 } = hop;
  return extraPs + replayPs + (isWalk(hop) ? (hop.translation?.timing?.hitPs ?? 0) : 0);
}

/**
 * Each hop once its own time is over, one that finds a bad LCRC at once; the last one when the whole component is
 * crossed.
 */
function stopsOf(hops: readonly Hop[], group: readonly number[], totalPs = 0): Stop[] {
  let spent = 0;
  return group.map((hop, index) => {
    const before = spent;
    spent += hopPs(hops[hop]);
    if (index === group.length - 1) return { hop, latencyPs: totalPs };
    return { hop, latencyPs: hops[hop]?.replayPs === undefined ? spent : before };
  });
}
