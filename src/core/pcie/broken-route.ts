import { formatTime } from '../base/units.ts';
import type { Machine } from '../machine/types.ts';
import { functionAt } from './claims.ts';
import { creditsOn } from './credits.ts';
import type { CreditPool } from './credits.ts';
import { completionTimeoutOf } from './error-log.ts';
import { isPosted } from './types.ts';
import type { Hop, RequestTlp, Route } from './types.ts';

/*
 * What becomes of TLPs on a way that breaks while they are on it: a link that goes down, a completion that is taken
 * away, a payload that goes bad. @source PCIe Base §2.7.2, §2.8, §2.9
 */

/** A request, who waits for its answer, and the way that was decided for it. */
export interface OnItsWay {
  readonly machine: Machine;
  readonly requester: number;
  readonly request: RequestTlp;
  readonly route: Route;
}

/** The function that a payload is for sees EP=1: it logs Poisoned TLP Received and does not use the data. */
export function poisonedHop(hop: Hop): Hop {
  const operands = [{ name: 'EP', value: '1', decided: true }, ...hop.operands];
  return {
    ...hop,
    rule: 'TLP-POISONED',
    action: 'drop',
    verdict: 'fault',
    aer: 'poisoned',
    operands,
  };
}

/** The requester gives up at the end of the range that its Device Control 2 names; empty: it never does. */
function timeoutHops({ machine, requester, route }: OnItsWay): Hop[] {
  const range = completionTimeoutOf(functionAt(machine, requester).completionTimeout);
  const like = route.request[0];
  if (range === null || like === undefined) return [];
  const { address, at, t } = like;
  const hop: Hop = {
    place: { kind: 'function', index: requester },
    action: 'timeout',
    verdict: 'fault',
    rule: 'CPL-TIMEOUT',
    aer: 'completionTimeout',
    operands: [{ name: 'wait', value: formatTime(range.toPs) }],
    instead: [],
    address,
    at,
    t,
    leavesOn: null,
    extraPs: range.toPs,
  };
  return [hop];
}

/** A place that a TLP does not get past; whatever would have been decided there is not. */
function lostAt({ place, address, at, t }: Hop, rule: Hop['rule']): Hop {
  const ends = { action: 'lose', verdict: 'fault', rule, leavesOn: null } as const;
  return { ...ends, place, address, at, t, operands: [], instead: [] };
}

/** A route on which no completion with a status ever reaches the requester. */
function unanswered(
  way: OnItsWay,
  request: readonly Hop[],
  completion: readonly Hop[] = [],
): Route {
  const timeout = isPosted(way.request.kind) ? [] : timeoutHops(way);
  return {
    request,
    completion: [...completion, ...timeout],
    outcome: timeout.length > 0 ? 'completionTimeout' : 'dropped',
    completionStatus: null,
    verdict: 'fault',
  };
}

/** The hops up to the far end of a link, where the TLP never comes out; null: they never take it. */
function lostBehind(hops: readonly Hop[], link: number): Hop[] | null {
  const at = hops.findIndex((hop) => hop.leavesOn !== null && hop.leavesOn >> 1 === link);
  const next = hops[at + 1];
  if (at < 0 || next === undefined) return null;
  return [...hops.slice(0, at + 1), lostAt(next, 'FAULT-LINK-LOST')];
}

/** The way of a request that is lost on a link that goes down, or whose completion is. */
export function lostOnLink(way: OnItsWay, link: number): Route {
  const { route } = way;
  const there = lostBehind(route.request, link);
  if (there !== null) return unanswered(way, there);
  const back = lostBehind(route.completion, link);
  return back === null ? route : unanswered(way, route.request, back);
}

/** The hops up to the receiver behind a directed link, which has no room for the TLP; null: they never take it. */
function overflowBehind(hops: readonly Hop[], directed: number, room: CreditPool): Hop[] | null {
  const at = hops.findIndex(({ leavesOn }) => leavesOn === directed);
  const next = hops[at + 1];
  if (at < 0 || next === undefined) return null;
  const operands = [
    { name: 'header credits', value: String(room.headers) },
    { name: 'data credits', value: String(room.dataUnits) },
    { name: 'free', value: 'too few', decided: true },
  ];
  const thrown = { action: 'drop', aer: 'receiverOverflow', operands } as const;
  return [...hops.slice(0, at + 1), { ...lostAt(next, 'FC-OVERFLOW'), ...thrown }];
}

/**
 * The way of a request that finds the buffer behind a directed link full, or whose completion does.
 *
 * @simplified where one completion of a request finds no room, all of them count as lost.
 * @source PCIe Base §2.6.1.2
 */
export function overflowed(way: OnItsWay, directed: number): Route {
  const { machine, route, request } = way;
  const link = machine.links[directed >> 1];
  if (link === undefined) return route;
  const [posted, nonPosted, completion] = creditsOn(machine, link, directed % 2 === 0);
  const own = isPosted(request.kind) ? posted : nonPosted;
  const there = overflowBehind(route.request, directed, own);
  if (there !== null) return unanswered(way, there);
  const back = overflowBehind(route.completion, directed, completion);
  return back === null ? route : unanswered(way, route.request, back);
}

/** The way of a request whose completion is taken off the wire behind its first hop. */
export function withoutCompletion(way: OnItsWay): Route {
  const { request, completion } = way.route;
  const [first, next] = completion;
  if (first === undefined) return way.route;
  const lost =
    next === undefined
      ? [lostAt(first, 'FAULT-CPL-LOST')]
      : [first, lostAt(next, 'FAULT-CPL-LOST')];
  return unanswered(way, request, lost);
}

/**
 * The way of a request whose payload (of a read: whose completion) carries EP=1. A TLP that ends otherwise logs that
 * and not the poison. @source PCIe Base §6.2.3.2.3 (precedence)
 */
export function poisoned({ request: { kind }, route }: OnItsWay): Route {
  const leg = isPosted(kind) ? 'request' : 'completion';
  const hops = route[leg];
  const last = hops.at(-1);
  if (last?.verdict !== 'delivered' || route.outcome !== 'delivered') return route;
  const bad = [...hops.slice(0, -1), poisonedHop(last)];
  return { ...route, [leg]: bad, outcome: 'dropped', verdict: 'fault' };
}

/** How long a requester waits for an answer before it gives up, ps; Infinity: for ever. */
export function patiencePs(machine: Machine, requester: number): number {
  return completionTimeoutOf(functionAt(machine, requester).completionTimeout)?.toPs ?? Infinity;
}

/**
 * The way of a request whose answer comes when the requester has given up: the tag is no longer outstanding, so the
 * completion is unexpected and its data is thrown away. @source PCIe Base §2.3.2, §2.8
 */
export function tooLate({ machine, requester, route }: OnItsWay): Route {
  const last = route.completion.at(-1);
  if (last?.verdict !== 'delivered') return route;
  const waited = formatTime(patiencePs(machine, requester));
  const unexpected: Hop = {
    ...last,
    rule: 'CPL-UNEXPECTED',
    action: 'drop',
    verdict: 'fault',
    aer: 'unexpectedCompletion',
    operands: [{ name: 'gave up after', value: waited, decided: true }],
  };
  const completion = [...route.completion.slice(0, -1), unexpected];
  return { ...route, completion, outcome: 'completionTimeout', verdict: 'fault' };
}
