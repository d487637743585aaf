import type { Machine } from '../../core/machine/types.ts';
import type { Hop, Place, Verdict } from '../../core/pcie/types.ts';
import { LANE, PORT, SWITCH, TBU } from './sizes.ts';
import type { Anchor, Point, Rect, Scene } from './scene.ts';

/** One hop's way to the next place: lines that stop at the edges of cards and go on behind them. */
export interface PathSegment {
  /** Index of the hop in its leg; the segment is drawn in that hop's verdict. */
  readonly hop: number;
  readonly verdict: Verdict;
  readonly lines: readonly (readonly Point[])[];
}

/** A place that the path visits, for its badge and outline. */
export interface PathStop {
  readonly hop: number;
  /** Id of the component in the document. */
  readonly id: string;
  readonly rect: Rect;
}

/** A leg of a route as drawn: what the trace says and nothing else. */
export interface PathGeometry {
  readonly segments: readonly PathSegment[];
  readonly stops: readonly PathStop[];
}

/** The component of the document that stands for a place; a virtual function is drawn at its physical function. */
export function componentAt(machine: Machine, place: Place): string | null {
  switch (place.kind) {
    case 'function': {
      const found = machine.functions[place.index];
      const physical = found?.physicalFunction ?? null;
      const shown = physical === null ? found : machine.functions[physical];
      return shown?.id ?? null;
    }
    case 'hostBridge':
      return machine.hostBridges[place.index]?.id ?? null;
    case 'iommu':
      return machine.iommus[place.index] ?? null;
    case 'memory':
      return machine.memories[place.index]?.id ?? null;
  }
}

const centerX = ({ rect }: Anchor): number => rect.x + rect.width / 2;
const bottom = ({ rect }: Anchor): number => rect.y + rect.height;
const barY = ({ rect }: Anchor): number => rect.y + rect.height / 2;

/** The pen: draws orthogonal lines and jumps behind cards. */
class Pen {
  private readonly done: Point[][] = [];
  private line: Point[];

  constructor(start: Point) {
    this.line = [start];
  }

  get at(): Point {
    return this.line.at(-1) ?? { x: 0, y: 0 };
  }

  to(x: number, y: number): void {
    const { at } = this;
    if (at.x !== x || at.y !== y) this.line.push({ x, y });
  }

  /** Sideways first on a horizontal of its own, then on to the point. */
  across(y: number, x: number): void {
    this.to(this.at.x, y);
    this.to(x, y);
  }

  /** Goes on elsewhere, behind what lies between. */
  jump(x: number, y: number): void {
    if (this.line.length > 1) this.done.push(this.line);
    this.line = [{ x, y }];
  }

  take(): Point[][] {
    const lines = [...this.done, ...(this.line.length > 1 ? [this.line] : [])];
    this.done.length = 0;
    this.line = [this.at];
    return lines;
  }
}

/** How far from its centre each directed link of a leg is drawn: beside the other direction when both are used. */
export function lanesOf(machine: Machine, scene: Scene, hops: readonly Hop[]): Map<number, number> {
  const used = new Set(hops.flatMap(({ leavesOn }) => (leavesOn === null ? [] : [leavesOn])));
  const lanes = new Map<number, number>();
  for (const link of used) {
    const other = link ^ 1;
    if (!used.has(other) || link % 2 === 1) continue;
    // The direction whose far end lies further left takes the left lane, so that the two do not cross.
    const upFrom = sideOf(machine, scene, hops, link, -1);
    const downTo = sideOf(machine, scene, hops, other, 1);
    const isUpLeft = upFrom !== null && downTo !== null && upFrom < downTo;
    lanes.set(link, isUpLeft ? -LANE : LANE);
    lanes.set(other, isUpLeft ? LANE : -LANE);
  }
  return lanes;
}

/** Where the hop before (-1) a link or after (1) it stands, sideways. */
function sideOf(
  machine: Machine,
  scene: Scene,
  hops: readonly Hop[],
  link: number,
  step: -1 | 1,
): number | null {
  const at = hops.findIndex(({ leavesOn }) => leavesOn === link);
  const wire = machine.links[Math.floor(link / 2)];
  const near = step === -1 ? [at, at - 1] : [at + 1, at + 2];
  const skip = new Set([wire?.port, ...(wire?.device ?? [])]);
  for (const index of near) {
    const place = hops[index]?.place;
    if (place?.kind !== 'function' || skip.has(place.index)) continue;
    const anchor = scene.anchors.get(componentAt(machine, place) ?? '');
    if (anchor) return centerX(anchor);
  }
  return null;
}

