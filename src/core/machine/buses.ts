import type { HostBridge } from '../scenario/schema.ts';
import { isBridgeNode, nameOf } from './tree.ts';
import type { Node, Tree } from './tree.ts';
import type { Report } from './report.ts';
import { lastBusOf } from './virtual-functions.ts';

const LAST_BUS = 255;

/** Bus numbers that one host bridge may use. */
interface BusRange {
  readonly first: number;
  readonly last: number;
}

/** Numbers the buses below one host bridge, depth first. `firmware` says whether stated numbers are kept. */
class Numbering {
  /** Highest bus number in use so far. */
  private cursor: number;
  /** Per bus number: the lowest bridge whose stated range covers it; null: free for the root bus. */
  private readonly owner: (Node | null)[] = [];
  private readonly used = new Set<number>();
  private readonly range: BusRange;
  private readonly firmware: boolean;
  /** The first bridge or function that found no bus number. */
  failed: Node | null = null;

  constructor(range: BusRange, firmware: boolean) {
    this.range = range;
    this.firmware = firmware;
    this.cursor = range.first;
    this.used.add(range.first);
  }

  run(roots: readonly Node[]): void {
    if (this.firmware) this.claim(roots);
    this.number(roots, this.range.first, null);
  }

  /** The secondary bus number that firmware left in the bridge, or null. 0 means that it never set one. */
  private stated(node: Node): number | null {
    const secondary = node.component.bridge?.secondary;
    return this.firmware && secondary !== undefined && secondary !== 0 ? secondary : null;
  }

  /** Marks stated ranges, outer bridges first, so that nobody else is put into them. */
  private claim(roots: readonly Node[]): void {
    const stack = [...roots];
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      const secondary = this.stated(node);
      if (secondary !== null) {
        const last = Math.max(secondary, node.component.bridge?.subordinate ?? secondary);
        for (let bus = secondary; bus <= last; bus++) this.owner[bus] = node;
      }
      stack.push(...node.below);
    }
  }

  private freeBus(owner: Node | null): number | null {
    for (let bus = this.cursor + 1; bus <= this.range.last; bus++) {
      if ((this.owner[bus] ?? null) === owner && !this.used.has(bus)) return bus;
    }
    return null;
  }

  /** Numbers everything on `bus`; returns the highest bus number in the subtree. */
  private number(nodes: readonly Node[], bus: number, owner: Node | null): number {
    let highest = bus;
    for (const node of nodes) {
      node.bus = bus;
      highest = Math.max(highest, lastBusOf(node));
    }
    if (highest > this.range.last && this.failed === null) this.failed = nodes[0] ?? null;
    this.cursor = Math.max(this.cursor, highest);
    for (const node of nodes) {
      if (this.failed !== null) return highest;
      if (isBridgeNode(node)) highest = Math.max(highest, this.numberBridge(node, owner));
    }
    return highest;
  }

  private numberBridge(node: Node, owner: Node | null): number {
    const stated = this.stated(node);
    const bridge = node.component.bridge;
    if (stated === null && this.firmware && bridge?.secondary === 0 && node.below.length === 0) {
      // Never configured: no bus number matches it.
      node.secondary = 0;
      node.subordinate = -1;
      return node.bus;
    }
    const secondary = stated ?? this.freeBus(owner);
    if (secondary === null) {
      this.failed = node;
      return node.bus;
    }
    this.used.add(secondary);
    this.cursor = stated === null ? secondary : Math.max(this.cursor, secondary);
    node.secondary = secondary;
    const last = this.number(node.below, secondary, stated === null ? owner : node);
    const subordinate = stated === null ? undefined : bridge?.subordinate;
    node.subordinate = subordinate !== undefined && subordinate >= secondary ? subordinate : last;
    return Math.max(last, node.subordinate);
  }
}

