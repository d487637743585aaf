import { compareBdf, formatBdf, requesterIdOf } from '../../core/base/bdf.ts';
import type { FunctionKind } from '../../core/scenario/schema.ts';
import { emptyFacts } from '../facts.ts';
import type { FunctionFacts } from '../facts.ts';
import type { Report } from '../report.ts';
import { NOWHERE, placeOf } from '../report.ts';

/** A function in the tree. */
export interface TreeNode {
  readonly facts: FunctionFacts;
  /** Put in because the input lacks it. */
  readonly isSynthetic: boolean;
  parent: TreeNode | null;
  readonly children: TreeNode[];
  /** The parent was inferred; the input does not state it. */
  isParentAssumed: boolean;
  /** Bridges: the buses below, as configured or, where the input does not say, as inferred; null: none. */
  buses: Buses | null;
  /** A virtual function of that one. */
  physical: TreeNode | null;
  kind: FunctionKind;
  isKindAssumed: boolean;
}

export interface Buses {
  readonly secondary: number;
  readonly subordinate: number;
}

export interface RootBus {
  readonly segment: number;
  readonly bus: number;
  readonly isSynthetic: boolean;
  /** Without virtual functions. */
  readonly nodes: TreeNode[];
}

/** A node that is not in the tree yet; its kind is decided when the whole tree is known. */
export function createNode(facts: FunctionFacts, isSynthetic = false): TreeNode {
  return {
    facts,
    isSynthetic,
    parent: null,
    children: [],
    isParentAssumed: false,
    buses: configuredBuses(facts),
    physical: null,
    kind: 'endpoint',
    isKindAssumed: true,
  };
}

/** A bridge that the input lacks. */
export function syntheticBridge(
  address: { segment: number; bus: number; device: number },
  range: Buses,
  kind: FunctionKind,
): TreeNode {
  const facts = emptyFacts({ ...address, fn: 0 }, NOWHERE);
  facts.isBridge = true;
  facts.bridge = { ...range };
  facts.kind = kind;
  return createNode(facts, true);
}

/** Puts `child` below `parent`. */
export function attach(parent: TreeNode, child: TreeNode): void {
  child.parent = parent;
  parent.children.push(child);
}

/** A bridge's buses when firmware configured it: `secondary` 0 or above `subordinate` means that it did not. */
function configuredBuses(facts: FunctionFacts): Buses | null {
  const bridge = facts.bridge;
  if (bridge === null || !facts.answers || bridge.secondary === 0) return null;
  if (bridge.secondary > bridge.subordinate || bridge.secondary === facts.bdf.bus) return null;
  return bridge;
}

const busKey = (segment: number, bus: number): number => segment * 256 + bus;

function ownersOf(nodes: readonly TreeNode[], report: Report): Map<number, TreeNode> {
  const owners = new Map<number, TreeNode>();
  for (const node of nodes) {
    const { buses } = node;
    if (buses === null) {
      reportUnconfigured(node, report);
      continue;
    }
    const key = busKey(node.facts.bdf.segment, buses.secondary);
    const first = owners.get(key);
    if (first === undefined) owners.set(key, node);
    else {
      report.ignored.push({
        ...node.facts.place,
        text: `${formatBdf(node.facts.bdf)} secondary bus ${buses.secondary.toString(16)}`,
        reason: `${formatBdf(first.facts.bdf)} owns that bus already; its claim is kept`,
      });
    }
  }
  return owners;
}

function reportUnconfigured(node: TreeNode, report: Report): void {
  const bridge = node.facts.bridge;
  if (bridge === null || bridge.secondary === 0 || !node.facts.answers) return;
  report.ignored.push({
    ...node.facts.place,
    text: `${formatBdf(node.facts.bdf)} buses ${bridge.secondary.toString(16)} to ${bridge.subordinate.toString(16)}`,
    reason: 'these bus numbers cannot be: the bridge is taken as not configured',
  });
}

/** Cuts the parent of every function that would be its own ancestor. */
function cutCycles(
  nodes: readonly TreeNode[],
  parents: Map<TreeNode, TreeNode>,
  report: Report,
): void {
  const done = new Set<TreeNode>();
  for (const start of nodes) {
    const path = new Set<TreeNode>();
    let node: TreeNode | undefined = start;
    while (node !== undefined && !done.has(node)) {
      if (path.has(node)) {
        report.ignored.push({
          ...node.facts.place,
          text: formatBdf(node.facts.bdf),
          reason: 'its bridges lead back to itself; it is taken as a function of a root bus',
        });
        parents.delete(node);
        break;
      }
      path.add(node);
      node = parents.get(node);
    }
    for (const seen of path) done.add(seen);
  }
}