/** Draws one leg of a route on the scene. */
class Walker {
  private readonly pen: Pen;
  private readonly machine: Machine;
  private readonly scene: Scene;
  private readonly lanes: ReadonlyMap<number, number>;
  /** The root port that the leg came up through or goes down through, for the TBU in front of it. */
  private ingress: Anchor | null = null;

  constructor(machine: Machine, scene: Scene, lanes: ReadonlyMap<number, number>, start: Point) {
    this.machine = machine;
    this.scene = scene;
    this.lanes = lanes;
    this.pen = new Pen(start);
  }

  anchor(place: Place): Anchor | null {
    return this.scene.anchors.get(componentAt(this.machine, place) ?? '') ?? null;
  }

  /** From the place of one hop to that of the next. */
  advance(hop: Hop, next: Hop): Point[][] {
    const from = this.anchor(hop.place);
    const to = this.anchor(next.place);
    if (!from || !to) return [];
    if (hop.leavesOn === null) this.inside(from, to);
    else this.overLink(from, to, hop.leavesOn);
    return this.pen.take();
  }

  private functionAnchor(index: number | undefined): Anchor | null {
    return index === undefined ? null : this.anchor({ kind: 'function', index });
  }

  private overLink(from: Anchor, to: Anchor, link: number): void {
    const wire = this.machine.links[Math.floor(link / 2)];
    const port = this.functionAnchor(wire?.port);
    const device = this.functionAnchor(wire?.device[0]);
    if (!port || !device) return;
    const lane = this.lanes.get(link) ?? 0;
    const isUp = link % 2 === 0;
    const [start, end] = isUp ? [device, port] : [port, device];
    if (from !== start) this.inside(from, start, lane);
    const [startY, endY] = isUp ? [start.rect.y, bottom(end)] : [bottom(start), end.rect.y];
    const startX = centerX(start) + lane;
    const endX = centerX(end) + lane;
    this.pen.jump(startX, startY);
    if (startX !== endX) this.pen.across((startY + endY) / 2, endX);
    this.pen.to(endX, endY);
    if (end !== to) this.inside(end, to, lane);
  }

  /** Inside a box, or between boxes that no link joins: switches, hosts, bridges. */
  private inside(from: Anchor, to: Anchor, lane = 0): void {
    if (from === to) return;
    if (from.kind === 'port' && to.kind === 'usp') this.upInSwitch(from, to, lane);
    else if (from.kind === 'usp' && to.kind === 'port') this.downInSwitch(from, to);
    else if (from.kind === 'port' && to.kind === 'port' && from.boxId === to.boxId) {
      this.turnInSwitch(from, to);
    } else this.inHost(from, to);
  }

  private upInSwitch(from: Anchor, to: Anchor, lane: number): void {
    const box = to.rect.y + to.rect.height / 2;
    this.pen.jump(centerX(from), from.rect.y);
    this.pen.across(box + SWITCH.busLower, centerX(to) + lane);
    this.pen.to(centerX(to) + lane, bottom(to));
  }

  private downInSwitch(from: Anchor, to: Anchor): void {
    const box = from.rect.y + from.rect.height / 2;
    const x = this.pen.at.x;
    this.pen.jump(x, bottom(from));
    this.pen.across(box + SWITCH.busTop, centerX(to));
    this.pen.to(centerX(to), to.rect.y);
  }

  private turnInSwitch(from: Anchor, to: Anchor): void {
    const boxTop = from.rect.y - (SWITCH.height + PORT.below - PORT.height);
    const y = boxTop + SWITCH.busLower;
    this.pen.jump(centerX(from), from.rect.y);
    this.pen.across(y, centerX(to));
    this.pen.to(centerX(to), to.rect.y);
  }

