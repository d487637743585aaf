import { defined } from '../base/assert.ts';
import type { Machine } from '../machine/types.ts';
import { functionAt } from './claims.ts';
import { journeyOf } from './journey.ts';
import type { Journey } from './journey.ts';
import { splitCompletion, splitRequest } from './split.ts';
import type { RequestPiece } from './split.ts';
import { HEADER_BYTES, LINK_LAYER_PS, framingBytes, serialPs, tlpByteTime } from './timing.ts';
import type { ByteTime } from './timing.ts';
import { isPosted } from './types.ts';
import type { Hop, RequestTlp, Route } from './types.ts';

/** A transfer whose timing on an idle machine is asked for. */
export interface TimingQuestion {
  readonly machine: Machine;
  readonly requester: number;
  readonly request: RequestTlp;
  readonly route: Route;
  /** Bytes of the whole transfer, repeated without a pause. */
  readonly bytes: number;
  /** Non-posted requests in flight at most. */
  readonly outstanding: number;
}

/** What an idle machine gives. */
export interface RouteTiming {
  /** From issue of the first request to delivery, of a read to its last completion; null: never delivered. */
  readonly latencyPs: number | null;
  /** Payload per second when the transfer repeats for ever; null: nothing is delivered. */
  readonly bytesPerSecond: number | null;
  /** The directed link that limits it, or the requests in flight; null: nothing does (it stays inside). */
  readonly limit:
    { readonly kind: 'link'; readonly link: number } | { readonly kind: 'outstanding' } | null;
}

/** One TLP of a leg: payload, and header with prefixes. Bytes. */
interface WireTlp {
  readonly payload: number;
  readonly overhead: number;
}

/** One request of the transfer and what answers it. */
interface Transaction {
  readonly bytes: number;
  readonly request: WireTlp;
  readonly completions: readonly WireTlp[];
}

interface Wire {
  readonly time: ByteTime;
  readonly delayPs: number;
  readonly framing: number;
}

function wireOf(machine: Machine, directed: number): Wire {
  const link = defined(machine.links[directed >> 1], `the machine has no link ${directed >> 1}`);
  const { speedGtps, width, propagationPs, port } = link;
  return {
    time: tlpByteTime(speedGtps, Math.max(1, width), functionAt(machine, port).mps),
    delayPs: propagationPs + LINK_LAYER_PS,
    framing: framingBytes(speedGtps),
  };
}

function serialOf(wire: Wire, { payload, overhead }: WireTlp): number {
  return serialPs(payload + overhead + wire.framing, wire.time);
}

/** The way inside a package has no link: TLPs arrive at once. */
const NO_LINK = -1;

function legOf(machine: Machine, hops: readonly Hop[], isRead: boolean): Journey {
  const psPerByte = (link: number): number => {
    const { num, den } = wireOf(machine, link).time;
    return num / den;
  };
  return journeyOf({ machine, hops, isRead, insideLink: NO_LINK, psPerByte });
}

/**
 * When each of several TLPs that are ready at `readyPs` is delivered: they follow one another on every link,
 * cut through a switch whose output is idle, and are stored otherwise.
 */
function deliveries(
  machine: Machine,
  leg: Journey,
  tlps: readonly WireTlp[],
  readyPs: number,
): number[] {
  const busyUntil = leg.path.map(() => 0);
  return tlps.map((tlp) => {
    let headPs = readyPs;
    let tailPs = readyPs;
    leg.path.forEach((link, index) => {
      const latency = leg.latencyPs[index] ?? 0;
      if (link === NO_LINK) {
        headPs += latency;
        tailPs = headPs;
        return;
      }
      const wire = wireOf(machine, link);
      const busy = busyUntil[index] ?? 0;
      const start = busy <= headPs ? headPs : Math.max(busy, tailPs);
      const end = start + serialOf(wire, tlp);
      busyUntil[index] = end;
      tailPs = end + wire.delayPs + latency;
      headPs = leg.cutThrough[index] === true ? start + wire.delayPs + latency : tailPs;
    });
    return tailPs;
  });
}

const inDw = (bytes: number): number => Math.ceil(bytes / 4) * 4;

function prefixBytes(request: RequestTlp): number {
  return request.t === 1 ? HEADER_BYTES.prefix : 0;
}

function requestOnWire(request: RequestTlp, bytes: number): WireTlp {
  const header = request.address >= 1n << 32n ? HEADER_BYTES.address64 : HEADER_BYTES.address32;
  const hasData = request.kind !== 'MRd' && request.kind !== 'IORd';
  return { payload: hasData ? inDw(bytes) : 0, overhead: header + prefixBytes(request) };
}

