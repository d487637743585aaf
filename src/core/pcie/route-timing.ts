import { defined } from '../base/assert.ts';
import type { Machine } from '../machine/types.ts';
import { functionAt } from './claims.ts';
import { creditsOf, creditsOn, dataUnitsOf } from './credits.ts';
import { isWalk, journeyOf, walkPs } from './journey.ts';
import type { Journey } from './journey.ts';
import { splitCompletion, splitRequest } from './split.ts';
import type { RequestPiece } from './split.ts';
import {
  HEADER_BYTES,
  INSIDE_PACKAGE,
  inDw,
  prefixBytes,
  requestSize,
  serialPs,
  wireTiming,
} from './timing.ts';
import type { WireTiming } from './timing.ts';
import { isPosted } from './types.ts';
import type { RequestTlp, Route } from './types.ts';

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

/** What limits a transfer: the rate of a directed link, its credits, or the requests in flight. */
export type TimingLimit =
  { readonly kind: 'link' | 'credits'; readonly link: number } | { readonly kind: 'outstanding' };

/** What an idle machine gives; `limit` is null where the transfer stays inside a package. */
export interface RouteTiming {
  /** From issue of the first request to delivery, of a read to its last completion; null: never delivered. */
  readonly latencyPs: number | null;
  /** Payload per second when the transfer repeats for ever; null: nothing is delivered. */
  readonly bytesPerSecond: number | null;
  readonly limit: TimingLimit | null;
}

/** One TLP of a leg: payload, and header with prefixes. Bytes. */
interface WireTlp {
  readonly payload: number;
  readonly overhead: number;
}

/** One request of the transfer and what answers it. */
interface Transaction {
  readonly bytes: number;
  /** It is the first that touches its page. */
  readonly isNewPage: boolean;
  readonly request: WireTlp;
  readonly completions: readonly WireTlp[];
}

/** Stand for the ways inside a package, one per leg. */
const INSIDE_LINK = { request: -1, completion: -2 } as const;

function wireOf(machine: Machine, directed: number): WireTiming {
  if (directed < 0) return INSIDE_PACKAGE;
  return wireTiming(
    machine,
    defined(machine.links[directed >> 1], `the machine has no link ${directed >> 1}`),
  );
}

function serialOf(wire: WireTiming, { payload, overhead }: WireTlp): number {
  return serialPs(payload + overhead + wire.framing, wire.time);
}

/** A leg as it is timed; `latencyPs` includes the table walks where they are asked for. */
type Leg = Pick<Journey, 'path' | 'latencyPs' | 'cutThrough'>;

/** What the IOMMU remembers of the address: all (a hit), how to get there (warm), nothing (cold). */
type Caches = 'hit' | 'warm' | 'cold';

interface LegQuestion {
  readonly machine: Machine;
  readonly route: Route;
  readonly leg: 'request' | 'completion';
  readonly isRead: boolean;
  readonly caches: Caches;
}

function legOf({ machine, route, leg, isRead, caches }: LegQuestion): Leg {
  const hops = route[leg];
  const insideLink = INSIDE_LINK[leg];
  const psPerByte = (link: number): number => {
    const { num, den } = wireOf(machine, link).time;
    return num / den;
  };
  const journey = journeyOf({ machine, hops, isRead, insideLink, psPerByte });
  const walkBehind = (index: number): number =>
    (journey.stops[index + 1] ?? []).reduce(
      (sum, { hop }) =>
        caches === 'hit' ? 0 : sum + walkPs(defined(hops[hop], 'a stop is a hop'), caches),
      0,
    );
  const latencyPs = journey.latencyPs.map((latency, index) => latency + walkBehind(index));
  return { ...journey, latencyPs };
}

/**
 * When each of several TLPs that are ready at `readyPs` is delivered: they follow one another on every link,
 * cut through a switch whose output is idle, and are stored otherwise.
 */
