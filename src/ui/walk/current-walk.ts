import { useMemo } from 'react';
import { translatorsOf } from '../../core/iommu/translators.ts';
import { asLookedUp, describeWalk } from '../../core/iommu/walk-view.ts';
import type { WalkCell, WalkView } from '../../core/iommu/walk-view.ts';
import type { EntryPlace } from '../../core/iommu/edit-entry.ts';
import type { Machine } from '../../core/machine/types.ts';
import type { TranslateResult } from '../../core/pcie/types.ts';
import { translationOfPage } from '../../core/linux/page-walk.ts';
import type { FlowInfo } from '../../core/sim/types.ts';
import type { Iommu, Transfer } from '../../core/scenario/schema.ts';
import { useDocument } from '../../store/document.ts';
import { useRun } from '../../store/run.ts';
import { useView } from '../../store/view.ts';
import { useLookUp } from './use-look-up.ts';
import type { WalkLookUp } from './use-look-up.ts';
import { translationAt, useWalk } from '../../store/walk.ts';
import { placeLabel } from '../words/place-label.ts';

/** The walk that is shown: of the "here" hop's IOMMU, or of the first one on the path. */
export interface CurrentWalk {
  readonly machine: Machine;
  readonly info: FlowInfo;
  readonly iommuName: string;
  readonly result: TranslateResult;
  readonly view: WalkView;
  /** What the followed TLP met; null: not known, and the walk is that of empty caches. */
  readonly lookUp: WalkLookUp | null;
  /** The read that is looked at; null where nothing was read. */
  readonly cell: WalkCell | null;
  /** Where an edit of that read is kept; null: its words stand in no table of the document. */
  readonly place: EntryPlace | null;
}

/** What the IOMMU says about a later page of what a flow sends; null: its first page is asked for, or nothing. */
function useLaterPage(
  machine: Machine | null,
  sent: Transfer | undefined,
  iommu: number | null,
  offsetBytes: number,
): TranslateResult | null {
  return useMemo(() => {
    if (machine === null || sent === undefined || iommu === null || offsetBytes === 0) return null;
    return translationOfPage(machine, translatorsOf, { sent, offsetBytes, iommu });
  }, [machine, sent, iommu, offsetBytes]);
}

function useWalkView(result: TranslateResult | undefined, mask: number | null): WalkView {
  return useMemo(() => {
    const steps = result?.walk ?? [];
    return describeWalk(mask === null ? steps : asLookedUp(steps, mask));
  }, [result, mask]);
}

/** The walk of the selected flow; null where its path meets no IOMMU. */
export function useCurrentWalk(): CurrentWalk | null {
  const machine = useRun((state) => state.machine);
  const flow = useView((state) => state.flow) ?? 0;
  const info = useRun((state) => state.run?.flows[flow]);
  const hop = useView((state) => state.hop);
  const read = useWalk((state) => state.read);
  const found = info === undefined ? null : translationAt(info, hop);
  const iommuIndex = found?.hop.place.index ?? null;
  const lookUp = useLookUp(info ?? null, iommuIndex);
  const mask = lookUp?.readMask ?? null;
  const offsetBytes = lookUp?.offsetBytes ?? 0;
  const later = useLaterPage(machine, info?.sent, iommuIndex, offsetBytes);
  const result = later ?? found?.result;
  const view = useWalkView(result, mask);
  const { components } = useDocument((state) => state.scenario);
  if (machine === null || info === undefined || found === null || result === undefined) return null;
  const cell = view.reads[(read ?? view.reads.length) - 1] ?? view.reads.at(-1) ?? null;
  const { name: iommuName, id } = placeLabel(machine, found.hop.place);
  const iommu = components.find((one): one is Iommu => one.kind === 'iommu' && one.id === id);
  const hostBridge = machine.functions[machine.functionById.get(info.sent.from) ?? -1]?.hostBridge;
  const place =
    iommu === undefined || cell === null || hostBridge === undefined
      ? null
      : { machine, hostBridge, iommu, walk: result.walk, step: cell.step };
  return { machine, info, iommuName, result, view, lookUp, cell, place };
}
