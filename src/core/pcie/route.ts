import { assert, defined } from '../base/assert.ts';
import type { Machine } from '../machine/types.ts';
import { claims, functionAt, linkUp, routedBy } from './claims.ts';
import { complete } from './completer.ts';
import { forwards, functionPlace } from './decision.ts';
import type { Decision, Next } from './decision.ts';
import { issueCompletion, issueRequest } from './issue.ts';
import { decidePort, nextAbove, refuseOversize, sendDown } from './port.ts';
import { decideRootCompletion, decideRootComplex } from './root-complex.ts';
import { firstRequest, splitCompletion } from './split.ts';
import { isCompletionTlp } from './tlp-kind.ts';
import type {
  CompletionStatus,
  CompletionTlp,
  Hop,
  RequestTlp,
  Route,
  RouteOutcome,
  RouteQuery,
  Tlp,
  Verdict,
} from './types.ts';

/** No path is longer: up at most 256 buses, around, and down again. */
const MOST_HOPS = 2048;

/** The request as it is first put on the wire: no longer than MPS or MRRS and 4 KiB allow. */
function firstOnWire(query: RouteQuery): RequestTlp {
  const { request } = query;
  const { mps, mrrs } = functionAt(query.machine, query.requester);
  switch (request.kind) {
    case 'MWr':
    case 'MRd': {
      const most = request.kind === 'MWr' ? mps : mrrs;
      const { bytes } = firstRequest(request.address, request.bytes, most);
      return { ...request, bytes };
    }
    default:
      return request;
  }
}

/** The decisions that follow one: empty when the TLP has ended. */
function following(query: RouteQuery, before: Decision, isFromRoot: boolean): Decision[] {
  const { machine, translators, intended } = query;
  const { next, tlp } = before;
  switch (next.kind) {
    case 'end':
      return [];
    case 'up':
      return [decidePort({ machine, port: next.port, ingress: 'from-below', tlp })];
    case 'down':
      return [decideDown(query, next.port, tlp)];
    case 'target':
      return [
        arrive(query, { index: next.index, tlp, isOnLink: before.leavesOn !== null, isFromRoot }),
      ];
    case 'rootComplex':
      return isCompletionTlp(tlp)
        ? [decideRootCompletion(machine, next.hostBridge, tlp, query.request.t)]
        : decideRootComplex({ machine, translators, ...next, request: tlp, intended });
    default:
      return next satisfies never;
  }
}

/** A bridge to conventional PCI gives a completion back to the device whose request it owned. */
function decideDown({ machine, requester }: RouteQuery, port: number, tlp: Tlp): Decision {
  const question = { machine, port, ingress: 'from-above' } as const;
  const fn = functionAt(machine, port);
  if (!isCompletionTlp(tlp) || fn.kind !== 'pcie-to-pci-bridge') {
    return decidePort({ ...question, tlp });
  }
  const { requesterId } = functionAt(machine, requester);
  return decidePort({ ...question, tlp: { ...tlp, requesterId } });
}

/** A TLP that reaches the function that serves it, or the requester that waits for it. */
interface Arrival {
  readonly index: number;
  readonly tlp: Tlp;
  /** It comes over a link, not from inside the package. */
  readonly isOnLink: boolean;
  /** It comes through the root complex. */
  readonly isFromRoot: boolean;
}

/** What a function says to the TLP that reaches it. */
export function arrive({ machine, intended }: RouteQuery, arrival: Arrival): Decision {
  const { index, tlp, isOnLink, isFromRoot } = arrival;
  const fn = functionAt(machine, index);
  const oversize = isOnLink ? refuseOversize(fn, tlp) : null;
  if (oversize !== null) return oversize;
  if (!isCompletionTlp(tlp))
    return complete({ machine, index, request: tlp, isFromRoot, intended });
  const told = { place: functionPlace(index), tlp, operands: [routedBy(tlp)] };
  return forwards({
    ...told,
    rule: 'ROUTE-CPL-DELIVERED',
    action: 'accept',
    verdict: 'delivered',
    next: { kind: 'end', outcome: 'delivered' },
  });
}

