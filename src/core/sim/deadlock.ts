import { creditTime } from './credits.ts';
import { visitWaiting } from './lanes.ts';
import { rowCame, rowLink, rowPool, rowUnits } from './tables.ts';

/**
 * Looks for links that wait for each other in a ring: each has a TLP that waits for a credit of the next,
 * whose buffer is held by a TLP that waits for the one after. Meant for a run in which nothing can happen
 * any more.
 *
 * @param lanes lanes of the loaded program.
 * @param nowPs the instant, ps.
 * @returns the directed links of the ring in order; null: there is none.
 */
export function findDeadlock(lanes: number, nowPs: number): number[] | null {
  // The buffer behind `came` empties only when `link` sends.
  const waitsFor = new Map<number, Set<number>>();
  visitWaiting(lanes, (row) => {
    const came = rowCame[row] ?? -1;
    const isStarved = creditTime(rowPool[row] ?? 0, rowUnits[row] ?? 0, nowPs) === Infinity;
    if (came < 0 || !isStarved) return;
    const links = waitsFor.get(came) ?? new Set();
    waitsFor.set(came, links.add(rowLink[row] ?? 0));
  });
  const cleared = new Set<number>();
  for (const start of waitsFor.keys()) {
    const ring = ringFrom(start, waitsFor, [], cleared);
    if (ring !== null) return ring;
  }
  return null;
}

/** Follows who waits for whom, depth first; `cleared` collects links that lead to no ring. */
function ringFrom(
  link: number,
  waitsFor: ReadonlyMap<number, ReadonlySet<number>>,
  path: readonly number[],
  cleared: Set<number>,
): number[] | null {
  const seen = path.indexOf(link);
  if (seen >= 0) return path.slice(seen);
  if (cleared.has(link)) return null;
  for (const next of waitsFor.get(link) ?? []) {
    const ring = ringFrom(next, waitsFor, [...path, link], cleared);
    if (ring !== null) return ring;
  }
  cleared.add(link);
  return null;
}