const LARGEST_VF_SEARCH = 4_000_000;

/** Marks the functions whose routing ID is one of a physical function's virtual functions. */
function markVirtualFunctions(nodes: readonly TreeNode[]): void {
  const byId = new Map<number, TreeNode>();
  const idOf = (segment: number, requesterId: number): number => segment * 65536 + requesterId;
  for (const node of nodes) {
    byId.set(idOf(node.facts.bdf.segment, requesterIdOf(node.facts.bdf)), node);
  }
  let searched = 0;
  for (const node of nodes) {
    const sriov = node.facts.sriov;
    if (sriov === null || !sriov.enabled || sriov.offset === 0) continue;
    const own = requesterIdOf(node.facts.bdf);
    for (let i = 0; i < sriov.numVfs && searched < LARGEST_VF_SEARCH; i++, searched++) {
      const id = own + sriov.offset + i * sriov.stride;
      if (id > 0xffff) break;
      const vf = byId.get(idOf(node.facts.bdf.segment, id));
      if (vf !== undefined && vf !== node && vf.facts.sriov === null) vf.physical = node;
    }
  }
}

function statedParents(
  nodes: readonly TreeNode[],
  owners: ReadonlyMap<number, TreeNode>,
): Map<TreeNode, TreeNode> {
  const byBdf = new Map(nodes.map((node) => [formatBdf(node.facts.bdf), node]));
  const parents = new Map<TreeNode, TreeNode>();
  for (const node of nodes) {
    const { parent, bdf } = node.facts;
    if (parent === 'root') continue;
    const stated = parent === null ? undefined : byBdf.get(formatBdf(parent));
    const above = stated ?? owners.get(busKey(bdf.segment, bdf.bus));
    if (above !== undefined && above !== node) parents.set(node, above);
  }
  for (const node of nodes) {
    if (node.physical === null) continue;
    const above = parents.get(node.physical);
    if (above === undefined) parents.delete(node);
    else parents.set(node, above);
  }
  return parents;
}

/** Reports bridges whose buses do not lie inside those of the bridge above. */
function checkRanges(nodes: readonly TreeNode[], report: Report): void {
  for (const { facts, parent, buses: own } of nodes) {
    const above = parent === null ? null : parent.buses;
    if (parent === null || own === null || above === null) continue;
    if (own.secondary > above.secondary && own.subordinate <= above.subordinate) continue;
    report.ignored.push({
      ...placeOf(facts.place),
      text: `${formatBdf(facts.bdf)} buses ${own.secondary.toString(16)} to ${own.subordinate.toString(16)}`,
      reason: `outside the buses of ${formatBdf(parent.facts.bdf)} above it: firmware left them inconsistent`,
    });
  }
}

export interface Forest {
  readonly nodes: readonly TreeNode[];
  /** Functions without a bridge above, by segment and bus, in BDF order. */
  readonly groups: readonly (readonly TreeNode[])[];
}

/**
 * Builds the tree that the facts state: a function sits on the bus of its own address, a bridge owns its secondary
 * bus (import-formats.md §1.4), and a parent that a format states outright comes first.
 */
export function buildForest(functions: readonly FunctionFacts[], report: Report): Forest {
  const nodes = functions.map((facts) => createNode(facts, facts.isSynthetic));
  const owners = ownersOf(nodes, report);
  markVirtualFunctions(nodes);
  const parents = statedParents(nodes, owners);
  cutCycles(nodes, parents, report);
  const groups = new Map<number, TreeNode[]>();
  for (const node of nodes) {
    const parent = parents.get(node);
    if (parent !== undefined) attach(parent, node);
    else if (node.physical === null) {
      const key = busKey(node.facts.bdf.segment, node.facts.bdf.bus);
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [node]);
      else group.push(node);
    }
  }
  checkRanges(nodes, report);
  const ordered = [...groups.values()].sort((a, b) => {
    const [x, y] = [a[0], b[0]];
    return x === undefined || y === undefined ? 0 : compareBdf(x.facts.bdf, y.facts.bdf);
  });
  return { nodes, groups: ordered };
}
