import { useMemo, useState } from 'react';
import type { Machine } from '../../core/machine/types.ts';
import type { Scenario } from '../../core/scenario/schema.ts';
import { keepNodes } from './nodes.ts';
import { placeBoxes } from './scene.ts';
import { boxesOf } from './structure.ts';
import { useDrag } from './use-drag.ts';

/** The scene of a document with the drag in progress, as React Flow's nodes. */
export function useScene(scenario: Scenario, machine: Machine | null, aspect: number) {
  const [nodesOf] = useState(keepNodes);
  const parts = useMemo(() => boxesOf(scenario), [scenario]);
  const rest = useMemo(() => placeBoxes(parts, {}, aspect), [parts, aspect]);
  const drag = useDrag(rest);
  const scene = useMemo(
    () => (drag.isDragging ? placeBoxes(parts, drag.held, aspect) : rest),
    [drag.isDragging, drag.held, parts, aspect, rest],
  );
  const nodes = useMemo(() => nodesOf(scene, machine), [nodesOf, scene, machine]);
  return { scene, nodes, drag };
}
