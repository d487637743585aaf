import { useMemo, useState } from 'react';
import type { Machine } from '../../core/machine/types.ts';
import type { Scenario } from '../../core/scenario/schema.ts';
import { useRun } from '../../store/run.ts';
import { useView } from '../../store/view.ts';
import { hopsOf } from '../../core/pcie/hops-of.ts';
import { componentAt } from '../../core/pcie/component-at.ts';
import { foldParts } from './fold.ts';
import type { Folded } from './fold.ts';
import { keepNodes } from './nodes.ts';
import { placeBoxes } from './scene.ts';
import { boxesOf } from './structure.ts';
import { useDrag } from './use-drag.ts';

/** More boxes than this are not mounted at once: only the path and the selection are shown. @source performance.md §3 */
const MOST_BOXES = 500;

const NOTHING_FOLDED: Folded = new Map();

/** Ids on the path of the selected flow and of the selection, as one text that changes only when they do. */
function useWanted(machine: Machine | null, isFolding: boolean): string {
  const flow = useView((state) => state.flow) ?? 0;
  const info = useRun((state) => state.run?.flows[flow]);
  const selection = useView((state) => (isFolding ? state.selection.join(' ') : ''));
  return useMemo(() => {
    if (!isFolding || !machine || !info) return selection;
    const path = hopsOf(info).flatMap(({ place }) => componentAt(machine, place) ?? []);
    return [...new Set(path), selection].join(' ');
  }, [isFolding, machine, info, selection]);
}

/**
 * The scene of a document with the drag in progress, as React Flow's nodes.
 *
 * @param isNarrow there is room for the path alone; whole machines are shown folded.
 */
export function useScene(scenario: Scenario, machine: Machine | null, isNarrow: boolean) {
  const [nodesOf] = useState(keepNodes);
  const [aspect] = useState(() => Math.max(0.5, window.innerWidth / window.innerHeight));
  const all = useMemo(() => boxesOf(scenario), [scenario]);
  const wanted = useWanted(machine, isNarrow || all.length > MOST_BOXES);
  const { parts, folded } = useMemo(
    () =>
      wanted === ''
        ? { parts: all, folded: NOTHING_FOLDED }
        : foldParts(all, new Set(wanted.split(' '))),
    [all, wanted],
  );
  const rest = useMemo(() => placeBoxes(parts, {}, aspect), [parts, aspect]);
  const drag = useDrag(rest);
  const scene = useMemo(
    () => (drag.isDragging ? placeBoxes(parts, drag.held, aspect) : rest),
    [drag.isDragging, drag.held, parts, aspect, rest],
  );
  const nodes = useMemo(() => nodesOf(scene, machine, folded), [nodesOf, scene, machine, folded]);
  return { scene, nodes, drag };
}
