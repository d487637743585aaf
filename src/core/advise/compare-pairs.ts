import { defined } from '../base/assert.ts';
import { translatorsOf } from '../iommu/translators.ts';
import { iommuGroups } from '../linux/groups.ts';
import type { LinuxMachine } from '../linux/machine-tree.ts';
import { runsInRealm } from '../linux/realm-side.ts';
import { calcMapType } from '../linux/p2pdma.ts';
import type { P2pDecision } from '../linux/p2pdma.ts';
import type { Machine, MachineFunction } from '../machine/types.ts';
import { route } from '../pcie/route.ts';
import type { Route, RouteOutcome, RouteQuery, Translator } from '../pcie/types.ts';
import { pathClass } from './path-class.ts';
import type { PathClass } from './path-class.ts';
import { asLinuxMaps, probeQuery, staysBelow, timeProbe } from './probe.ts';
import type { Manner, Pair, PairTiming } from './probe.ts';

/** Where what is advertised and what is delivered part. */
export type Disagreement =
  /** Linux maps, the write does not arrive. */
  | 'mappedButLost'
  /** Writes arrive, reads do not (writes-only root complexes). */
  | 'readsFail'
  /** Linux refuses, the wires would deliver. */
  | 'refusedButWorks'
  /** Linux says bus address, the wires go through the root complex. */
  | 'busAddressButRedirected'
  /** Different IOMMU groups, yet a direct way below the root complex. */
  | 'apartButDirect'
  /** A bus address between functions of a Realm: no confidential-computing check at all. */
  | 'busAddressInRealm';

/** Everything that is said about one ordered pair beside what happens to it. */
export interface PairComparison {
  readonly pair: Pair;
  readonly pathClass: PathClass;
  readonly decision: P2pDecision;
  /** null: at least one has no group. */
  readonly isOneGroup: boolean | null;
  /** null: the target has no memory BAR with an address. */
  readonly write: Route | null;
  readonly read: Route | null;
  /** The write's; nulls when it is not delivered. */
  readonly timing: PairTiming;
  readonly isDirect: boolean;
  /** Outcomes once Linux has mapped the BAR; the same as those of `write` and `read` where it has nothing to map. */
  readonly mapped: { readonly write: RouteOutcome | null; readonly read: RouteOutcome | null };
  readonly disagreements: readonly Disagreement[];
}

/** Functions that are asked about: endpoints of every kind, without bridges and event collectors. */
export function endpointsOf(machine: Machine): MachineFunction[] {
  return machine.functions.filter(
    ({ kind, bridge }) => bridge === null && kind !== 'rc-event-collector',
  );
}

function disagreementsOf(
  machine: Machine,
  comparison: Omit<PairComparison, 'disagreements'>,
): Disagreement[] {
  const { decision, write, mapped, isDirect, isOneGroup, pair } = comparison;
  if (write === null || pair.from === pair.to) return [];
  const isMapped = decision.mapType !== 'NOT_SUPPORTED';
  const isDelivered = mapped.write === 'delivered';
  const isBus = decision.mapType === 'BUS_ADDR';
  const inRealm = [pair.from, pair.to].some((index) =>
    runsInRealm(machine, defined(machine.functions[index], 'function')),
  );
  const found: [Disagreement, boolean][] = [
    ['mappedButLost', isMapped && !isDelivered],
    ['readsFail', isDelivered && mapped.read !== 'delivered'],
    ['refusedButWorks', !isMapped && isDelivered],
    ['busAddressButRedirected', isBus && isDelivered && !isDirect],
    ['apartButDirect', isOneGroup === false && isDirect],
    ['busAddressInRealm', isBus && inRealm],
  ];
  return found.filter(([, holds]) => holds).map(([kind]) => kind);
}

/** A machine asked about many pairs: groups and IOMMU tables are made once. */
export interface PairComparer {
  readonly compare: (pair: Pair, manner?: Pick<Manner, 'at' | 't'>) => PairComparison;
}

/**
 * Prepares the comparison of what drivers, Linux and groups say with what the wires do.
 *
 * @returns a function that answers for one ordered pair of function indices.
 */
export function pairComparer(machine: Machine, linux: LinuxMachine): PairComparer {
  const { tree, kernel, cpu, iommu } = linux;
  const { groupOf } = iommuGroups(tree, { kernel, iommu });
  const translators: ReadonlyMap<number, Translator> = translatorsOf(machine);
  const sent = (pair: Pair, manner: Manner): Sent => {
    const query = probeQuery(machine, pair, manner, translators);
    if (query === null) return { query, route: null, mapped: null };
    const path = route(query);
    const mapped = route(asLinuxMaps(machine, linux, pair, query));
    return { query, route: path, mapped: mapped.outcome };
  };
  return {
    compare: (pair, manner = { at: 'untranslated', t: 0 }) => {
      const [fromGroup, toGroup] = [groupOf[pair.from] ?? null, groupOf[pair.to] ?? null];
      const decision = calcMapType(tree, { kernel, cpu }, pair.to, pair.from);
      const write = sent(pair, { ...manner, op: 'MWr' });
      const read = sent(pair, { ...manner, op: 'MRd' });
      const isAsked = write.query !== null && write.route !== null;
      const comparison = {
        pair,
        pathClass: pathClass(machine, tree, pair.from, pair.to),
        decision,
        isOneGroup: fromGroup === null || toGroup === null ? null : fromGroup === toGroup,
        write: write.route,
        read: read.route,
        timing: isAsked
          ? timeProbe(write.query, write.route)
          : { latencyPs: null, bytesPerSecond: null },
        isDirect: write.route !== null && staysBelow(write.route),
        mapped: { write: write.mapped, read: read.mapped },
      };
      return { ...comparison, disagreements: disagreementsOf(machine, comparison) };
    },
  };
}

/** A probe that was sent: as the tables are, and how it ends once Linux has mapped. */
interface Sent {
  readonly query: RouteQuery | null;
  readonly route: Route | null;
  readonly mapped: RouteOutcome | null;
}

/** Every ordered pair of different endpoints, rows by provider (`to`), then client (`from`), in BDF order. */
export function comparePairs(machine: Machine, linux: LinuxMachine): PairComparison[] {
  const { compare } = pairComparer(machine, linux);
  const endpoints = endpointsOf(machine);
  return endpoints.flatMap((to) =>
    endpoints
      .filter((from) => from.index !== to.index)
      .map((from) => compare({ from: from.index, to: to.index })),
  );
}
