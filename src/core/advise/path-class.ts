import { defined } from '../base/assert.ts';
import { pathOf } from '../linux/tree.ts';
import type { LinuxTree } from '../linux/tree.ts';
import type { Machine } from '../machine/types.ts';

/** The path classes of `nvidia-smi topo -m`, nearest first. */
export const PATH_CLASSES = ['X', 'PIX', 'PXB', 'PHB', 'NODE', 'SYS'] as const;
export type PathClass = (typeof PATH_CLASSES)[number];

/** What each class means, as the legend prints it. @source import-formats.md §6 */
export const CLASS_MEANING: Readonly<Record<PathClass, string>> = {
  X: 'itself',
  PIX: 'at most one PCIe switch, or one device',
  PXB: 'several PCIe switches, not the host bridge',
  PHB: 'the host bridge: up one root port, down another',
  NODE: 'host bridges of one NUMA node',
  SYS: 'NUMA nodes: the link between sockets',
};

function numaNodeOf(machine: Machine, index: number): number | null {
  const fn = defined(machine.functions[index], 'function');
  return fn.numaNode ?? machine.hostBridges[fn.hostBridge]?.numaNode ?? null;
}

/**
 * The class that a driver would print for a pair: topology alone, nothing about ACS or what is delivered.
 * Two host bridges that state no NUMA node count as one node.
 *
 * @source import-formats.md §6
 */
export function pathClass(machine: Machine, tree: LinuxTree, a: number, b: number): PathClass {
  if (a === b) return 'X';
  const pathA = pathOf(tree, a);
  const pathB = pathOf(tree, b);
  const common = pathA.find((at) => pathB.includes(at));
  if (common !== undefined) {
    const between = [
      ...pathA.slice(0, pathA.indexOf(common) + 1),
      ...pathB.slice(0, pathB.indexOf(common)),
    ];
    const switches = between.filter((at) => tree.functions[at]?.kind === 'switch-upstream');
    return switches.length <= 1 ? 'PIX' : 'PXB';
  }
  if (machine.functions[a]?.hostBridge === machine.functions[b]?.hostBridge) return 'PHB';
  return numaNodeOf(machine, a) === numaNodeOf(machine, b) ? 'NODE' : 'SYS';
}
