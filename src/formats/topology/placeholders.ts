import { compareBdf, formatBdf } from '../../core/base/bdf.ts';
import type { FunctionKind } from '../../core/scenario/schema.ts';
import type { Report } from '../report.ts';
import { placeOf } from '../report.ts';
import { decideKinds, isHostBridgeFunction } from './kinds.ts';
import { attach, buildForest, syntheticBridge } from './tree.ts';
import type { Buses, RootBus, TreeNode } from './tree.ts';
import type { FunctionFacts } from '../facts.ts';

/*
 * Parents that the input lacks: `lspci -s`, partial pastes, group listings. Each is put in with the fewest new bus
 * numbers and said in `assumed`. Buses that the input states are kept.
 */

const BELOW_A_LINK: ReadonlySet<string> = new Set<FunctionKind>([
  'switch-upstream',
  'switch-downstream',
  'endpoint',
  'legacy-endpoint',
  'pcie-to-pci-bridge',
]);

const busOf = (node: TreeNode): number => node.facts.bdf.bus;

/** Whether something in the group can only be on a root bus. */
function isRootLike(group: readonly TreeNode[]): boolean {
  return group.some((node) => {
    const { kind, parent } = node.facts;
    return (
      parent === 'root' || isHostBridgeFunction(node) || (kind !== null && !BELOW_A_LINK.has(kind))
    );
  });
}

/** Whether functions without a bridge above hang on a link whose port, or whose port's buses, the input lacks. */
function hasMissingParent(group: readonly TreeNode[]): boolean {
  const first = group[0];
  if (first === undefined || busOf(first) === 0 || isRootLike(group)) return false;
  return group.every(
    ({ facts }) => facts.kind !== null || facts.bdf.device === 0 || facts.isBridge === true,
  );
}

function lastBusOf(group: readonly TreeNode[]): number {
  return group.reduce(
    (last, { facts, buses }) => Math.max(last, facts.bdf.bus, buses?.subordinate ?? 0),
    0,
  );
}

/** Bus numbers that something in the segment uses or claims. */
function usedBuses(nodes: readonly TreeNode[]): Set<number> {
  const used = new Set<number>();
  for (const { facts, buses } of nodes) {
    used.add(facts.bdf.bus);
    if (buses === null) continue;
    for (let bus = buses.secondary; bus <= buses.subordinate; bus++) used.add(bus);
  }
  return used;
}

function freeBelow(used: ReadonlySet<number>, bus: number): number | null {
  for (let free = bus - 1; free >= 0; free--) if (!used.has(free)) return free;
  return null;
}

function freeDevice(nodes: readonly TreeNode[]): number {
  const taken = new Set(nodes.map(({ facts }) => facts.bdf.device));
  for (let device = 1; device < 32; device++) if (!taken.has(device)) return device;
  return 0;
}

/** Whether firmware numbers the bus of `node` after that of `before`: depth first, in device order. */
function isAfter(node: TreeNode, before: TreeNode): boolean {
  for (let up = node.parent; up !== null; up = up.parent) if (up === before) return true;
  return compareBdf(node.facts.bdf, before.facts.bdf) > 0;
}

/** One segment while it is completed. */
class Segment {
  readonly roots: RootBus[] = [];
  readonly groups: (readonly TreeNode[])[] = [];
  readonly nodes: TreeNode[] = [];
  private lastAdopted: TreeNode | null = null;
  private readonly segment: number;
  private readonly report: Report;

  constructor(segment: number, report: Report) {
    this.segment = segment;
    this.report = report;
  }

  private say(node: TreeNode, because: TreeNode): void {
    const { bdf, bridge } = node.facts;
    const hex = (bus: number): string => bus.toString(16).padStart(2, '0');
    const buses =
      bridge === null ? '' : ` for buses ${hex(bridge.secondary)} to ${hex(bridge.subordinate)}`;
    this.report.assumed.push({
      ...placeOf(because.facts.place),
      fact: `synthetic ${node.facts.kind ?? 'bridge'} ${formatBdf(bdf)}${buses}: the input lacks what is above ${formatBdf(because.facts.bdf)}`,
    });
  }

