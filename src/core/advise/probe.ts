import { defined } from '../base/assert.ts';
import { busAddr } from '../base/address.ts';
import { translatorsOf } from '../iommu/translators.ts';
import type { LinuxMachine } from '../linux/machine-tree.ts';
import { mapP2p, withPlannedEntries } from '../linux/map-p2p.ts';
import type { Plan } from '../linux/map-p2p.ts';
import { calcMapType } from '../linux/p2pdma.ts';
import type { P2pDecision } from '../linux/p2pdma.ts';
import type { Machine, MachineBar } from '../machine/types.ts';
import { timeRoute } from '../pcie/route-timing.ts';
import type { RouteTiming } from '../pcie/route-timing.ts';
import { route } from '../pcie/route.ts';
import type { Transfer } from '../scenario/schema.ts';
import type { AddressType, RequestTlp, Route, RouteQuery, Translator } from '../pcie/types.ts';

/** A transfer that is asked about: who (client) reaches whose BAR (provider), by function index. */
export interface Pair {
  readonly from: number;
  readonly to: number;
}

/** How the pair is asked: what the client sends. */
export interface Manner {
  readonly op: 'MWr' | 'MRd';
  readonly at: Extract<AddressType, 'untranslated' | 'translated'>;
  readonly t: 0 | 1;
}

export const PLAIN_WRITE: Manner = { op: 'MWr', at: 'untranslated', t: 0 };

/** How fast a probe is; nulls when nothing is delivered. */
export type PairTiming = Pick<RouteTiming, 'latencyPs' | 'bytesPerSecond'>;

/** What Linux and the wires say about a pair, with the BAR mapped as Linux would map it. */
export interface PairFacts {
  readonly decision: P2pDecision;
  /** null: the target has no memory BAR with an address, so nothing can be sent there. */
  readonly route: Route | null;
  readonly timing: PairTiming;
  /** The request reaches the target without passing a host bridge. */
  readonly isDirect: boolean;
  readonly isDelivered: boolean;
}

/** The BAR that peers usually reach: the largest memory BAR that has an address. */
export function peerBar(machine: Machine, index: number): MachineBar | null {
  const { bars } = defined(machine.functions[index], 'function');
  const sizeOf = ({ window }: MachineBar): bigint =>
    window === null ? 0n : window.limit - window.base + 1n;
  const memory = bars.filter(({ space, window }) => space === 'mem' && window !== null);
  return memory.toSorted((a, b) => Number(sizeOf(b) - sizeOf(a)) || a.index - b.index)[0] ?? null;
}

/** Bytes that a pair is probed with: as large as one request can be, so that MPS is put to the test. */
const PROBE_BYTES = 4096;
/** Bytes of the request that latency is stated for. */
const LATENCY_BYTES = 64;

/** The request that the client sends to the provider's BAR at its bus address; null: there is no such BAR. */
export function probeQuery(
  machine: Machine,
  pair: Pair,
  manner: Manner,
  translators: ReadonlyMap<number, Translator>,
): RouteQuery | null {
  const bar = peerBar(machine, pair.to);
  if (bar === null || bar.window === null) return null;
  const { requesterId, bdf } = defined(machine.functions[pair.from], 'function');
  const request: RequestTlp = {
    kind: manner.op,
    segment: bdf.segment,
    requesterId,
    at: manner.at,
    t: manner.t,
    ro: false,
    address: bar.window.base,
    bytes: Math.min(PROBE_BYTES, Number(bar.window.limit - bar.window.base) + 1),
  };
  const intended = { kind: 'function', index: pair.to } as const;
  return { machine, translators, requester: pair.from, request, intended };
}