/** Warns where what firmware stated cannot route: routing will not find these buses from above. */
function checkNesting(node: Node, report: Report): void {
  const outer = node.above;
  if (outer === null || node.subordinate < 0) return;
  if (node.secondary > outer.secondary && node.subordinate <= outer.subordinate) return;
  const own = `${node.secondary} to ${node.subordinate}`;
  const message = `${nameOf(node.component)} states buses ${own}, outside ${outer.secondary} to ${outer.subordinate} of ${nameOf(outer.component)} above it: nothing ID-routed reaches it until the numbers are corrected or removed.`;
  report.warning('bus-outside-parent', node.component.id, message);
}

function hasStatedBuses(tree: Tree, host: number): boolean {
  return tree.nodes.some(
    (node) => node.host === host && node.component.bridge?.secondary !== undefined,
  );
}

function numberHost(tree: Tree, host: number, range: BusRange, report: Report): number {
  const roots = tree.roots[host] ?? [];
  const bridge = tree.hosts[host];
  let numbering = new Numbering(range, true);
  numbering.run(roots);
  if (numbering.failed !== null && bridge !== undefined && hasStatedBuses(tree, host)) {
    const message = `The bus numbers stated below ${nameOf(bridge)} leave no room for ${nameOf(numbering.failed.component)}, so all buses below it are numbered anew.`;
    report.warning('buses-renumbered', bridge.id, message);
    numbering = new Numbering(range, false);
    numbering.run(roots);
  }
  const failed = numbering.failed;
  if (failed !== null) {
    const message = `${nameOf(failed.component)} finds no free bus number between ${range.first} and ${range.last}: a segment has 256 buses, remove bridges or use another segment.`;
    report.error('too-many-buses', failed.component.id, message);
  }
  let last = range.first;
  for (const node of roots) last = Math.max(last, node.subordinate, lastBusOf(node));
  return last;
}

/** Stated root buses in ascending order first, then the others in document order. */
function numberSegment(
  tree: Tree,
  hosts: readonly number[],
  rootBus: Map<number, number>,
  report: Report,
): void {
  const bridgeOf = (host: number): HostBridge | undefined => tree.hosts[host];
  const order = [...hosts].sort(
    (a, b) => (bridgeOf(a)?.rootBus ?? 256) - (bridgeOf(b)?.rootBus ?? 256) || a - b,
  );
  let next = 0;
  for (const [position, host] of order.entries()) {
    const bridge = bridgeOf(host);
    if (bridge === undefined) continue;
    const first = bridge.rootBus ?? next;
    const following = order[position + 1];
    const limit = following === undefined ? undefined : bridgeOf(following)?.rootBus;
    if (limit === first) {
      const message = `${nameOf(bridge)} and another host bridge of segment ${bridge.segment} both state root bus ${first}: give each its own.`;
      report.error('root-bus-clash', bridge.id, message);
    }
    if (first > LAST_BUS) {
      const message = `${nameOf(bridge)} finds no free bus number: segment ${bridge.segment} has 256 buses, move it to another segment.`;
      report.error('too-many-buses', bridge.id, message);
      continue;
    }
    const last = Math.max(first, Math.min(bridge.lastBus ?? LAST_BUS, (limit ?? 256) - 1));
    rootBus.set(host, first);
    next = Math.max(next, numberHost(tree, host, { first, last }, report) + 1);
  }
}

/**
 * Numbers all buses depth first, function by function in device order. What firmware stated is kept
 * as long as everything fits; where it does not, the host bridge is numbered anew with a warning.
 *
 * @returns the root bus of each host bridge, by index.
 */
export function numberBuses(tree: Tree, report: Report): ReadonlyMap<number, number> {
  const segments = new Map<number, number[]>();
  for (const [index, { segment }] of tree.hosts.entries()) {
    const members = segments.get(segment);
    if (members === undefined) segments.set(segment, [index]);
    else members.push(index);
  }
  const rootBus = new Map<number, number>();
  for (const hosts of segments.values()) numberSegment(tree, hosts, rootBus, report);
  for (const node of tree.nodes) if (isBridgeNode(node)) checkNesting(node, report);
  return rootBus;
}
