import type { Machine } from '../../core/machine/types.ts';
import type { Hop, Place } from '../../core/pcie/types.ts';
import { componentAt } from '../../core/pcie/component-at.ts';
import { lanesOf } from './lanes.ts';
import type { Lanes } from './lanes.ts';
import { Pen } from './pen.ts';
import { attachX } from './scene.ts';
import type { Anchor, Point, Rect, Scene } from './scene.ts';
import { PORT, SWITCH, TBU } from './sizes.ts';

export const centerX = ({ x, width }: Rect): number => x + width / 2;
export const centerY = ({ y, height }: Rect): number => y + height / 2;
const bottom = ({ y, height }: Rect): number => y + height;

/** Room beside a stack of functions for the way from one to another, px. */
const ASIDE = 12;

/** Between the end of an interconnect and where a path to the other socket leaves it, px. */
const EDGE = 10;

/** Something of the drawing that a hop takes place at. */
interface Stand {
  readonly anchor: Anchor;
  /** The function's index; null for host bridges, IOMMUs and memories. */
  readonly fn: number | null;
}

/** Walks a leg of a route over the scene, from place to place. */
export class Walker {
  readonly lanes: Lanes;
  private readonly pen: Pen;
  private readonly machine: Machine;
  private readonly scene: Scene;
  /** Root ports that the leg goes up through and comes down through. */
  private readonly climbs: ReadonlySet<string>;
  /** The root port that the leg came up through last: its TBU translates. */
  private ingress: Anchor | null = null;

  constructor(machine: Machine, scene: Scene, hops: readonly Hop[]) {
    this.machine = machine;
    this.scene = scene;
    this.lanes = lanesOf(machine, scene, hops);
    const first = hops[0] ? this.stand(hops[0].place) : null;
    const start: Point = first
      ? { x: centerX(first.anchor.rect), y: first.anchor.rect.y }
      : { x: 0, y: 0 };
    this.pen = new Pen(start);
    const seen = new Map<string, number>();
    for (const { place } of hops) {
      const id = componentAt(machine, place);
      if (id !== null) seen.set(id, (seen.get(id) ?? 0) + 1);
    }
    this.climbs = new Set([...seen].flatMap(([id, count]) => (count > 1 ? [id] : [])));
  }

  /** What stands for a place, or null where the drawing does not have it. */
  stand(place: Place): Stand | null {
    const anchor = this.scene.anchors.get(componentAt(this.machine, place) ?? '');
    return anchor ? { anchor, fn: place.kind === 'function' ? place.index : null } : null;
  }

  /** The box of a hop: of a translation the TBU in front of the port that the TLP came through. */
  rectOf(hop: Hop, anchor: Anchor): { readonly rect: Rect; readonly tbuOf: string | null } {
    const tbu = this.isAtTbu(hop) ? this.tbu() : null;
    return tbu ?? { rect: anchor.rect, tbuOf: null };
  }

  /** From the place of one hop to that of the next; the lines drawn. */
  advance(hop: Hop, next: Hop): Point[][] {
    const from = this.stand(hop.place);
    const to = this.stand(next.place);
    if (!from || !to) return [];
    if (hop.leavesOn === null) this.inside(from, to, { hop, next });
    else this.overLink(from, to, hop.leavesOn);
    return this.pen.take();
  }

  private standOf(fn: number | undefined): Stand | null {
    return fn === undefined ? null : this.stand({ kind: 'function', index: fn });
  }

  private overLink(from: Stand, to: Stand, directed: number): void {
    const index = Math.floor(directed / 2);
    const wire = this.machine.links[index];
    const port = this.standOf(wire?.port);
    const device = this.standOf(wire?.device[0]);
    if (!port || !device) return;
    const isUp = directed % 2 === 0;
    const lane = this.lanes.links.get(index)?.[isUp ? 'up' : 'down'] ?? 0;
    const [start, end] = isUp ? [device, port] : [port, device];
    if (from.anchor !== start.anchor) this.inside(from, start);
    const [startY, endY] = isUp
      ? [start.anchor.rect.y, bottom(end.anchor.rect)]
      : [bottom(start.anchor.rect), end.anchor.rect.y];
    const startX = centerX(start.anchor.rect) + lane;
    const endX = centerX(end.anchor.rect) + lane;
    this.pen.jump(startX, startY);
    if (startX !== endX) this.pen.across((startY + endY) / 2 + (isUp ? 1 : -1) * lane * 0.5, endX);
    this.pen.to(endX, endY);
    if (end.anchor !== to.anchor) this.inside(end, to);
  }

