import { isBridgeNode, nameOf } from './tree.ts';
import type { Node, Tree } from './tree.ts';
import type { Report } from './report.ts';

const FUNCTIONS_PER_BUS = 256;

/** First device number that enumeration hands out: 0 belongs to the host bridge, or to the only device of a link. */
function firstDevice(bridge: Node | null): number {
  return bridge === null || bridge.component.kind === 'switch-upstream' ? 1 : 0;
}

/** Next free device number for function `fn`, or null when the bus is full. */
function freeDevice(taken: ReadonlySet<number>, first: number, fn: number): number | null {
  for (let step = 0; step < 32; step++) {
    const device = (first + step) % 32;
    if (!taken.has((device << 3) | fn)) return device;
  }
  return null;
}

/** Next free function of the head's device; on a link the numbers run on into further devices (ARI). */
function freeFunction(taken: ReadonlySet<number>, head: Node, isOnLink: boolean): number | null {
  const start = head.device << 3;
  const end = isOnLink ? FUNCTIONS_PER_BUS : start + 8;
  for (let routing = start + 1; routing < end; routing++) {
    if (!taken.has(routing)) return routing;
  }
  return null;
}

function numberHeads(nodes: readonly Node[], bridge: Node | null, report: Report): Set<number> {
  const heads = nodes.filter((node) => node.head === node);
  const taken = new Set<number>();
  for (const node of heads) {
    if (node.fn < 0) node.fn = 0;
    if (node.device >= 0) taken.add((node.device << 3) | node.fn);
  }
  for (const node of heads) {
    if (node.device >= 0) continue;
    const device = freeDevice(taken, firstDevice(bridge), node.fn);
    if (device === null) {
      const message = `${nameOf(node.component)} finds no free device number: a bus holds 32 devices, move it to another bus.`;
      report.error('bus-full', node.component.id, message);
    }
    node.device = device ?? 0;
    taken.add((node.device << 3) | node.fn);
  }
  return taken;
}

function numberFurther(nodes: readonly Node[], taken: Set<number>, report: Report): void {
  const further = nodes.filter((node) => node.head !== node);
  for (const node of further) {
    if (node.fn < 0) continue;
    if (node.device < 0) node.device = node.head.device;
    taken.add((node.device << 3) | node.fn);
  }
  for (const node of further) {
    if (node.fn >= 0) continue;
    const routing = freeFunction(taken, node.head, node.head.linkAbove !== null);
    if (routing === null) {
      const message = `${nameOf(node.component)} finds no free function number: the device of ${nameOf(node.head.component)} already has 8 functions.`;
      report.error('device-full', node.component.id, message);
    }
    node.device = (routing ?? 0) >> 3;
    node.fn = (routing ?? 0) & 7;
    taken.add(routing ?? 0);
  }
}

function byDeviceFunction(a: Node, b: Node): number {
  return a.device - b.device || a.fn - b.fn;
}

/**
 * Gives every function its device and function number where the document does not state them, and
 * sorts each bus by them. Reports buses and devices that are full.
 */
export function numberDevices(tree: Tree, report: Report): void {
  const buses: [Node | null, Node[]][] = tree.roots.map((nodes) => [null, nodes]);
  for (const node of tree.nodes) if (isBridgeNode(node)) buses.push([node, node.below]);
  for (const [bridge, nodes] of buses) {
    numberFurther(nodes, numberHeads(nodes, bridge, report), report);
    nodes.sort(byDeviceFunction);
  }
}
