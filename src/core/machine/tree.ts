import type { FunctionComponent, HostBridge, Link, Scenario } from '../scenario/schema.ts';
import { isBelow, isBridge, isLinkPort } from './kinds.ts';
import type { Report } from './report.ts';

/*
 * Who hangs below whom. Nodes are filled in by one step of enumeration after the other and are
 * turned into the immutable Machine at the end.
 */

/** A function while the machine is being made. Numbers are -1 until their step has filled them in. */
export class Node {
  readonly component: FunctionComponent;
  /** Index of its host bridge; -1: no host bridge reaches it. */
  host = -1;
  /** The bridge directly above; null on a root bus. */
  above: Node | null = null;
  /** Function 0 of its device; itself where it is that. */
  head: Node = this;
  /** Functions on the secondary bus. */
  below: Node[] = [];
  linkAbove: Link | null = null;
  linkBelow: Link | null = null;
  bus = -1;
  device: number;
  fn: number;
  secondary = -1;
  subordinate = -1;

  constructor(component: FunctionComponent) {
    this.component = component;
    this.device = component.device ?? -1;
    this.fn = component.fn ?? -1;
  }
}

export interface Tree {
  readonly hosts: readonly HostBridge[];
  /** Functions on the root bus of each host bridge. */
  readonly roots: readonly Node[][];
  /** Every function that hangs below a host bridge, parents before children. */
  readonly nodes: readonly Node[];
}

/** What a person calls the component. */
export function nameOf(component: { readonly id: string; readonly name: string }): string {
  return component.name === '' ? component.id : component.name;
}

function reportDuplicates(scenario: Scenario, report: Report): void {
  const seen = new Set<string>();
  const check = (id: string): void => {
    if (seen.has(id)) {
      report.error(
        'duplicate-id',
        id,
        `Two things have the id ${id}: give one of them another id.`,
      );
    }
    seen.add(id);
  };
  for (const { id } of scenario.components) check(id);
  for (const { id } of scenario.links) check(id);
  seen.clear();
  for (const { id } of scenario.transfers) check(id);
}

function attachLink(link: Link, byId: ReadonlyMap<string, Node>, report: Report): void {
  const port = byId.get(link.from);
  const device = byId.get(link.to);
  if (port === undefined || device === undefined) {
    const missing = port === undefined ? link.from : link.to;
    const message = `Link ${link.id} ends at ${missing}, which is no function of this document: remove the link or add the function.`;
    report.error('link-end-missing', link.id, message);
    return;
  }
  const [above, below] = [nameOf(port.component), nameOf(device.component)];
  if (!isLinkPort(port.component.kind)) {
    const message = `Link ${link.id} starts at ${above}, which is no port: start it at a root port or a switch downstream port.`;
    report.error('link-from-no-port', link.id, message);
  } else if (isLinkPort(device.component.kind) && device.component.kind !== 'pci-to-pcie-bridge') {
    const message = `Link ${link.id} ends at ${below}, which is itself a port that faces down: end it at an endpoint, a bridge or a switch upstream port.`;
    report.error('link-to-port', link.id, message);
  } else if (port.linkBelow !== null) {
    const message = `${above} has two links, ${port.linkBelow.id} and ${link.id}: a port has one link, remove one of them.`;
    report.error('two-links-on-port', link.from, message);
  } else if (device.component.parent !== null) {
    const message = `${below} is on link ${link.id} and also inside ${device.component.parent}: keep one of the two.`;
    report.error('link-and-parent', link.to, message);
  } else if (device.linkAbove !== null) {
    const message = `${below} hangs below two ports, on links ${device.linkAbove.id} and ${link.id}: a device has one link up, remove one of them.`;
    report.error('two-parents', link.to, message);
  } else {
    port.linkBelow = link;
    device.linkAbove = link;
    device.above = port;
    port.below.push(device);
  }
}

/** Follows `parent`; returns the host bridge index of a root function, or -1. */
function attachInside(
  node: Node,
  byId: ReadonlyMap<string, Node>,
  hostIndex: ReadonlyMap<string, number>,
  report: Report,
): number {
  const { id, parent } = node.component;
  if (parent === null) return -1;
  const host = hostIndex.get(parent);
  if (host !== undefined) return host;
  const outer = byId.get(parent);
  if (outer === undefined) {
    const message = `${nameOf(node.component)} is inside ${parent}, which is neither a host bridge nor a function of this document: choose another parent.`;
    report.error('parent-missing', id, message);
  } else if (isBelow(outer.component, node.component)) {
    node.above = outer;
    outer.below.push(node);
  } else {
    node.head = outer;
  }
  return -1;
}

