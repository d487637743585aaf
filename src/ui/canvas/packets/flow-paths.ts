import type { Machine } from '../../../core/machine/types.ts';
import type { FlowInfo } from '../../../core/sim/types.ts';
import { hopsOf } from '../../../core/pcie/hops-of.ts';
import { tlpKindOf } from '../../words/tlp-kind.ts';
import type { Look } from './sprites.ts';
import { pathGeometry, pointAlong } from '../path-geometry.ts';
import type { PathGeometry, PathSegment } from '../path-geometry.ts';
import type { Point, Scene } from '../scene.ts';

/** A place on a path and the direction of travel there, radians. */
export interface Spot extends Point {
  readonly angle: number;
}

const AT_DIGITS = {
  untranslated: '00',
  translationRequest: '01',
  translated: '10',
  reserved: '11',
} as const;

interface Flow {
  readonly geometry: PathGeometry;
  /** Index of the hop that leaves on a directed link. */
  readonly hopByLink: ReadonlyMap<number, number>;
  /** What its TLPs look like after each hop. */
  readonly looks: readonly Look[];
  /** Per hop whether the TLP leaves it on a link. */
  readonly leaves: readonly boolean[];
  /** Per hop its way as x, y, and the length up to there; null: it has none. Made when first needed. */
  readonly tracks: (Float64Array | null | undefined)[];
}

/** A way as triples of x, y and the length up to there. */
function trackOf(lines: readonly (readonly Point[])[]): Float64Array | null {
  const points = lines.flat();
  if (points.length === 0) return null;
  const track = new Float64Array(3 * points.length);
  let length = 0;
  points.forEach(({ x, y }, i) => {
    const before = points[i - 1];
    if (before) length += Math.abs(x - before.x) + Math.abs(y - before.y);
    track.set([x, y, length], 3 * i);
  });
  return track;
}

/** A packet at rest stands beside the card that it leaves or reaches, not on its name, px. */
const BESIDE = 14;