  /** Inside a box: a switch, a host, a device of several functions, the bus of a bridge. */
  private inside(from: Stand, to: Stand, hops?: { readonly hop: Hop; readonly next: Hop }): void {
    const [a, b] = [from.anchor, to.anchor];
    if (a === b && hops?.hop.place.kind !== 'hostBridge') return;
    if (a.kind === 'port' && b.kind === 'usp') this.upInSwitch(from, to);
    else if (a.kind === 'usp' && b.kind === 'port') this.downInSwitch(from, to);
    else if (a.kind === 'port' && b.kind === 'port' && a.boxId === b.boxId) this.turn(a, b);
    else if (a.kind === 'card' && b.kind === 'card') this.besideCards(a, b);
    else this.inHost(a, b, hops?.next ?? null);
  }

  private laneBelow({ fn }: Stand, way: 'up' | 'down'): number {
    const link = fn === null ? null : (this.machine.functions[fn]?.linkBelow ?? null);
    return link === null ? 0 : (this.lanes.links.get(link)?.[way] ?? 0);
  }

  private upInSwitch(from: Stand, to: Stand): void {
    const { up } = this.lanes.switches.get(to.fn ?? -1) ?? { up: { lane: 0, bus: SWITCH.bus } };
    const top = centerY(to.anchor.rect);
    this.pen.jump(centerX(from.anchor.rect) + this.laneBelow(from, 'up'), from.anchor.rect.y);
    this.pen.across(top + up.bus, centerX(to.anchor.rect) + up.lane);
    this.pen.to(this.pen.at.x, bottom(to.anchor.rect));
  }

  private downInSwitch(from: Stand, to: Stand): void {
    const ways = this.lanes.switches.get(from.fn ?? -1);
    const { down } = ways ?? { down: { lane: 0, bus: SWITCH.bus } };
    const top = centerY(from.anchor.rect);
    this.pen.jump(centerX(from.anchor.rect) + down.lane, bottom(from.anchor.rect));
    this.pen.across(top + down.bus, centerX(to.anchor.rect) + this.laneBelow(to, 'down'));
    this.pen.to(this.pen.at.x, to.anchor.rect.y);
  }

  private turn(from: Anchor, to: Anchor): void {
    const top = from.rect.y - (SWITCH.height + PORT.below - PORT.height);
    this.pen.jump(centerX(from.rect), from.rect.y);
    this.pen.across(top + SWITCH.bus, centerX(to.rect));
    this.pen.to(centerX(to.rect), to.rect.y);
  }

  /** From one function to another: down the side of their cards, or along the bus of a bridge. */
  private besideCards(from: Anchor, to: Anchor): void {
    if (from.boxId !== to.boxId) {
      const [upper, lower] = from.rect.y < to.rect.y ? [from, to] : [to, from];
      const middle = (bottom(upper.rect) + lower.rect.y) / 2;
      const isDown = upper === from;
      this.pen.jump(centerX(from.rect), isDown ? bottom(from.rect) : from.rect.y);
      this.pen.across(middle, centerX(to.rect));
      this.pen.to(centerX(to.rect), isDown ? to.rect.y : bottom(to.rect));
      return;
    }
    const right = from.rect.x + from.rect.width;
    this.pen.jump(right, centerY(from.rect));
    this.pen.to(right + ASIDE, centerY(from.rect));
    this.pen.to(right + ASIDE, centerY(to.rect));
    this.pen.to(right, centerY(to.rect));
  }

