import type { Machine, MachineLink } from '../machine/types.ts';
import { hasLcrc } from '../machine/flit.ts';
import { functionAt } from './claims.ts';
import { ALL_COSTS, ackLimitBytes, tlpShare } from './link-efficiency.ts';
import type { LinkCosts } from './link-efficiency.ts';
import type { Hop, RequestTlp } from './types.ts';

/* How long things take: link rates and the latency of components. @source pcie.md §5 */

/** Time of one byte as an exact fraction, ps. */
export interface ByteTime {
  readonly num: number;
  readonly den: number;
}

/**
 * Time of one byte on a link of `width` lanes at `speedGtps`, after its line encoding: 8b/10b up to 5 GT/s,
 * 128b/130b up to 32 GT/s, 236 of 256 bytes of a flit from 64 GT/s on.
 *
 * @source pcie.md §5.1
 */
export function byteTime(speedGtps: number, width: number): ByteTime {
  // Doubled so that 2.5 GT/s stays an integer.
  const rate = 2 * speedGtps * width;
  if (speedGtps <= 5) return { num: 20_000, den: rate };
  if (speedGtps <= 32) return { num: 16_250, den: rate };
  return { num: 16_000 * 256, den: rate * 236 };
}

/**
 * Time of one byte of TLPs on a busy link: ACKs, flow-control updates and SKP sets take their share of it, which
 * grows as MPS shrinks. In flit mode they ride in the flit.
 *
 * @param mps Max_Payload_Size in force on the link, bytes.
 * @source pcie.md §5.3 (pcie-bench)
 */
export function tlpByteTime(
  speedGtps: number,
  width: number,
  mps: number,
  costs: LinkCosts = ALL_COSTS,
): ByteTime {
  const raw = byteTime(speedGtps, width);
  if (speedGtps > 32) return raw;
  const share = tlpShare(speedGtps, width, mps, costs);
  return { num: raw.num * share.den, den: raw.den * share.num };
}

/** Serialisation time of `bytes`, whole ps, rounded up. */
export function serialPs(bytes: number, { num, den }: ByteTime): number {
  return Math.ceil((bytes * num) / den);
}

/** Bytes that framing and link layer add to a TLP; none in flit mode. @source pcie.md §5.2 */
export function framingBytes(speedGtps: number): number {
  return hasLcrc(speedGtps) ? 8 : 0;
}

/**
 * The way inside a package, where no link is: a rate that never binds on a device, one nanosecond away
 * (assumption).
 */
export const INSIDE_PACKAGE = { time: { num: 8, den: 1 }, delayPs: 1000, framing: 0 } as const;

/** Bytes of a request header with a 64-bit address and a 32-bit one, of a completion header, of a prefix. */
export const HEADER_BYTES = { address64: 16, address32: 12, completion: 12, prefix: 4 } as const;

/**
 * What components need, ps, where neither they nor the document say otherwise. The times of a switch are its
 * vendor's; how a measured round trip splits among the others is calibrated: an assumption.
 *
 * @source pcie.md §5.4; PEX89048 115 ns (highpoint-tech.com/post/the-latency-war)
 */
export const DEFAULT_LATENCIES = {
  /** PHY and link layer of one link in one direction. */
  linkLayerPs: 45_000,
  switchPs: 115_000,
  rootComplexPs: 150_000,
  memoryReadPs: 250_000,
  endpointReadPs: 300_000,
  otherSocketPs: 250_000,
} as const;

/** The kinds of latency, by their field in the document. */
export type LatencyName = keyof typeof DEFAULT_LATENCIES;

/** Bytes of a data link layer packet, framing included. @source PCIe Base §3.5.1; pcie.md §5.2 */
const DLLP_BYTES = 8;

/** Bytes of payload that a TLP carries for so many: whole DWs. */
export const inDw = (bytes: number): number => Math.ceil(bytes / 4) * 4;

/** Bytes of prefixes that a request and its completions carry: with T=1 that of IDE. */
export const prefixBytes = ({ t }: RequestTlp): number => (t === 1 ? HEADER_BYTES.prefix : 0);

/** What one request puts on a wire before framing, bytes: payload in whole DWs, and header with prefixes. */
export function requestSize(
  request: RequestTlp,
  bytes: number,
): { readonly payloadBytes: number; readonly overheadBytes: number } {
  const { kind, address } = request;
  const isRead = kind === 'MRd' || kind === 'IORd' || kind === 'CfgRd';
  const header = address >= 1n << 32n ? HEADER_BYTES.address64 : HEADER_BYTES.address32;
  return {
    payloadBytes: isRead ? 0 : inDw(bytes),
    overheadBytes: header + prefixBytes(request),
  };
}

/**
 * From the arrival of a TLP with a bad LCRC until its transmitter has the Nak, ps.
 *
 * @source PCIe Base §3.6
 * @simplified The Nak leaves at once.
 */
export function nakPs(machine: Machine, link: MachineLink): number {
  const { time, delayPs } = wireTiming(machine, link);
  return serialPs(DLLP_BYTES, time) + delayPs;
}

/**
 * How long a link takes to carry a TLP once more, ps.
 *
 * @param tlpBytes bytes of the TLP before framing.
 * @simplified it starts at once, without waiting for what is being sent.
 */
export function resendPs(machine: Machine, link: MachineLink, tlpBytes: number): number {
  const { time, delayPs, framing } = wireTiming(machine, link);
  return serialPs(tlpBytes + framing, time) + delayPs;
}

/** ACK latency limits that a transmitter waits for an acknowledgement. @source PCIe Base §3.6.2.1 (REPLAY_TIMER) */
const REPLAY_LIMITS = 3;

