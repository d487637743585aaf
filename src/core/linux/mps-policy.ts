import { defined } from '../base/assert.ts';
import type { Machine, MachineFunction } from '../machine/types.ts';
import type { Edit } from '../scenario/edit.ts';
import type { MpsPolicy } from './boot-parameters.ts';
import { pathOf } from './tree.ts';
import type { LinuxTree } from './tree.ts';

/** Max_Payload_Size and Max_Read_Request_Size of a function after boot, bytes. */
export interface PayloadSizes {
  readonly mps: number;
  readonly mrrs: number;
}

const SMALLEST_MPS = 128;

/** Max_Payload_Size Supported; what the document does not state is taken to be what is set. */
function supportedMps(machine: Machine, fn: MachineFunction): number {
  const component = machine.scenario.components.find(({ id }) => id === fn.id);
  const stated = component !== undefined && 'acs' in component ? component.mpsSupported : undefined;
  return Math.max(stated ?? fn.mps, fn.mps);
}

/** Function of the root bus at the top of each hierarchy. */
function rootOf(tree: LinuxTree, index: number): number {
  return defined(pathOf(tree, index).at(-1), 'a path ends on the root bus');
}

/**
 * What a boot with this policy makes of every function's MPS and MRRS.
 *
 * off: as firmware left it. default: a child takes its parent's MPS if it can, and a root port whose child cannot goes
 * down to it. safe: per hierarchy the largest value that all support. performance: from the top down each as large as
 * it and its parent allow, MRRS not above MPS. peer2peer: 128 everywhere.
 *
 * @source linux-dma.md §6, last row; Linux drivers/pci/probe.c pci_configure_mps(), pcie_bus_configure_settings()
 * @simplified hot-plug slots do not lower the safe value.
 */
export function mpsAfterBoot(machine: Machine, tree: LinuxTree, policy: MpsPolicy): PayloadSizes[] {
  const { functions } = machine;
  const supported = functions.map((fn) => supportedMps(machine, fn));
  const mps = functions.map((fn) => fn.mps);
  const parentsFirst = functions.toSorted(
    (a, b) => pathOf(tree, a.index).length - pathOf(tree, b.index).length,
  );
  const smallest = new Map<number, number>();
  for (const fn of functions) {
    const root = rootOf(tree, fn.index);
    smallest.set(
      root,
      Math.min(smallest.get(root) ?? Infinity, supported[fn.index] ?? SMALLEST_MPS),
    );
  }
  for (const fn of parentsFirst) {
    const own = supported[fn.index] ?? SMALLEST_MPS;
    const above = fn.parent === null ? null : (mps[fn.parent] ?? SMALLEST_MPS);
    switch (policy) {
      case 'off':
        break;
      case 'peer2peer':
        mps[fn.index] = SMALLEST_MPS;
        break;
      case 'safe':
        mps[fn.index] = smallest.get(rootOf(tree, fn.index)) ?? SMALLEST_MPS;
        break;
      case 'performance':
        mps[fn.index] = above === null ? own : Math.min(own, above);
        break;
      case 'default':
        if (above === null || fn.parent === null) break;
        if (own < above && functions[fn.parent]?.kind === 'root-port') mps[fn.parent] = own;
        mps[fn.index] = Math.min(own, mps[fn.parent] ?? above);
        break;
    }
  }
  return functions.map((fn) => {
    const size = mps[fn.index] ?? fn.mps;
    return { mps: size, mrrs: policy === 'performance' ? Math.min(fn.mrrs, size) : fn.mrrs };
  });
}

/** The edits that bring a document to what a boot with this policy leaves; empty when nothing changes. */
export function mpsEdits(machine: Machine, tree: LinuxTree, policy: MpsPolicy): Edit[] {
  return mpsAfterBoot(machine, tree, policy).flatMap((sizes, index): Edit[] => {
    const fn = defined(machine.functions[index], 'function');
    const isSame = sizes.mps === fn.mps && sizes.mrrs === fn.mrrs;
    if (isSame || fn.physicalFunction !== null) return [];
    return [{ kind: 'patchComponent', id: fn.id, patch: { ...sizes } }];
  });
}