/** Enough of a long transfer to average over: its pieces repeat every 4 KiB. */
const SAMPLE_BYTES = 1 << 16;

/** The requests of the transfer, or of a sample of a long one, piece by piece. */
function piecesOf({ machine, request, bytes, requester }: TimingQuestion): RequestPiece[] {
  const { mps, mrrs } = functionAt(machine, requester);
  const most = isPosted(request.kind) ? mps : request.kind === 'MRd' ? mrrs : request.bytes;
  const pieces: RequestPiece[] = [];
  const piece = Math.max(1, request.bytes);
  for (let at = 0; at < Math.max(1, bytes) && (at === 0 || at < SAMPLE_BYTES); at += piece) {
    const size = Math.min(piece, bytes - at, SAMPLE_BYTES);
    pieces.push(...splitRequest(request.address + BigInt(at), size, most));
  }
  return pieces;
}

/** Every request of the transfer with the completions that answer it. */
function transactions(question: TimingQuestion): Transaction[] {
  const { machine, request, route, requester } = question;
  const first = route.completion.find(({ place }) => place.kind === 'function');
  const completer = functionAt(machine, first?.place.index ?? requester);
  const overhead = HEADER_BYTES.completion + prefixBytes(request);
  const how = { mps: completer.mps, rcb: completer.rcb, rcbChunks: false };
  const isAnswered = route.completion.length > 0;
  return piecesOf(question).map((piece) => {
    const sizes =
      request.kind === 'MRd'
        ? splitCompletion(piece.address, piece.bytes, how).map((part) => part.lengthDw * 4)
        : [inDw(piece.bytes)];
    const completions = sizes.map((payload) => ({ payload, overhead }));
    return {
      bytes: piece.bytes,
      request: requestOnWire(request, piece.bytes),
      completions: isAnswered ? completions : [],
    };
  });
}

/** Time that every directed link is busy per transfer, ps. */
function busyPerTransfer(
  question: TimingQuestion,
  legs: readonly { readonly path: readonly number[]; readonly tlps: readonly WireTlp[] }[],
): Map<number, number> {
  const busy = new Map<number, number>();
  for (const { path, tlps } of legs) {
    for (const link of path) {
      if (link === NO_LINK) continue;
      const wire = wireOf(question.machine, link);
      const time = tlps.reduce((sum, tlp) => sum + serialOf(wire, tlp), 0);
      busy.set(link, (busy.get(link) ?? 0) + time);
    }
  }
  return busy;
}

const PS_PER_SECOND = 1e12;

/**
 * Latency and steady bandwidth of a route on an idle machine, in closed form: the same split, rates and
 * component times as the simulator.
 *
 * @returns nulls when nothing is delivered.
 * @source pcie.md §5
 * @simplified flow-control credits are taken to suffice, as the default buffers do.
 */
export function timeRoute(question: TimingQuestion): RouteTiming {
  const { machine, route, request, outstanding } = question;
  const isServed = route.outcome === 'delivered' || route.outcome === 'wrongTarget';
  if (!isServed) return { latencyPs: null, bytesPerSecond: null, limit: null };
  const all = transactions(question);
  const first = defined(all[0], 'a transfer has a request');
  const out = legOf(machine, route.request, !isPosted(request.kind));
  const [served = 0] = deliveries(machine, out, [first.request], 0);
  const back = legOf(machine, route.completion, false);
  const latencyPs =
    route.completion.length === 0
      ? served
      : Math.max(...deliveries(machine, back, first.completions, served));
  const busy = busyPerTransfer(question, [
    { path: out.path, tlps: all.map((one) => one.request) },
    { path: back.path, tlps: all.flatMap((one) => one.completions) },
  ]);
  const [link, linkPs] = [...busy].reduce((a, b) => (b[1] > a[1] ? b : a), [NO_LINK, 0]);
  const windowPs = isPosted(request.kind) ? 0 : (latencyPs * all.length) / outstanding;
  const periodPs = Math.max(linkPs, windowPs);
  const moved = all.reduce((sum, one) => sum + one.bytes, 0);
  if (periodPs === 0) return { latencyPs, bytesPerSecond: null, limit: null };
  return {
    latencyPs,
    bytesPerSecond: (moved * PS_PER_SECOND) / periodPs,
    limit: windowPs > linkPs ? { kind: 'outstanding' } : { kind: 'link', link },
  };
}