/** Follows a TLP from its first decision to its end. `isBelowRoot`: the root complex had it before. */
function travel(query: RouteQuery, first: Decision, isBelowRoot = false): Decision[] {
  const path = [first];
  let isFromRoot = isBelowRoot;
  for (;;) {
    const before = defined(path.at(-1), 'a path has a first hop');
    const decisions = following(query, before, isFromRoot);
    if (decisions.length === 0) return path;
    if (before.next.kind === 'rootComplex') isFromRoot = true;
    path.push(...decisions);
    assert(path.length < MOST_HOPS, 'a TLP climbs once and descends once');
  }
}

function outcomeOf(path: readonly Decision[]): RouteOutcome {
  const { next } = defined(path.at(-1), 'a path has hops');
  assert(next.kind === 'end', 'a path ends');
  return next.outcome;
}

/** The completion as its completer sends it. */
function completionOf(query: RouteQuery, end: Decision, status: CompletionStatus): CompletionTlp {
  const { machine } = query;
  const request = end.tlp;
  assert(!isCompletionTlp(request), 'a request is what is answered');
  const completer = end.place.kind === 'function' ? functionAt(machine, end.place.index) : null;
  const hasData = status === 'SC' && ['MRd', 'FetchAdd', 'Swap', 'CAS'].includes(request.kind);
  return {
    kind: hasData ? 'CplD' : 'Cpl',
    segment: request.segment,
    requesterId: request.requesterId,
    completerId: completer?.requesterId ?? rootIdOf(machine, query.requester),
    t: request.t,
    ro: request.ro,
    status,
    bytes: hasData ? firstCompletionBytes(query, end, request) : 0,
  };
}

function rootIdOf(machine: Machine, requester: number): number {
  const { hostBridge } = functionAt(machine, requester);
  return (machine.hostBridges[hostBridge]?.rootBus ?? 0) << 8;
}

/** Completers in the root complex use the RCB and MPS of the root port that the requester is below. */
function firstCompletionBytes(query: RouteQuery, end: Decision, request: RequestTlp): number {
  if (request.kind !== 'MRd') return request.bytes;
  const { machine } = query;
  const completer =
    end.place.kind === 'function'
      ? functionAt(machine, end.place.index)
      : rootPortOf(machine, query.requester);
  const { mps, rcb } = completer;
  return (
    splitCompletion(request.address, request.bytes, { mps, rcb, rcbChunks: false })[0]?.bytes ?? 0
  );
}

/** The function of the root bus that `index` is or is below. */
function rootPortOf(machine: Machine, index: number): ReturnType<typeof functionAt> {
  const fn = functionAt(machine, index);
  return fn.parent === null ? fn : rootPortOf(machine, fn.parent);
}

/** The first hop of a completion: back down, across, or up, by the requester ID. */
function sendCompletion(query: RouteQuery, end: Decision, completion: CompletionTlp): Decision {
  const { machine } = query;
  if (end.place.kind !== 'function') {
    const { hostBridge } = functionAt(machine, query.requester);
    return decideRootCompletion(machine, hostBridge, completion, query.request.t);
  }
  const fn = functionAt(machine, end.place.index);
  if (fn.bridge === null) return issueCompletion(machine, fn.index, completion);
  const place = functionPlace(fn.index);
  const operands = [{ name: 'status', value: completion.status }, routedBy(completion)];
  const told = { place, rule: 'ROUTE-CPL-ISSUE', tlp: completion, operands } as const;
  const issued = { ...told, action: 'issue', verdict: 'issued' } as const;
  if (claims(fn, completion)) {
    const down = sendDown(machine, fn, completion);
    return down.next.kind === 'end' ? down : { ...down, ...issued };
  }
  const siblings = fn.parent === null ? [] : functionAt(machine, fn.parent).children;
  const sibling = siblings.find(
    (index) => index !== fn.index && claims(functionAt(machine, index), completion),
  );
  const next: Next = sibling === undefined ? nextAbove(fn) : { kind: 'down', port: sibling };
  return forwards({ ...issued, next, leavesOn: sibling === undefined ? linkUp(fn) : null });
}

