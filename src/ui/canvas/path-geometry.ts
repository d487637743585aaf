import type { Machine } from '../../core/machine/types.ts';
import type { Hop, Verdict } from '../../core/pcie/types.ts';
import { componentAt } from '../../core/pcie/component-at.ts';
import type { Point, Rect, Scene } from './scene.ts';
import { BADGE } from './sizes.ts';
import { Walker, centerX, centerY } from './walker.ts';

/** One hop's way to the next place: lines that stop at the edges of cards and go on behind them. */
export interface PathSegment {
  /** Index of the hop in its leg; the segment is drawn in that hop's verdict. */
  readonly hop: number;
  readonly verdict: Verdict;
  readonly lines: readonly (readonly Point[])[];
}

/** A place that the path visits, for its number and outline. */
export interface PathStop {
  readonly hop: number;
  /** Id of the component in the document. */
  readonly id: string;
  /** Whose outline it lights: the component, `bar:<host>`, or `tbu:<root port>` for the TBU that translates. */
  readonly mark: string;
  readonly rect: Rect;
  /** Centre of the hop's number. */
  readonly badge: Badge;
}

/** Where the number of a hop stands, and how it makes room when it is drawn larger than it is. */
export interface Badge extends Point {
  /** How far right it moves once numbers are enlarged: `px` and as much again as `perScale` times their scale. */
  readonly aside: { readonly px: number; readonly perScale: number };
}

/** A leg of a route as drawn: what the trace says and nothing else. */
export interface PathGeometry {
  readonly segments: readonly PathSegment[];
  readonly stops: readonly PathStop[];
  /** Links that the path uses both ways: their resting line gives way to two lanes. */
  readonly twoWayLinks: ReadonlySet<number>;
}

/** A box of one line, as a TBU or an upstream port. */
export const isLow = (rect: Rect): boolean => rect.height <= 30;

/** The name of a box narrower than this leaves no room for enlarged numbers, px. */
const NARROW = 100;

/**
 * How much of the upper right corner of a card belongs to numbers; a low box has them in its middle. Enlarged, they
 * spread to the left, and stand beside a narrow box.
 */
function badgeAt(rect: Rect, place: number, count: number): Badge {
  const low = isLow(rect);
  const inset = low ? rect.height / 2 : 15;
  const right = rect.x + rect.width - inset - (low ? 1 : 0);
  const behind = (count - 1 - place) * BADGE.pitch;
  const x = right - behind;
  const aside =
    rect.width < NARROW
      ? { px: rect.x + rect.width + 2 - x, perScale: BADGE.size / 2 + place * BADGE.pitch }
      : { px: behind, perScale: -behind };
  return { x, y: rect.y + inset, aside };
}

/** From this length on a run along the interconnect passes behind the host bridge's name, px. */
const LONG_RUN = 240;

/** Where a path runs along the interconnect: on the run, or where it arrives. */
function onTheBar(rect: Rect, segments: readonly PathSegment[], hop: number): Rect {
  const y = centerY(rect);
  const points = [segments[hop - 1], segments[hop]].flatMap(
    (segment) => segment?.lines.flat() ?? [],
  );
  // The other socket's interconnect may be level with this one.
  const isOn = ({ x, y: at }: Point): boolean =>
    at === y && x >= rect.x && x <= rect.x + rect.width;
  const xs = points.filter(isOn).map((point) => point.x);
  if (xs.length === 0) return rect;
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  // The name of the host bridge stands in the middle of a long run.
  const x = left + (right - left) * (right - left > LONG_RUN ? 0.25 : 0.5);
  return { x: x - BADGE.size / 2, y: y - BADGE.size / 2, width: BADGE.size, height: BADGE.size };
}

/**
 * Draws a leg of a route: one segment from each hop to the next, one stop for each hop. Nothing is drawn that
 * the hops do not say.
 */
export function pathGeometry(machine: Machine, scene: Scene, hops: readonly Hop[]): PathGeometry {
  const walker = new Walker(machine, scene, hops);
  const segments: PathSegment[] = [];
  const found: { hop: number; id: string; mark: string; rect: Rect; isBar: boolean }[] = [];
  hops.forEach((hop, index) => {
    const next = hops[index + 1];
    const id = componentAt(machine, hop.place);
    const stand = walker.stand(hop.place);
    if (id !== null && stand) {
      const { rect, tbuOf } = walker.rectOf(hop, stand.anchor);
      const isBar = stand.anchor.kind === 'bar' && tbuOf === null;
      const mark = isBar ? `bar:${id}` : tbuOf === null ? id : `tbu:${tbuOf}`;
      found.push({ hop: index, id, mark, rect, isBar });
    }
    const lines = next ? walker.advance(hop, next) : [];
    segments.push({ hop: index, verdict: hop.verdict, lines });
  });
  let last: Badge | null = null;
  const stops = found.map(({ isBar, ...stop }): PathStop => {
    if (isBar) {
      const rect = onTheBar(stop.rect, segments, stop.hop);
      const at: Badge = { x: centerX(rect), y: centerY(rect), aside: { px: 0, perScale: 0 } };
      const isHidden = last !== null && last.y === at.y && Math.abs(last.x - at.x) < BADGE.pitch;
      last = isHidden && last ? { ...at, x: last.x + BADGE.pitch } : at;
      return { ...stop, rect, badge: last };
    }
    const here = found.filter(({ mark }) => mark === stop.mark);
    const place = here.findIndex(({ hop }) => hop === stop.hop);
    return { ...stop, badge: badgeAt(stop.rect, place, here.length) };
  });
  return { segments, stops, twoWayLinks: new Set(walker.lanes.links.keys()) };
}

/** The point at `share` (0 to 1) of a segment's whole length, gaps behind cards included. */
export function pointAlong(lines: readonly (readonly Point[])[], share: number): Point | null {
  const points = lines.flat();
  const [first] = points;
  if (!first) return null;
  const lengths = points.slice(1).map((point, i) => {
    const before = points[i] ?? point;
    return Math.abs(point.x - before.x) + Math.abs(point.y - before.y);
  });
  let left = share * lengths.reduce((sum, length) => sum + length, 0);
  for (const [i, length] of lengths.entries()) {
    const a = points[i] ?? first;
    const b = points[i + 1] ?? a;
    if (left <= length) {
      const part = length === 0 ? 0 : left / length;
      return { x: a.x + (b.x - a.x) * part, y: a.y + (b.y - a.y) * part };
    }
    left -= length;
  }
  return points.at(-1) ?? first;
}
