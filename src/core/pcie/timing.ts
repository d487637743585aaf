import type { Machine } from '../machine/types.ts';
import { tlpShare } from './link-efficiency.ts';
import type { Hop } from './types.ts';

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
export function tlpByteTime(speedGtps: number, width: number, mps: number): ByteTime {
  const raw = byteTime(speedGtps, width);
  if (speedGtps > 32) return raw;
  const share = tlpShare(speedGtps, width, mps);
  return { num: raw.num * share.den, den: raw.den * share.num };
}

/** Serialisation time of `bytes`, whole ps, rounded up. */
export function serialPs(bytes: number, { num, den }: ByteTime): number {
  return Math.ceil((bytes * num) / den);
}

/** Bytes that framing and link layer add to a TLP; none in flit mode. @source pcie.md §5.2 */
export function framingBytes(speedGtps: number): number {
  return speedGtps <= 32 ? 8 : 0;
}

/**
 * The way inside a package, where no link is: a rate that never binds on a device, one nanosecond away
 * (assumption).
 */
export const INSIDE_PACKAGE = { time: { num: 8, den: 1 }, delayPs: 1000, framing: 0 } as const;

/** Bytes of a request header with a 64-bit address and a 32-bit one, of a completion header, of a prefix. */
export const HEADER_BYTES = { address64: 16, address32: 12, completion: 12, prefix: 4 } as const;

/** PHY and link layer of one link in one direction, ps. @source pcie.md §5.4 (calibrated) */
export const LINK_LAYER_PS = 45_000;
const SWITCH_PS = 115_000;
const ROOT_COMPLEX_PS = 150_000;
const MEMORY_READ_PS = 250_000;
const ENDPOINT_READ_PS = 300_000;
const OTHER_SOCKET_PS = 250_000;

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
  if (crossing === 'switch') return SWITCH_PS;
  const last = hops.at(-1);
  const isEnd = last !== undefined && last.leavesOn === null;
  const isFetched = isEnd && isRead && last.verdict === 'delivered';
  if (crossing === 'endpoint') return isFetched ? ENDPOINT_READ_PS : 0;
  const bridges = new Set(hops.map((hop) => hostBridgeOf(machine, hop)));
  bridges.delete(null);
  const sockets = bridges.size > 1 ? OTHER_SOCKET_PS : 0;
  return (isFetched ? MEMORY_READ_PS : ROOT_COMPLEX_PS) + sockets;
}

function hostBridgeOf(machine: Machine, { place }: Hop): number | null {
  if (place.kind === 'hostBridge') return place.index;
  return place.kind === 'function' ? (machine.functions[place.index]?.hostBridge ?? null) : null;
}
