import type { Machine } from '../../core/machine/types.ts';
import type { FlowInfo, TraceEvent } from '../../core/sim/types.ts';
import type { SegmentReader } from '../../store/frames.ts';
import { hopsOf } from '../explain/explanation.ts';
import { pathGeometry, pointAlong } from './path-geometry.ts';
import type { PathGeometry } from './path-geometry.ts';
import type { Point, Scene } from './scene.ts';

/** A packet at one instant, in canvas coordinates. */
export interface Packet extends Point {
  readonly tlpId: number;
  readonly flow: number;
  readonly hop: number;
  /** Direction of travel, radians. */
  readonly angle: number;
}

/** The geometry of every flow of a run, made when it is first needed. */
export class FlowPaths {
  private readonly machine: Machine;
  private readonly scene: Scene;
  private readonly flows: readonly FlowInfo[];
  private readonly made = new Map<number, PathGeometry>();

  constructor(machine: Machine, scene: Scene, flows: readonly FlowInfo[]) {
    this.machine = machine;
    this.scene = scene;
    this.flows = flows;
  }

  of(flow: number): PathGeometry | null {
    const kept = this.made.get(flow);
    if (kept) return kept;
    const info = this.flows[flow];
    if (!info) return null;
    const geometry = pathGeometry(this.machine, this.scene, hopsOf(info));
    this.made.set(flow, geometry);
    return geometry;
  }

  /** Index of the hop that leaves on a directed link, or -1. */
  hopOn(flow: number, link: number): number {
    const info = this.flows[flow];
    return info ? hopsOf(info).findIndex(({ leavesOn }) => leavesOn === link) : -1;
  }
}

function along(paths: FlowPaths, flow: number, hop: number, share: number) {
  const segment = paths.of(flow)?.segments.find((one) => one.hop === hop);
  if (!segment) return null;
  const here = pointAlong(segment.lines, share);
  const ahead = pointAlong(segment.lines, Math.min(1, share + 0.02));
  const behind = pointAlong(segment.lines, Math.max(0, share - 0.02));
  if (!here || !ahead || !behind) return null;
  return { ...here, angle: Math.atan2(ahead.y - behind.y, ahead.x - behind.x) };
}

/**
 * Where every packet is at an instant: TLPs on links by their segments, the followed TLP also inside
 * components, between two of its events.
 *
 * @param followed events of the followed transaction, rising in time.
 */
export function packetsAt(
  paths: FlowPaths,
  segments: SegmentReader,
  followed: readonly TraceEvent[],
  tPs: number,
): Packet[] {
  const packets: Packet[] = [];
  const followedIds = new Set(followed.map(({ tlpId }) => tlpId));
  for (let i = 0; i < segments.count; i++) {
    const startPs = segments.startPs(i);
    const arrivePs = segments.arrivePs(i);
    const tlpId = segments.tlpId(i);
    if (tPs < startPs || tPs > arrivePs || followedIds.has(tlpId)) continue;
    const flow = segments.flow(i);
    const hop = paths.hopOn(flow, segments.link(i));
    const share = arrivePs === startPs ? 1 : (tPs - startPs) / (arrivePs - startPs);
    const at = along(paths, flow, hop, share);
    if (at) packets.push({ ...at, tlpId, flow, hop });
  }
  const own = followedPacket(paths, followed, tPs);
  return own ? [...packets, own] : packets;
}

/** The followed TLP between its last event and the next one; at rest where its journey ends. */
function followedPacket(
  paths: FlowPaths,
  events: readonly TraceEvent[],
  tPs: number,
): Packet | null {
  const at = events.findLastIndex((event) => event.tPs <= tPs);
  const now = events[at];
  if (!now) return null;
  const next = events[at + 1];
  const { tlpId, flow, hop } = now;
  if (next && next.flow === flow && next.tlpId === tlpId) {
    const share = next.tPs === now.tPs ? 1 : (tPs - now.tPs) / (next.tPs - now.tPs);
    const place = along(paths, flow, hop, share);
    return place ? { ...place, tlpId, flow, hop } : null;
  }
  const stop = paths.of(flow)?.stops.find((one) => one.hop === hop);
  if (!stop) return null;
  const { x, y, width, height } = stop.rect;
  return { x: x + width / 2, y: y + height / 2, angle: 0, tlpId, flow, hop };
}