/** Gives every further function the place of its function 0, which may itself have been given as a further one. */
function joinHeads(
  nodes: readonly Node[],
  roots: readonly Node[][],
  onRoot: Map<Node, number>,
): void {
  for (const node of nodes) {
    if (node.head === node) continue;
    const seen = new Set<Node>([node]);
    let head = node.head;
    while (head.head !== head && !seen.has(head)) {
      seen.add(head);
      head = head.head;
    }
    if (seen.has(head)) continue;
    node.head = head;
    const host = onRoot.get(head);
    if (host !== undefined) roots[host]?.push(node);
    if (head.above !== null) {
      node.above = head.above;
      head.above.below.push(node);
    }
  }
}

/** Marks everything below the host bridges; returns it with parents before children. */
function reach(roots: readonly Node[][]): Node[] {
  const reached: Node[] = [];
  for (const [host, functions] of roots.entries()) {
    const queue = [...functions];
    // The list grows while it is walked: level by level, in document order.
    for (const node of queue) {
      node.host = host;
      reached.push(node);
      queue.push(...node.below);
    }
  }
  return reached;
}

/** Says of everything that no host bridge reaches whether it goes round in a circle or hangs on nothing. */
function reportUnreached(nodes: readonly Node[], hasHosts: boolean, report: Report): void {
  const done = new Set<Node>();
  for (const start of nodes) {
    if (start.host >= 0) continue;
    const onPath = new Set<Node>();
    let node = start;
    for (;;) {
      if (done.has(node)) break;
      if (onPath.has(node)) {
        const message = `${nameOf(node.component)} is below itself: remove one of the links or parents of this loop.`;
        report.error('loop', node.component.id, message);
        break;
      }
      onPath.add(node);
      const up = node.head === node ? node.above : node.head;
      if (up === null) {
        const isDangling = node.component.parent === null && node.linkAbove === null;
        if (isDangling && hasHosts) {
          const message = `${nameOf(node.component)} is connected to nothing and left out: connect it to a root port or a switch downstream port.`;
          report.warning('not-connected', node.component.id, message);
        }
        break;
      }
      node = up;
    }
    for (const seen of onPath) done.add(seen);
  }
}

/**
 * Resolves links and parents into one tree per host bridge.
 *
 * Reports: duplicate ids, links without ends, from no port or to a port, two links on a port, two
 * parents, link and parent, missing parents, loops, no host bridge at all, and (as a warning) what is
 * connected to nothing, which is left out with everything below it.
 */
export function buildTree(scenario: Scenario, report: Report): Tree {
  reportDuplicates(scenario, report);
  const hosts: HostBridge[] = [];
  const hostIndex = new Map<string, number>();
  const byId = new Map<string, Node>();
  for (const component of scenario.components) {
    if (component.kind === 'host-bridge') {
      hostIndex.set(component.id, hosts.length);
      hosts.push(component);
    } else if (
      component.kind !== 'memory' &&
      component.kind !== 'iommu' &&
      component.kind !== 'note'
    ) {
      byId.set(component.id, new Node(component));
    }
  }
  for (const link of scenario.links) attachLink(link, byId, report);
  const nodes = [...byId.values()];
  const roots: Node[][] = hosts.map(() => []);
  const onRoot = new Map<Node, number>();
  for (const node of nodes) {
    const host = attachInside(node, byId, hostIndex, report);
    if (host < 0) continue;
    onRoot.set(node, host);
    roots[host]?.push(node);
  }
  joinHeads(nodes, roots, onRoot);
  const reached = reach(roots);
  const first = nodes[0];
  if (hosts.length === 0 && first !== undefined) {
    const message = 'There is no host bridge: add one and put the root ports into it.';
    report.error('no-host-bridge', first.component.id, message);
  }
  reportUnreached(nodes, hosts.length > 0, report);
  return { hosts, roots, nodes: reached };
}

/** Whether the function has a secondary bus. */
export function isBridgeNode(node: Node): boolean {
  return isBridge(node.component.kind);
}
