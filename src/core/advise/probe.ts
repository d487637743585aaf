import { defined } from '../base/assert.ts';
import { translatorsOf } from '../iommu/translators.ts';
import type { LinuxMachine } from '../linux/machine-tree.ts';
import { calcMapType } from '../linux/p2pdma.ts';
import type { P2pDecision } from '../linux/p2pdma.ts';
import type { Machine, MachineBar } from '../machine/types.ts';
import { route } from '../pcie/route.ts';
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

/** What Linux and the wires say about a pair. */
export interface PairFacts {
  readonly decision: P2pDecision;
  /** null: the target has no memory BAR with an address, so nothing can be sent there. */
  readonly route: Route | null;
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

/** Bytes of the request that a pair is probed with. */
const PROBE_BYTES = 64;

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
    bytes: PROBE_BYTES,
  };
  const intended = { kind: 'function', index: pair.to } as const;
  return { machine, translators, requester: pair.from, request, intended };
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
  const query = probeQuery(machine, pair, manner, translatorsOf(machine));
  const path = query === null ? null : route(query);
  return {
    decision: calcMapType(tree, { kernel, cpu }, pair.to, pair.from),
    route: path,
    isDirect: path !== null && staysBelow(path),
    isDelivered: path?.outcome === 'delivered',
  };
}
