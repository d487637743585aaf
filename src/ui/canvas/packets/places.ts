import type { TraceEvent } from '../../../core/sim/types.ts';
import type { SegmentReader } from '../../../store/frames.ts';
import type { FlowPaths, Spot } from './flow-paths.ts';

/** A packet at one instant, in canvas coordinates. */
export interface Packet extends Spot {
  readonly tlpId: number;
  readonly flow: number;
  readonly hop: number;
}

/** More packets than this are not followed through components: nobody could tell them apart. */
const MOST_INSIDE = 2_000;

/** The last link that a TLP came over and the next that it leaves on, around an instant; indices, -1 for none. */
interface Around {
  last: number;
  next: number;
  isOnLink: boolean;
}

/**
 * Where every packet is at an instant: on a link by its segment; inside a component between two of them; the
 * followed TLP by its events, also where no link is before or after.
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
  const around = new Map<number, Around>();
  for (let i = 0; i < segments.count; i++) {
    const tlpId = segments.tlpId(i);
    if (followedIds.has(tlpId)) continue;
    const startPs = segments.startPs(i);
    const arrivePs = segments.arrivePs(i);
    const isNow = startPs <= tPs && tPs < arrivePs;
    if (isNow) {
      const flow = segments.flow(i);
      const hop = paths.hopOn(flow, segments.link(i));
      const spot = paths.along(flow, hop, (tPs - startPs) / (arrivePs - startPs));
      if (spot) packets.push({ ...spot, tlpId, flow, hop });
    }
    if (segments.count <= MOST_INSIDE) note(around, segments, i, tPs);
  }
  for (const [tlpId, { last, next, isOnLink }] of around) {
    if (isOnLink || last < 0 || next < 0) continue;
    const inside = insidePacket(paths, segments, { last, next }, tPs);
    if (inside) packets.push({ ...inside, tlpId });
  }
  const ends = faultsAt(paths, segments, tPs).filter(({ tlpId }) => !followedIds.has(tlpId));
  const own = followedPacket(paths, followed, tPs);
  return [...packets, ...ends, ...(own ? [own] : [])];
}

function note(
  around: Map<number, Around>,
  segments: SegmentReader,
  index: number,
  tPs: number,
): void {
  const tlpId = segments.tlpId(index);
  let one = around.get(tlpId);
  if (!one) {
    one = { last: -1, next: -1, isOnLink: false };
    around.set(tlpId, one);
  }
  const startPs = segments.startPs(index);
  const arrivePs = segments.arrivePs(index);
  if (startPs <= tPs && tPs < arrivePs) one.isOnLink = true;
  else if (arrivePs <= tPs) {
    if (one.last < 0 || arrivePs > segments.arrivePs(one.last)) one.last = index;
  } else if (one.next < 0 || startPs < segments.startPs(one.next)) one.next = index;
}

/** A TLP between two links: from where it came in to where it goes out, behind the cards. */
function insidePacket(
  paths: FlowPaths,
  segments: SegmentReader,
  { last, next }: { readonly last: number; readonly next: number },
  tPs: number,
): Omit<Packet, 'tlpId'> | null {
  const flow = segments.flow(last);
  if (segments.flow(next) !== flow) return null;
  const from = paths.hopOn(flow, segments.link(last)) + 1;
  const to = paths.hopOn(flow, segments.link(next));
  const arrivePs = segments.arrivePs(last);
  const startPs = segments.startPs(next);
  const share = startPs === arrivePs ? 1 : (tPs - arrivePs) / (startPs - arrivePs);
  const spot =
    (from < to ? paths.between(flow, { from, to: to - 1 }, share) : null) ??
    paths.along(flow, from - 1, 1);
  return spot ? { ...spot, flow, hop: Math.min(from, to) } : null;
}

/** How many TLPs are on wires at an instant. */
export function onWires(segments: SegmentReader, tPs: number): number {
  let count = 0;
  for (let i = 0; i < segments.count; i++) {
    if (segments.startPs(i) <= tPs && tPs < segments.arrivePs(i)) count += 1;
  }
  return count;
}

/** A TLP that ended by a fault is shown for so long, ps: as long as segments are kept. */
const FAULT_PS = 1_000_000;

/** The TLPs that ended by a fault a moment ago, where they ended. */
export function faultsAt(paths: FlowPaths, segments: SegmentReader, tPs: number): Packet[] {
  const faults: Packet[] = [];
  for (let i = 0; i < segments.count; i++) {
    const arrivePs = segments.arrivePs(i);
    if (arrivePs > tPs || tPs - arrivePs > FAULT_PS) continue;
    const flow = segments.flow(i);
    const hop = paths.faultBehind(flow, paths.hopOn(flow, segments.link(i)));
    const spot = hop === null ? null : paths.rest(flow, hop);
    if (hop !== null && spot) faults.push({ ...spot, tlpId: segments.tlpId(i), flow, hop });
  }
  return faults;
}

/** The followed TLP between its last event and the next one; at rest where its journey ends. */
export function followedPacket(
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
    const spot = paths.along(flow, hop, share) ?? paths.rest(flow, hop);
    return spot ? { ...spot, tlpId, flow, hop } : null;
  }
  const spot = paths.rest(flow, hop);
  return spot ? { ...spot, tlpId, flow, hop } : null;
}