/** A way without its first `cut` px. */
function shortened(line: readonly Point[], cut: number): Point[] {
  const [from, to, ...rest] = line;
  if (!from || !to) return [...line];
  const length = Math.abs(to.x - from.x) + Math.abs(to.y - from.y);
  if (length < cut) return shortened([to, ...rest], cut - length);
  const share = length === 0 ? 0 : cut / length;
  const start = { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
  return [start, to, ...rest];
}

/** How much of a way lies beside the card at one end of it, px; a short way is kept whole, or its other end would be covered. */
function besideOf(line: readonly Point[], atEnds: boolean): number {
  let length = 0;
  line.forEach((point, i) => {
    const before = line[i - 1] ?? point;
    length += Math.abs(point.x - before.x) + Math.abs(point.y - before.y);
  });
  if (atEnds) return Math.min(BESIDE, length / 2);
  return length > 4 * BESIDE ? BESIDE : 0;
}

/** The way of packets: as drawn, but each hop starts beside its card, and the last one ends short of the last card. */
function besideCards(segments: readonly PathSegment[]): PathSegment[] {
  const first = segments.findIndex(({ lines }) => lines.length > 0);
  const last = segments.findLastIndex(({ lines }) => lines.length > 0);
  return segments.map((segment, index) => {
    const lines = segment.lines.map((line, i) => {
      let way: readonly Point[] = line;
      if (i === 0) way = shortened(way, besideOf(way, index === first));
      if (i === segment.lines.length - 1 && index === last) {
        way = shortened(way.toReversed(), besideOf(way, true)).toReversed();
      }
      return way;
    });
    return { ...segment, lines };
  });
}

/** Paths and looks of the flows of a run, each made when it is first needed. */
export class FlowPaths {
  private readonly machine: Machine;
  private readonly scene: Scene;
  private readonly flows: readonly FlowInfo[];
  private readonly made = new Map<number, Flow | null>();

  constructor(machine: Machine, scene: Scene, flows: readonly FlowInfo[]) {
    this.machine = machine;
    this.scene = scene;
    this.flows = flows;
  }

  private of(flow: number): Flow | null {
    const kept = this.made.get(flow);
    if (kept !== undefined) return kept;
    const info = this.flows[flow];
    const made = info ? this.make(info) : null;
    this.made.set(flow, made);
    return made;
  }

  private make(info: FlowInfo): Flow {
    const hops = hopsOf(info);
    const kind = tlpKindOf(info);
    const hopByLink = new Map<number, number>();
    hops.forEach(({ leavesOn }, hop) => {
      if (leavesOn !== null) hopByLink.set(leavesOn, hop);
    });
    const looks = hops.map(({ at, t, verdict }): Look => {
      const isEnd = verdict === 'blocked' || verdict === 'fault';
      return isEnd
        ? { shape: 'cross', class: 'fault', letter: '', at: '00', t: 0 }
        : { shape: kind.shape, class: kind.class, letter: kind.letter, at: AT_DIGITS[at], t };
    });
    const geometry = pathGeometry(this.machine, this.scene, hops);
    return {
      geometry: { ...geometry, segments: besideCards(geometry.segments) },
      hopByLink,
      looks,
      leaves: hops.map(({ leavesOn }) => leavesOn !== null),
      tracks: [],
    };
  }

  /** Index of the hop that leaves on a directed link, or -1. */
  hopOn(flow: number, link: number): number {
    return this.of(flow)?.hopByLink.get(link) ?? -1;
  }

  /** How a TLP looks after a hop; null for a hop that the flow does not have. */
  look(flow: number, hop: number): Look | null {
    return this.of(flow)?.looks[hop] ?? null;
  }

  /** The spot at `share` (0 to 1) of the way from a hop to the next place. */
  along(flow: number, hop: number, share: number): Spot | null {
    return this.between(flow, { from: hop, to: hop }, share);
  }

  /**
   * Writes the spot at `share` (0 to 1) of the way from a hop to the next place into `out` as x and y, without
   * making anything: for pictures of very many packets.
   *
   * @returns false where the hop has no way.
   */
  spotInto(out: Float64Array, flow: number, hop: number, share: number): boolean {
    const made = this.of(flow);
    if (made === null || hop < 0) return false;
    let track = made.tracks[hop];
    if (track === undefined) {
      track = trackOf(made.geometry.segments[hop]?.lines ?? []);
      made.tracks[hop] = track;
    }
    if (track === null) return false;
    const last = track.length - 3;
    const goal = share * (track[last + 2] ?? 0);
    let at = 3;
    while (at < last && (track[at + 2] ?? 0) < goal) at += 3;
    if (at > last) at = last;
    const before = Math.max(0, at - 3);
    const from = track[before + 2] ?? 0;
    const span = (track[at + 2] ?? 0) - from;
    const part = span === 0 ? 1 : (goal - from) / span;
    const x = track[before] ?? 0;
    const y = track[before + 1] ?? 0;
    out[0] = x + ((track[at] ?? 0) - x) * part;
    out[1] = y + ((track[at + 1] ?? 0) - y) * part;
    return true;
  }

  /** The hop at which a TLP ends by a fault after it came over the link behind `hop`, with no link between; else null. */
  faultBehind(flow: number, hop: number): number | null {
    const made = this.of(flow);
    if (made === null || hop < 0) return null;
    for (let next = hop + 1; next < made.looks.length; next++) {
      if (made.looks[next]?.class === 'fault') return next;
      if (made.leaves[next] === true) return null;
    }
    return null;
  }

  /** The spot at `share` of the way that several hops make, first and last included. */
  between(
    flow: number,
    hops: { readonly from: number; readonly to: number },
    share: number,
  ): Spot | null {
    const segments = this.of(flow)?.geometry.segments.slice(hops.from, hops.to + 1) ?? [];
    const lines = segments.flatMap((segment) => segment.lines);
    const here = pointAlong(lines, share);
    const ahead = pointAlong(lines, Math.min(1, share + 0.02));
    const behind = pointAlong(lines, Math.max(0, share - 0.02));
    if (!here || !ahead || !behind) return null;
    return { ...here, angle: Math.atan2(ahead.y - behind.y, ahead.x - behind.x) };
  }

  /** Where a TLP rests at a hop: where its way there ends, or on the place itself if it never moved. */
  rest(flow: number, hop: number): Spot | null {
    const geometry = this.of(flow)?.geometry;
    if (!geometry) return null;
    for (let before = hop - 1; before >= 0; before--) {
      const spot = this.along(flow, before, 1);
      if (spot) return spot;
    }
    const rect = geometry.stops.find((stop) => stop.hop === hop)?.rect;
    return rect ? { x: rect.x + rect.width / 2, y: rect.y, angle: -Math.PI / 2 } : null;
  }
}