  private inHost(from: Anchor, to: Anchor): void {
    const bar = this.barOf(from) ?? this.barOf(to);
    if (from.kind === 'port') {
      this.ingress = from;
      this.pen.jump(centerX(from) + TBU.shift, from.rect.y);
      if (to.kind === 'tcu') {
        this.pen.to(this.pen.at.x, from.rect.y - 8);
        return;
      }
    } else if (from.kind === 'tcu' && this.ingress) {
      this.pen.jump(centerX(this.ingress) + TBU.shift, this.tbuTop(this.ingress));
    } else if (from.kind === 'inner' || from.kind === 'card') {
      this.pen.jump(centerX(from), from.rect.y);
    }
    if (!bar) return;
    const y = barY(bar);
    if (to.kind === 'bar') {
      if (from.kind === 'bar') this.pen.across(y, this.pen.at.x);
      else this.pen.to(this.pen.at.x, y);
      const own = barY(to);
      if (own !== y || this.isOutside(to)) this.pen.across(own, this.nearestOn(to));
      return;
    }
    const target = this.barOf(to);
    if (target) this.pen.across(barY(target), this.entryX(to));
    this.pen.to(this.entryX(to), to.rect.y);
  }

  private isOutside(bar: Anchor): boolean {
    const { x } = this.pen.at;
    return x < bar.rect.x || x > bar.rect.x + bar.rect.width;
  }

  private nearestOn(bar: Anchor): number {
    return Math.min(Math.max(this.pen.at.x, bar.rect.x + 16), bar.rect.x + bar.rect.width - 16);
  }

  private entryX(to: Anchor): number {
    return to.kind === 'port' ? centerX(to) - TBU.shift : centerX(to);
  }

  private barOf(anchor: Anchor): Anchor | null {
    const bar = this.scene.anchors.get(anchor.boxId);
    return bar?.kind === 'bar' ? bar : null;
  }

  private tbuTop(port: Anchor): number {
    const bar = this.barOf(port);
    return bar === null ? port.rect.y : bar.rect.y + TBU.top - 12;
  }

  /** What stands for a place on this leg: the TBU in front of the root port, not the TCU, translates. */
  stopRect(place: Place, anchor: Anchor): Rect {
    if (place.kind !== 'iommu' || this.ingress === null) return anchor.rect;
    for (const [id, rect] of this.scene.tbus) {
      if (this.scene.anchors.get(id) === this.ingress) return rect;
    }
    return anchor.rect;
  }
}

/**
 * Draws a leg of a route: one segment from each hop to the next, one stop for each hop. Nothing is drawn that
 * the hops do not say.
 *
 * @param both all hops that are drawn together (request and completion), which decides the lanes.
 */
export function pathGeometry(
  machine: Machine,
  scene: Scene,
  hops: readonly Hop[],
  both: readonly Hop[] = hops,
): PathGeometry {
  const [first] = hops;
  const origin = first ? scene.anchors.get(componentAt(machine, first.place) ?? '') : undefined;
  if (!first || !origin) return { segments: [], stops: [] };
  const start = { x: centerX(origin), y: origin.rect.y };
  const walker = new Walker(machine, scene, lanesOf(machine, scene, both), start);
  const segments: PathSegment[] = [];
  const stops: PathStop[] = [];
  hops.forEach((hop, index) => {
    const id = componentAt(machine, hop.place);
    const anchor = walker.anchor(hop.place);
    const next = hops[index + 1];
    if (id !== null && anchor) {
      stops.push({ hop: index, id, rect: walker.stopRect(hop.place, anchor) });
    }
    if (next) {
      segments.push({ hop: index, verdict: hop.verdict, lines: walker.advance(hop, next) });
    }
  });
  return { segments, stops: stops.map((stop) => onTheBar(scene, hops, segments, stop)) };
}

/** A host bridge is a long bar: its stop is where the path runs along it. */
function onTheBar(
  scene: Scene,
  hops: readonly Hop[],
  segments: readonly PathSegment[],
  stop: PathStop,
): PathStop {
  const anchor = scene.anchors.get(stop.id);
  if (hops[stop.hop]?.place.kind !== 'hostBridge' || anchor?.kind !== 'bar') return stop;
  const y = barY(anchor);
  const near = [segments[stop.hop - 1], segments[stop.hop]].flatMap(
    (segment) => segment?.lines.flat() ?? [],
  );
  const on = near.filter((point) => point.y === y).map((point) => point.x);
  if (on.length === 0) return stop;
  const x = (Math.min(...on) + Math.max(...on)) / 2;
  return { ...stop, rect: { x: x - 10, y: y - 10, width: 20, height: 20 } };
}

/** The point at `share` (0 to 1) of a segment's whole length, gaps behind cards included. */
export function pointAlong(lines: readonly (readonly Point[])[], share: number): Point | null {
  const points = lines.flat();
  const first = points[0];
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
