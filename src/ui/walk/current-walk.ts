import { useMemo } from 'react';
import { describeWalk } from '../../core/iommu/walk-view.ts';
import type { WalkCell, WalkView } from '../../core/iommu/walk-view.ts';
import type { Machine } from '../../core/machine/types.ts';
import type { TranslateResult } from '../../core/pcie/types.ts';
import type { FlowInfo } from '../../core/sim/types.ts';
import { useRun } from '../../store/run.ts';
import { useView } from '../../store/view.ts';
import { translationAt, useWalk } from '../../store/walk.ts';
import { placeLabel } from '../words/place-label.ts';

/** The walk that is shown: of the "here" hop's IOMMU, or of the first one on the path. */
export interface CurrentWalk {
  readonly machine: Machine;
  readonly info: FlowInfo;
  readonly iommuName: string;
  readonly result: TranslateResult;
  readonly view: WalkView;
  /** The read that is looked at; null where nothing was read. */
  readonly cell: WalkCell | null;
}

/** The walk of the selected flow; null where its path meets no IOMMU. */
export function useCurrentWalk(): CurrentWalk | null {
  const machine = useRun((state) => state.machine);
  const flow = useView((state) => state.flow) ?? 0;
  const info = useRun((state) => state.run?.flows[flow]);
  const hop = useView((state) => state.hop);
  const read = useWalk((state) => state.read);
  const found = info === undefined ? null : translationAt(info, hop);
  const view = useMemo(() => describeWalk(found?.result.walk ?? []), [found?.result]);
  if (machine === null || info === undefined || found === null) return null;
  const cell = view.reads[(read ?? view.reads.length) - 1] ?? view.reads.at(-1) ?? null;
  const iommuName = placeLabel(machine, found.hop.place).name;
  return { machine, info, iommuName, result: found.result, view, cell };
}
