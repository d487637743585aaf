import { iommuGroups } from '../../core/linux/groups.ts';
import { linuxMachine } from '../../core/linux/machine-tree.ts';
import type { Machine } from '../../core/machine/types.ts';
import { around, mergedCards } from './hull-shape.ts';
import type { Rect, Scene } from './scene.ts';

/** An IOMMU group as a hull around the cards of its functions. */
export interface Hull {
  readonly group: number;
  /** Functions in the group, bridges included. */
  readonly members: number;
  readonly rects: readonly Rect[];
}

const PAD = 8;
const LABEL = 22;

/**
 * The IOMMU groups that Linux forms on a machine, around the devices in them. A group whose only members are
 * bridges and ports is not drawn: nothing is assigned with it. Devices of one group that stand next to each
 * other share one hull.
 */
export function hullsOf(machine: Machine, scene: Scene): Hull[] {
  const linux = linuxMachine(machine);
  const { groups } = iommuGroups(linux.tree, linux);
  return groups.flatMap((indices, group): Hull[] => {
    const cards = indices
      .flatMap((index) => {
        const id = linux.tree.functions[index]?.name ?? '';
        const fn = machine.functions[index];
        const anchor = scene.anchors.get(fn?.id ?? id);
        return anchor?.kind === 'card' ? [anchor.rect] : [];
      })
      .toSorted((a, b) => a.x - b.x);
    if (cards.length === 0) return [];
    return [
      {
        group,
        members: indices.length,
        rects: mergedCards(cards).map((rect) => around(rect, PAD, LABEL)),
      },
    ];
  });
}
