import { formatBdf } from '../base/bdf.ts';
import { iommuGroups } from '../linux/groups.ts';
import type { GroupReason } from '../linux/groups.ts';
import type { LinuxMachine } from '../linux/machine-tree.ts';
import type { Machine } from '../machine/types.ts';
import { pairComparer, endpointsOf } from './compare-pairs.ts';
import type { PairComparison } from './compare-pairs.ts';
import { pathClass } from './path-class.ts';
import type { PathClass } from './path-class.ts';

const BELOW_ONE: readonly PathClass[] = ['PIX', 'PXB'];

/** Two groups that Linux takes as isolated although the wires connect them, with the pair that proves it. */
export interface IsolationGap {
  readonly groups: readonly [number, number];
  readonly proof: PairComparison;
  /** One sentence. */
  readonly message: string;
}

/** What the isolation view draws: groups as hulls, each member's reason, and the gaps between groups. */
export interface IsolationView {
  /** Function indices; hulls in the order in which the groups were opened. */
  readonly groups: readonly (readonly number[])[];
  readonly groupOf: readonly (number | null)[];
  readonly reasons: readonly GroupReason[];
  readonly gaps: readonly IsolationGap[];
}

/**
 * The groups of a machine, and every pair of groups between which a request goes directly below the root complex.
 *
 * @source linux-dma.md §5.3 (the defect), G07
 */
export function isolationView(machine: Machine, linux: LinuxMachine): IsolationView {
  const { groups, groupOf, reasons } = iommuGroups(linux.tree, {
    kernel: linux.kernel,
    iommu: linux.iommu,
  });
  const gaps = new Map<string, IsolationGap>();
  const { compare } = pairComparer(machine, linux);
  const endpoints = endpointsOf(machine);
  for (const from of endpoints) {
    for (const to of endpoints) {
      const [a, b] = [groupOf[from.index] ?? null, groupOf[to.index] ?? null];
      if (a === null || b === null || a === b) continue;
      const key = a < b ? `${a} ${b}` : `${b} ${a}`;
      // Only below a bridge that both have above them can there be a way around the root complex.
      const isBelowOne = BELOW_ONE.includes(pathClass(machine, linux.tree, from.index, to.index));
      if (gaps.has(key) || !isBelowOne) continue;
      const proof = compare({ from: from.index, to: to.index });
      if (!proof.isDirect) continue;
      const message = `${from.name} (${formatBdf(from.bdf)}) reaches ${to.name} (${formatBdf(to.bdf)}) without the root complex, although Linux keeps them in different IOMMU groups.`;
      gaps.set(key, { groups: a < b ? [a, b] : [b, a], proof, message });
    }
  }
  return { groups, groupOf, reasons, gaps: [...gaps.values()] };
}