function deliveries(
  machine: Machine,
  leg: Leg,
  tlps: readonly WireTlp[],
  readyPs: number,
): number[] {
  const busyUntil = leg.path.map(() => 0);
  return tlps.map((tlp) => {
    let headPs = readyPs;
    let tailPs = readyPs;
    leg.path.forEach((link, index) => {
      const latency = leg.latencyPs[index] ?? 0;
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

const PAGE_BYTES = 4096;

function requestOnWire(request: RequestTlp, bytes: number): WireTlp {
  const { payloadBytes, overheadBytes } = requestSize(request, bytes);
  return { payload: payloadBytes, overhead: overheadBytes };
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
      isNewPage: piece.address % BigInt(PAGE_BYTES) === 0n,
      request: requestOnWire(request, piece.bytes),
      completions: isAnswered ? completions : [],
    };
  });
}

/** One leg of a transfer with everything that it sends. */
interface Load {
  readonly leg: Leg;
  readonly tlps: readonly WireTlp[];
  readonly creditClass: 0 | 1 | 2;
}

interface Bound {
  readonly limit: TimingLimit;
  readonly periodPs: number;
}

/** How long every directed link needs for the transfer at its rate. */
function rateBounds(machine: Machine, loads: readonly Load[]): Bound[] {
  const busy = new Map<number, number>();
  for (const { leg, tlps } of loads) {
    for (const link of leg.path) {
      const wire = wireOf(machine, link);
      const time = tlps.reduce((sum, tlp) => sum + serialOf(wire, tlp), 0);
      busy.set(link, (busy.get(link) ?? 0) + time);
    }
  }
  return [...busy].map(([link, periodPs]) => ({ limit: { kind: 'link', link }, periodPs }));
}

/** The credits of a directed link; the way inside a package has those of a receiver that takes every completion. */
function creditsOver(machine: Machine, directed: number): ReturnType<typeof creditsOf> {
  const link = machine.links[directed >> 1];
  return link === undefined ? creditsOf(true) : creditsOn(machine, link, (directed & 1) === 0);
}

/**
 * How long the credits of every link make the transfer take: a TLP holds its credits from its start until it
 * has left the buffer behind the link and the news has come back.
 */
function creditBounds(machine: Machine, loads: readonly Load[]): Bound[] {
  return loads.flatMap(({ leg, tlps, creditClass }) =>
    leg.path.flatMap((link, index): Bound[] => {
      const pool = creditsOver(machine, link)[creditClass];
      const wire = wireOf(machine, link);
      const periodPs = tlps.reduce((sum, tlp) => {
        const stored = leg.cutThrough[index] === true ? 0 : serialOf(wire, tlp);
        const heldPs = stored + 2 * wire.delayPs + (leg.latencyPs[index] ?? 0);
        const atOnce = Math.min(
          pool.headers,
          pool.dataUnits / Math.max(1, dataUnitsOf(tlp.payload)),
        );
        return sum + heldPs / Math.max(1, atOnce);
      }, 0);
      return [{ limit: { kind: 'credits', link }, periodPs }];
    }),
  );
}

const PS_PER_SECOND = 1e12;

/** From issue of the first request to its delivery, or to the last completion. */
function firstLatency(question: TimingQuestion, first: Transaction, caches: Caches): number {
  const { machine, route, request } = question;
  const isRead = !isPosted(request.kind);
  const out = legOf({ machine, route, leg: 'request', isRead, caches });
  const [served = 0] = deliveries(machine, out, [first.request], 0);
  if (route.completion.length === 0) return served;
  const back = legOf({ machine, route, leg: 'completion', isRead: false, caches });
  return Math.max(...deliveries(machine, back, first.completions, served));
}

/** Requests over which the window is followed, in windows and in samples, whichever is more. */
const WINDOW_ROUNDS = 16;

/**
 * How long the requests in flight make the transfer take: a request is issued when the answer of the one that
 * stood `outstanding` before it has come. Where each page misses, the first one in it waits for a table walk,
 * and those that come behind it wait with it.
 */
function windowBound(question: TimingQuestion, all: readonly Transaction[], caches: Caches): Bound {
  const { outstanding } = question;
  const first = defined(all[0], 'a transfer has a request');
  const hitPs = firstLatency(question, first, 'hit');
  const walkedPs = firstLatency(question, first, caches) - hitPs;
  const rounds = WINDOW_ROUNDS * Math.max(1, Math.ceil(outstanding / all.length));
  const count = rounds * all.length;
  const donePs = new Float64Array(count);
  for (let n = 0; n < count; n++) {
    const issued = n < outstanding ? 0 : (donePs[n - outstanding] ?? 0);
    const isWalked = all[n % all.length]?.isNewPage === true;
    const own = issued + hitPs + (isWalked ? walkedPs : 0);
    donePs[n] = Math.max(own, donePs[n - 1] ?? 0);
  }
  const half = count / 2;
  const sampleCount = half / all.length;
  const periodPs = ((donePs[count - 1] ?? 0) - (donePs[half - 1] ?? 0)) / sampleCount;
  return { limit: { kind: 'outstanding' }, periodPs };
}

/** Bytes that one TLB entry of the route covers. */
function reachBytes({ request }: Route): number {
  return request.find(isWalk)?.translation?.timing?.reachBytes ?? Infinity;
}

/**
 * Latency and steady bandwidth of a route on an idle machine, in closed form: the same split, rates, credits
 * and component times as the simulator. Latency is that of the first request: every cache of the IOMMU is cold.
 * A transfer of more bytes than one TLB entry covers keeps missing, with warm walk caches.
 *
 * @returns nulls when nothing is delivered.
 * @source pcie.md §5
 */
export function timeRoute(question: TimingQuestion): RouteTiming {
  const { machine, route, request, bytes } = question;
  const isServed = route.outcome === 'delivered' || route.outcome === 'wrongTarget';
  if (!isServed) return { latencyPs: null, bytesPerSecond: null, limit: null };
  const all = transactions(question);
  const first = defined(all[0], 'a transfer has a request');
  const isPostedRequest = isPosted(request.kind);
  const latencyPs = firstLatency(question, first, 'cold');
  const caches = bytes > reachBytes(route) ? 'warm' : 'hit';
  const timed = { machine, route, caches } as const;
  const loads: Load[] = [
    {
      leg: legOf({ ...timed, leg: 'request', isRead: !isPostedRequest }),
      tlps: all.map((one) => one.request),
      creditClass: isPostedRequest ? 0 : 1,
    },
    {
      leg: legOf({ ...timed, leg: 'completion', isRead: false }),
      tlps: all.flatMap((one) => one.completions),
      creditClass: 2,
    },
  ];
  const window = isPostedRequest ? [] : [windowBound(question, all, caches)];
  const bounds = [...rateBounds(machine, loads), ...creditBounds(machine, loads), ...window];
  const tightest = bounds.reduce<Bound | null>(
    (most, bound) => (most === null || bound.periodPs > most.periodPs ? bound : most),
    null,
  );
  if (tightest === null || tightest.periodPs === 0) {
    return { latencyPs, bytesPerSecond: null, limit: null };
  }
  const moved = all.reduce((sum, one) => sum + one.bytes, 0);
  const bytesPerSecond = (moved * PS_PER_SECOND) / tightest.periodPs;
  return { latencyPs, bytesPerSecond, limit: tightest.limit };
}