  /** A root bus that the input states. */
  addRoot(group: readonly TreeNode[]): void {
    const bus = group[0]?.facts.bdf.bus ?? 0;
    const known = this.roots.find((root) => root.bus === bus);
    if (known !== undefined) known.nodes.push(...group);
    else this.roots.push({ segment: this.segment, bus, isSynthetic: false, nodes: [...group] });
  }

  /** The root bus that a new root port for `bus` goes on. */
  private rootFor(bus: number): RootBus | null {
    const candidates = this.roots.filter((root) => root.bus < bus);
    const nearest = candidates.sort((a, b) => b.bus - a.bus)[0];
    if (nearest !== undefined) return nearest;
    const used = usedBuses(this.nodes);
    const free = used.has(0) ? freeBelow(used, bus) : 0;
    if (free === null || free >= bus) return null;
    const root: RootBus = { segment: this.segment, bus: free, isSynthetic: true, nodes: [] };
    this.roots.push(root);
    return root;
  }

  private freeBetween(bus: number): number | null {
    const used = usedBuses(this.nodes);
    for (const other of this.roots) used.add(other.bus);
    return freeBelow(used, bus);
  }

  /** Puts a root port (and for downstream ports their upstream port) above a group; false: no number is free. */
  addRootPort(group: readonly TreeNode[]): boolean {
    const first = group[0];
    if (first === undefined) return true;
    const { segment, bus } = first.facts.bdf;
    const root = this.rootFor(bus);
    if (root === null) return false;
    const subordinate = lastBusOf(group);
    const needsUpstream = group.some(({ facts }) => facts.kind === 'switch-downstream');
    const between = needsUpstream ? this.freeBetween(bus) : bus;
    if (between === null || between <= root.bus) return false;
    const device = freeDevice(root.nodes);
    const port = syntheticBridge(
      { segment, bus: root.bus, device },
      { secondary: between, subordinate },
      'root-port',
    );
    root.nodes.push(port);
    this.say(port, first);
    let above = port;
    if (needsUpstream) {
      const range = { secondary: bus, subordinate };
      above = syntheticBridge({ segment, bus: between, device: 0 }, range, 'switch-upstream');
      attach(port, above);
      this.say(above, first);
    }
    for (const node of group) attach(above, node);
    return true;
  }

  /** The deepest bridge whose bus range holds the group. */
  private containerOf(group: readonly TreeNode[]): TreeNode | null {
    const first = group[0];
    if (first === undefined) return null;
    let best: TreeNode | null = null;
    for (const node of this.nodes) {
      const { buses } = node;
      if (buses === null) continue;
      if (busOf(first) <= buses.secondary || busOf(first) > buses.subordinate) continue;
      const bestBuses: Buses | null = best === null ? null : best.buses;
      if (bestBuses === null || buses.secondary > bestBuses.secondary) best = node;
    }
    return best;
  }

