import { pathClass } from '../core/advise/path-class.ts';
import type { PathClass } from '../core/advise/path-class.ts';
import { staysBelow } from '../core/advise/probe.ts';
import { iommuGroups } from '../core/linux/groups.ts';
import type { GroupReason } from '../core/linux/groups.ts';
import { linuxMachine } from '../core/linux/machine-tree.ts';
import { p2pMapType } from '../core/linux/p2pdma.ts';
import type { P2pDecision } from '../core/linux/p2pdma.ts';
import { translatorsOf } from '../core/iommu/translators.ts';
import { planRun } from '../core/linux/planned-run.ts';
import { enumerate } from '../core/machine/enumerate.ts';
import type { Diagnostic, Machine } from '../core/machine/types.ts';
import { componentAt } from '../core/pcie/component-at.ts';
import type { PlacedHop } from '../core/pcie/path-difference.ts';
import { route } from '../core/pcie/route.ts';
import { transferRequest } from '../core/pcie/transfer-request.ts';
import type { Hop, Route } from '../core/pcie/types.ts';
import type { Scenario, Transfer } from '../core/scenario/schema.ts';

/** A hop with the component that it is at, by id and by its name for people. */
export interface NamedHop extends PlacedHop {
  readonly place: { readonly id: string; readonly name: string };
}

/** What became of one transfer: decided by the same functions that the run asks. */
export interface PathResult {
  readonly transfer: Transfer;
  readonly route: Route;
  readonly isDirect: boolean;
  readonly request: readonly NamedHop[];
  readonly completion: readonly NamedHop[];
}

/** What Linux says of an ordered pair of functions. */
export interface PairResult {
  readonly decision: P2pDecision;
  readonly pathClass: PathClass;
  /** null: at least one has no group. */
  readonly isOneGroup: boolean | null;
  /** Why the two are in one group, where they are: the rule that put one of them there. */
  readonly joined: GroupReason | null;
}

/** Everything that a goal can ask about a document. */
export interface Results {
  readonly scenario: Scenario;
  readonly paths: readonly PathResult[];
  /** null: one of the ids is no function of the machine. */
  readonly pair: (from: string, to: string) => PairResult | null;
}

/** A document that is no machine has no results; the first reason says why. */
export type Computed =
  | { readonly kind: 'results'; readonly results: Results }
  | { readonly kind: 'noMachine'; readonly diagnostic: Diagnostic | null };

function namedHops(machine: Machine, hops: readonly Hop[]): NamedHop[] {
  return hops.map((hop) => {
    const id = componentAt(machine, hop.place) ?? '';
    const name = machine.scenario.components.find((one) => one.id === id)?.name ?? id;
    return { place: { id, name }, hop };
  });
}

function pairsOf(machine: Machine): Results['pair'] {
  const linux = linuxMachine(machine);
  const { tree, kernel, cpu } = linux;
  const { groupOf, reasons } = iommuGroups(tree, linux);
  return (from, to) => {
    const [client, provider] = [machine.functionById.get(from), machine.functionById.get(to)];
    if (client === undefined || provider === undefined) return null;
    const [a, b] = [groupOf[client] ?? null, groupOf[provider] ?? null];
    const isOneGroup = a === null || b === null ? null : a === b;
    const joins = [reasons[client], reasons[provider]].filter((one) => one !== undefined);
    return {
      decision: p2pMapType(tree, { kernel, cpu }, { provider, client }),
      pathClass: pathClass(machine, tree, client, provider),
      isOneGroup,
      joined: isOneGroup === true ? (joins.findLast((one) => one.joined !== null) ?? null) : null,
    };
  };
}

/** What a document does: the path of every transfer that is sent, and what Linux says of its functions. */
export function resultsOf(scenario: Scenario): Computed {
  const { machine, diagnostics } = enumerate(scenario);
  if (machine === null) return { kind: 'noMachine', diagnostic: diagnostics[0] ?? null };
  const planned = planRun(machine, translatorsOf);
  const paths = planned.sends.flatMap((transfer): PathResult[] => {
    const asked = transferRequest(planned.machine, transfer);
    if (asked === null) return [];
    const { machine: written, translators } = planned;
    const way = route({ machine: written, translators, ...asked });
    return [
      {
        transfer,
        route: way,
        isDirect: staysBelow(way),
        request: namedHops(written, way.request),
        completion: namedHops(written, way.completion),
      },
    ];
  });
  return { kind: 'results', results: { scenario, paths, pair: pairsOf(machine) } };
}