/** Time of one symbol of a lane, ps: 10 bits of 8b/10b, else 8. */
function symbolPs(speedGtps: number): number {
  return ((speedGtps <= 5 ? 10 : 8) * 1000) / speedGtps;
}

/** How long a transmitter waits for an Ack or Nak before it sends again unasked, ps. @source PCIe Base §3.6.2.1 */
export function replayTimerPs(machine: Machine, { speedGtps, width, port }: MachineLink): number {
  const { mps } = functionAt(machine, port);
  const limit = ackLimitBytes(speedGtps, Math.max(1, width), mps);
  return Math.round(REPLAY_LIMITS * limit * symbolPs(speedGtps));
}

/** Header and prefixes of one completion, bytes. */
export function completionOverhead(request: RequestTlp): number {
  return HEADER_BYTES.completion + prefixBytes(request);
}

/** What one kind of latency is in this document, ps. */
export function latencyOf({ scenario }: Machine, name: LatencyName): number {
  return scenario.timing?.[name] ?? DEFAULT_LATENCIES[name];
}

/** A link as TLPs meet it. */
export interface WireTiming {
  readonly time: ByteTime;
  /** From the first bit sent to the first bit that the other side has, ps. */
  readonly delayPs: number;
  /** Bytes that framing and link layer add to a TLP. */
  readonly framing: number;
}

/** The timing of a link, the same in both directions. A link that is down is timed as one lane. */
export function wireTiming(machine: Machine, link: MachineLink): WireTiming {
  const { speedGtps, width, propagationPs, port } = link;
  const { acks = true, skips = true } = machine.scenario.timing ?? {};
  const { mps } = functionAt(machine, port);
  return {
    time: tlpByteTime(speedGtps, Math.max(1, width), mps, { acks, skips }),
    delayPs: propagationPs + latencyOf(machine, 'linkLayerPs'),
    framing: framingBytes(speedGtps),
  };
}

/**
 * TLPs that what comes over a directed link may send in its turn at an output.
 *
 * @source PCIe Base §6.3 (port arbitration)
 * @simplified a weight counts TLPs, not phases of a table; by default it is the lanes of the input.
 */
export function turnWeight(machine: Machine, link: MachineLink, isUp: boolean): number {
  if (machine.scenario.timing?.arbitration !== 'weighted') return 1;
  const receiver = isUp ? link.port : link.device[0];
  const stated = receiver === undefined ? null : functionAt(machine, receiver).weight;
  return stated ?? Math.max(1, link.width);
}

/** Whether switches forward a TLP before its last byte arrived. */
export function cutsThrough({ scenario }: Machine): boolean {
  return scenario.timing?.switchMode !== 'storeAndForward';
}

/** What the hops between two links belong to. */
export type Crossing = 'rootComplex' | 'switch' | 'endpoint';

/** Which component the hops between two links cross, or end in. */
export function crossingOf(machine: Machine, hops: readonly Hop[]): Crossing {
  const kinds = hops.map(({ place }) =>
    place.kind === 'function' ? machine.functions[place.index]?.kind : 'rootComplex',
  );
  if (kinds.some((kind) => kind === 'rootComplex' || kind === 'root-port')) return 'rootComplex';
  const isBridge = kinds.some((kind) => kind?.startsWith('switch') || kind?.includes('bridge'));
  return isBridge ? 'switch' : 'endpoint';
}

/**
 * Time that the component crossed by `hops` needs, ps, without what its hops state themselves (`extraPs`).
 *
 * @param isRead whether the TLP fetches something where it ends.
 * @source pcie.md §5.4
 */
export function crossingPs(machine: Machine, hops: readonly Hop[], isRead: boolean): number {
  const crossing = crossingOf(machine, hops);
  const own = ownPs(machine, hops, crossing);
  if (crossing === 'switch') return own ?? latencyOf(machine, 'switchPs');
  const last = hops.at(-1);
  const isEnd = last !== undefined && last.leavesOn === null;
  const isFetched = isEnd && isRead && last.verdict === 'delivered';
  if (crossing === 'endpoint') {
    return isFetched ? (own ?? latencyOf(machine, 'endpointReadPs')) : 0;
  }
  const bridges = new Set(hops.map((hop) => hostBridgeOf(machine, hop)));
  bridges.delete(null);
  const sockets = bridges.size > 1 ? latencyOf(machine, 'otherSocketPs') : 0;
  if (!isFetched) return (own ?? latencyOf(machine, 'rootComplexPs')) + sockets;
  const read = last.place.kind === 'memory' ? machine.memories[last.place.index]?.latencyPs : null;
  return (read ?? latencyOf(machine, 'memoryReadPs')) + sockets;
}

/** The time that the component itself states, ps; null: none. Of two root complexes the slower one counts. */
function ownPs(machine: Machine, hops: readonly Hop[], crossing: Crossing): number | null {
  const stated = hops.map((hop) => {
    if (crossing === 'rootComplex') {
      return machine.hostBridges[hostBridgeOf(machine, hop) ?? -1]?.latencyPs ?? null;
    }
    if (hop.place.kind !== 'function') return null;
    const fn = functionAt(machine, hop.place.index);
    // The upstream port stands for its whole switch, a physical function for its virtual ones.
    const head = fn.kind === 'switch-downstream' ? fn.parent : fn.physicalFunction;
    return (head === null ? fn : functionAt(machine, head)).latencyPs;
  });
  return stated.reduce((most, one) => (one === null ? most : Math.max(most ?? 0, one)), null);
}

function hostBridgeOf(machine: Machine, { place }: Hop): number | null {
  if (place.kind === 'hostBridge') return place.index;
  return place.kind === 'function' ? (machine.functions[place.index]?.hostBridge ?? null) : null;
}