  /** Bridges below `scope` whose buses the input does not state, in the order in which firmware numbers them. */
  private unnumbered(scope: readonly TreeNode[]): TreeNode[] {
    const found: TreeNode[] = [];
    const open = [...scope].reverse();
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (node.buses === null && node.facts.bridge === null && node.facts.isBridge === true) {
        found.push(node);
      }
      open.push(...[...node.children].reverse());
    }
    return found;
  }

  /**
   * Puts a group below a bridge whose buses the input does not state. Firmware numbers buses depth first, one for
   * each bridge: the n-th unnumbered bridge after the last known bus n leads to bus known + n.
   */
  adopt(group: readonly TreeNode[], groupsToCome: number): boolean {
    const first = group[0];
    if (first === undefined) return true;
    const { bus } = first.facts.bdf;
    const container = this.containerOf(group);
    const roots = this.roots.filter((root) => root.bus < bus).sort((a, b) => b.bus - a.bus);
    const scope = container?.children ?? roots[0]?.nodes ?? [];
    const open = this.unnumbered(scope);
    let before = container?.buses?.secondary ?? roots[0]?.bus ?? 0;
    let skip = 0;
    const last = this.lastAdopted;
    if (last !== null && (last.buses?.secondary ?? 0) >= before) {
      before = last.buses?.secondary ?? before;
      const after = this.unnumbered(last.children).length;
      skip = open.findIndex((node) => isAfter(node, last));
      if (skip < 0 && after === 0) skip = Math.max(0, open.length - 1);
    }
    // Where numbers were left out for hot plug the count leads too far: later groups need a bridge each.
    const from = Math.max(0, skip);
    const to = Math.max(from, open.length - 1 - groupsToCome);
    const bridge = open[Math.min(from + Math.max(0, bus - before - 1), to)];
    if (bridge === undefined) return false;
    bridge.buses = { secondary: bus, subordinate: lastBusOf(group) };
    for (let up = bridge.parent; up !== null; up = up.parent) {
      const own = up.buses;
      if (own === null || up.facts.bridge !== null) break;
      up.buses = { ...own, subordinate: Math.max(own.subordinate, bridge.buses.subordinate) };
    }
    this.lastAdopted = bridge;
    for (const node of group) {
      attach(bridge, node);
      node.isParentAssumed = true;
    }
    this.report.assumed.push({
      ...placeOf(first.facts.place),
      fact: `${formatBdf(first.facts.bdf)} below ${formatBdf(bridge.facts.bdf)}, by the order of bus numbers: the listing has no Bus line for it, lspci -v has`,
    });
    return true;
  }

  /** Puts a group below the stated bridge whose range holds it, with the bridges between that the input lacks. */
  addBelowContainer(group: readonly TreeNode[]): boolean {
    const container = this.containerOf(group);
    const first = group[0];
    if (container === null || first === undefined) return false;
    const { buses } = container;
    if (buses === null) return false;
    const { segment, bus } = first.facts.bdf;
    const own = { secondary: bus, subordinate: Math.min(lastBusOf(group), buses.subordinate) };
    const children = container.children.filter((child) => child.physical === null);
    const hasBridges = children.some(({ facts }) => facts.isBridge === true);
    let above = container;
    const insert = (at: number, device: number, range: typeof own, kind: FunctionKind): void => {
      const bridge = syntheticBridge({ segment, bus: at, device }, range, kind);
      attach(above, bridge);
      this.say(bridge, first);
      above = bridge;
    };
    if (hasBridges) insert(buses.secondary, freeDevice(children), own, 'switch-downstream');
    else if (children.length === 0) {
      const isPort = first.facts.kind === 'switch-downstream';
      const inner = buses.secondary + 1;
      if (!isPort && inner < bus) {
        insert(
          buses.secondary,
          0,
          { secondary: inner, subordinate: buses.subordinate },
          'switch-upstream',
        );
        insert(inner, 0, own, 'switch-downstream');
      } else insert(buses.secondary, 0, own, isPort ? 'switch-upstream' : 'pcie-to-pci-bridge');
    }
    for (const node of group) attach(above, node);
    return true;
  }
}

/**
 * Finds the root buses and puts in the ports that functions need and the input lacks.
 *
 * @returns the root buses in order, and every function that the input names.
 */
export function buildTopology(
  functions: readonly FunctionFacts[],
  report: Report,
): { readonly roots: readonly RootBus[]; readonly nodes: readonly TreeNode[] } {
  const forest = buildForest(functions, report);
  const segments = new Map<number, Segment>();
  const segmentOf = ({ facts }: TreeNode): Segment => {
    const { segment } = facts.bdf;
    const known = segments.get(segment) ?? new Segment(segment, report);
    segments.set(segment, known);
    return known;
  };
  for (const node of forest.nodes) segmentOf(node).nodes.push(node);
  for (const group of forest.groups) {
    const first = group[0];
    if (first !== undefined) segmentOf(first).groups.push(group);
  }
  const roots = [...segments.values()].flatMap((segment) => {
    for (const group of segment.groups) if (!hasMissingParent(group)) segment.addRoot(group);
    const orphans = segment.groups.filter(hasMissingParent);
    for (const [i, group] of orphans.entries()) {
      const toCome = orphans.length - 1 - i;
      const isPlaced =
        segment.adopt(group, toCome) ||
        segment.addBelowContainer(group) ||
        segment.addRootPort(group);
      if (!isPlaced) segment.addRoot(group);
    }
    return segment.roots;
  });
  roots.sort((a, b) => a.segment - b.segment || a.bus - b.bus);
  decideKinds(roots.flatMap((root) => root.nodes));
  return { roots, nodes: forest.nodes };
}