  /** Offset of what goes up or comes down between a root port and the interconnect. */
  private hostLane(port: Anchor, way: 'up' | 'down'): number {
    const id = this.idOf(port);
    if (this.scene.tbus.has(id)) return way === 'up' ? TBU.shift : -TBU.shift;
    if (!this.climbs.has(id)) return 0;
    const fn = this.machine.functionById.get(id);
    const link = fn === undefined ? null : (this.machine.functions[fn]?.linkBelow ?? null);
    const lanes = link === null ? undefined : this.lanes.links.get(link);
    return lanes?.[way] ?? 0;
  }

  private idOf(anchor: Anchor): string {
    for (const [id, one] of this.scene.anchors) if (one === anchor) return id;
    return '';
  }

  private inHost(from: Anchor, to: Anchor, next: Hop | null): void {
    const own = this.barOf(from);
    const target = this.barOf(to);
    if (!own || !target) return;
    if (from.kind === 'port') {
      this.ingress = from;
      this.pen.jump(centerX(from.rect) + this.hostLane(from, 'up'), from.rect.y);
    } else if (from.kind === 'inner' || from.kind === 'card') {
      this.pen.jump(attachX(from.rect, own.rect), from.rect.y);
    }
    if (next && this.isAtTbu(next) && this.climbToTbu()) return;
    const y = centerY(own.rect);
    this.leaveTbu();
    this.pen.to(this.pen.at.x, y);
    if (to === target) {
      // Along the interconnect to the other socket, or to where this host bridge decides.
      if (own !== target) this.toSocket(own.rect, target.rect);
      return;
    }
    if (own !== target) this.toSocket(own.rect, target.rect);
    const x =
      to.kind === 'port'
        ? centerX(to.rect) + this.hostLane(to, 'down')
        : attachX(to.rect, target.rect);
    this.pen.across(centerY(target.rect), x);
    this.pen.to(x, to.rect.y);
  }

  /** From the root port up to its TBU; false where there is none. */
  private climbToTbu(): boolean {
    const tbu = this.tbu();
    if (!tbu || !this.ingress) return false;
    this.pen.to(this.pen.at.x, bottom(tbu.rect));
    return true;
  }

  /** Past the TBU in front of the port that the TLP came through: behind it, and out at its top. */
  private leaveTbu(): void {
    const tbu = this.tbu();
    const { x, y } = this.pen.at;
    if (!tbu || y < tbu.rect.y || x < tbu.rect.x || x > tbu.rect.x + tbu.rect.width) return;
    this.pen.to(x, bottom(tbu.rect));
    this.pen.jump(x, tbu.rect.y);
  }

  private isAtTbu({ place, verdict }: Hop): boolean {
    if (place.kind === 'iommu') return true;
    const isTranslating = verdict === 'translated' || verdict === 'fault';
    return place.kind === 'hostBridge' && isTranslating && this.tbu() !== null;
  }

  private tbu(): { readonly rect: Rect; readonly tbuOf: string } | null {
    const port = this.ingress === null ? '' : this.idOf(this.ingress);
    const rect = this.scene.tbus.get(port);
    return rect ? { rect, tbuOf: port } : null;
  }

  /** Along one interconnect, over to the other socket above the names, and onto its interconnect. */
  private toSocket(own: Rect, target: Rect): void {
    if (own.y !== target.y) {
      this.pen.across(centerY(target), this.clamped(target));
      return;
    }
    const isRight = target.x > own.x;
    const leave = isRight ? own.x + own.width - EDGE : own.x + EDGE;
    const enter = isRight ? target.x + EDGE : target.x + target.width - EDGE;
    this.pen.to(leave, centerY(own));
    this.pen.across(own.y - EDGE / 2, enter);
    this.pen.to(enter, centerY(target));
  }

  private clamped({ x, width }: Rect): number {
    return Math.min(Math.max(this.pen.at.x, x + 16), x + width - 16);
  }

  private barOf(anchor: Anchor): Anchor | null {
    const bar = this.scene.anchors.get(anchor.boxId);
    return bar?.kind === 'bar' ? bar : null;
  }
}