/** A write of one page to a BAR, as Linux is asked to map it. */
function plainTransfer(
  machine: Machine,
  pair: Pair,
  bar: number,
  manner: Pick<Manner, 'op' | 't'>,
): Transfer {
  return {
    id: 'probe',
    name: 'probe',
    op: manner.op,
    from: defined(machine.functions[pair.from], 'function').id,
    to: {
      kind: 'bar',
      function: defined(machine.functions[pair.to], 'function').id,
      bar,
      offset: '0x0',
    },
    at: 'untranslated',
    t: manner.t,
    relaxedOrdering: false,
    bytes: PROBE_BYTES,
    startPs: 0,
    outstanding: 1,
  };
}

/** What Linux does before the client can write to the provider's largest BAR; null: there is no such BAR. */
export function planOfPair(
  machine: Machine,
  linux: LinuxMachine,
  pair: Pair,
  manner: Pick<Manner, 'op' | 't'> = PLAIN_WRITE,
): Plan | null {
  const bar = peerBar(machine, pair.to);
  return bar === null
    ? null
    : mapP2p(machine, linux, plainTransfer(machine, pair, bar.index, manner));
}

/**
 * The probe as the client's driver would send it after Linux mapped the BAR: bus address, IOVA with its page-table
 * entries in place, or physical address. Where Linux refuses, at the bus address, to see what the wires would do.
 */
export function asLinuxMaps(
  machine: Machine,
  linux: LinuxMachine,
  pair: Pair,
  query: RouteQuery,
): RouteQuery {
  if (query.request.at === 'translated') return query;
  const op = query.request.kind === 'MRd' ? 'MRd' : 'MWr';
  const plan = planOfPair(machine, linux, pair, { op, t: query.request.t });
  const [entry] = plan?.entries ?? [];
  if (plan === null || plan.errno !== 0 || entry === undefined) return query;
  const request = { ...query.request, address: busAddr(entry.address) };
  if (plan.ptes.length === 0) return { ...query, request };
  const { requesterId } = request;
  const { hostBridge } = defined(machine.functions[pair.from], 'function');
  const inner = query.translators.get(hostBridge) ?? null;
  const translator = withPlannedEntries(inner, [{ requesterId, ptes: plan.ptes }]);
  return {
    ...query,
    request,
    translators: new Map([...query.translators, [hostBridge, translator]]),
  };
}

/** Whether a delivered request stayed below the host bridges. */
export function staysBelow(path: Route): boolean {
  return (
    path.outcome === 'delivered' && path.request.every(({ place }) => place.kind === 'function')
  );
}

/** Asks Linux and the wires about one pair. */
export function probePair(
  machine: Machine,
  linux: LinuxMachine,
  pair: Pair,
  manner: Manner,
): PairFacts {
  const { tree, kernel, cpu } = linux;
  const decision = calcMapType(tree, { kernel, cpu }, pair.to, pair.from);
  const translators = translatorsOf(machine);
  const query = probeQuery(machine, pair, manner, translators);
  const asMapped = query === null ? null : asLinuxMaps(machine, linux, pair, query);
  const path = asMapped === null ? null : route(asMapped);
  return {
    decision,
    route: path,
    timing: asMapped === null || path === null ? NO_TIMING : timeProbe(asMapped, path),
    isDirect: path !== null && staysBelow(path),
    isDelivered: path?.outcome === 'delivered',
  };
}

/** A transfer long enough that headers, MPS and the slowest link show. Bytes. */
const STEADY_BYTES = 65536;
/** Reads in flight that the bandwidth is stated for. */
const STEADY_OUTSTANDING = 32;

const NO_TIMING: PairTiming = { latencyPs: null, bytesPerSecond: null };

/** Latency of one small request and steady bandwidth of a probe on an idle machine. */
export function timeProbe(query: RouteQuery, path: Route): PairTiming {
  const { machine, requester, request } = query;
  const question = { machine, requester, request, route: path, outstanding: STEADY_OUTSTANDING };
  const small = { ...request, bytes: LATENCY_BYTES };
  const { latencyPs } = timeRoute({ ...question, request: small, bytes: LATENCY_BYTES });
  const { bytesPerSecond } = timeRoute({ ...question, bytes: STEADY_BYTES });
  return { latencyPs, bytesPerSecond };
}