function hopOf(query: RouteQuery, decision: Decision): Hop {
  const { place, action, verdict, rule, operands, instead, tlp, leavesOn } = decision;
  const { status, aer, translation } = decision;
  const isCompletion = isCompletionTlp(tlp);
  return {
    place,
    action,
    verdict,
    rule,
    operands,
    instead,
    address: isCompletion ? query.request.address : tlp.address,
    at: isCompletion ? 'untranslated' : tlp.at,
    t: tlp.t,
    leavesOn,
    ...(status !== null && { status }),
    ...(aer !== null && { aer }),
    ...(translation !== undefined && { translation }),
  };
}

/** The verdicts of a whole route, the most telling first. */
const TELLING: readonly Verdict[] = [
  'fault',
  'blocked',
  'unmodelled',
  'redirected',
  'looped',
  'translated',
  'direct',
];

function verdictOf(hops: readonly Hop[]): Verdict {
  return TELLING.find((verdict) => hops.some((hop) => hop.verdict === verdict)) ?? 'delivered';
}

/** How the whole transaction ended: a served request whose completion got lost times out. */
function combine(request: RouteOutcome, completion: RouteOutcome): RouteOutcome {
  const isServed = request === 'delivered' || request === 'wrongTarget' || request === 'allOnes';
  return isServed && completion !== 'delivered' ? completion : request;
}

/** The path of a completion by itself. */
function routeOfCompletion(query: RouteQuery, first: Decision): Route {
  const path = travel(query, first);
  const hops = path.map((decision) => hopOf(query, decision));
  const outcome = outcomeOf(path);
  return {
    request: [],
    completion: hops,
    outcome,
    completionStatus: null,
    verdict: verdictOf(hops),
  };
}

/**
 * The path of a TLP whose first decision is already taken, and of the completion that it causes. A refused
 * non-posted request gets its completion (UR, CA) from the component that refused it.
 *
 * @param isBelowRoot whether the TLP comes from the root complex.
 * @returns as `route`; a completion has no request, and its own way stands in `completion`.
 */
export function routeFrom(query: RouteQuery, first: Decision, isBelowRoot = false): Route {
  if (isCompletionTlp(first.tlp)) return routeOfCompletion(query, first);
  const request = travel(query, first, isBelowRoot);
  const end = defined(request.at(-1), 'a path has hops');
  const requestHops = request.map((decision) => hopOf(query, decision));
  const requestOutcome = outcomeOf(request);
  if (end.status === null) {
    return {
      request: requestHops,
      completion: [],
      outcome: requestOutcome,
      completionStatus: null,
      verdict: verdictOf(requestHops),
    };
  }
  const answer = sendCompletion(query, end, completionOf(query, end, end.status));
  const completion = travel(query, answer);
  const completionHops = completion.map((decision) => hopOf(query, decision));
  const completionOutcome = outcomeOf(completion);
  const isLost = completionOutcome !== 'delivered';
  return {
    request: requestHops,
    completion: completionHops,
    outcome: combine(requestOutcome, completionOutcome),
    completionStatus: isLost ? null : end.status,
    verdict: verdictOf(isLost ? [...requestHops, ...completionHops] : requestHops),
  };
}

/**
 * The path of one request and of its completion, decision by decision, by the same functions that the
 * simulator asks.
 *
 * @returns exactly one outcome; `completionStatus` is null when no completion reaches the requester.
 * @throws Error when the requester is no function of the machine: a bug of the caller.
 * @source PCIe Base §2.2.4, §2.3, §6.12
 */
export function route(query: RouteQuery): Route {
  const asked = { ...query, request: firstOnWire(query) };
  return routeFrom(asked, issueRequest(asked.machine, asked.requester, asked.request));
}
