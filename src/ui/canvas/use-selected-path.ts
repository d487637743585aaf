import { useEffect, useMemo } from 'react';
import type { FlowInfo } from '../../core/sim/types.ts';
import type { Machine } from '../../core/machine/types.ts';
import { useRun } from '../../store/run.ts';
import { useView } from '../../store/view.ts';
import { hopsOf } from '../explain/explanation.ts';
import { tlpKindOf } from '../words/tlp-kind.ts';
import { pathGeometry } from './path-geometry.ts';
import type { PathGeometry } from './path-geometry.ts';
import { usePath } from './path-state.ts';
import type { PathMark } from './path-state.ts';
import type { Scene } from './scene.ts';

interface SelectedPath {
  /** Colour of the class of its TLPs. */
  readonly color: string;
  readonly here: number;
  /** Ids of links that the path uses both ways. */
  readonly twoWayLinks: readonly string[];
}

const NO_LINKS: readonly string[] = [];

/** Marks of everything that the path passes. */
function marksOf(geometry: PathGeometry, info: FlowInfo, here: number): Map<string, PathMark> {
  const hops = hopsOf(info);
  const marks = new Map<string, PathMark>();
  for (const { hop, mark } of geometry.stops) {
    const { verdict, operands } = hops[hop] ?? {};
    const before = marks.get(mark);
    const isHere = hop === here;
    const decided = (operands ?? []).filter((one) => one.decided === true).map(({ name }) => name);
    marks.set(mark, {
      isHere: isHere || (before?.isHere ?? false),
      isStopped: verdict === 'blocked' || verdict === 'fault' || (before?.isStopped ?? false),
      decided: isHere ? decided : (before?.decided ?? []),
    });
  }
  return marks;
}

/** Computes the path of the selected flow and tells the parts of the canvas; null while there is none. */
export function useSelectedPath(machine: Machine | null, scene: Scene): SelectedPath | null {
  const flow = useView((state) => state.flow) ?? 0;
  const here = useView((state) => state.hop) ?? 0;
  const info = useRun((state) => state.run?.flows[flow]);
  const geometry = useMemo(
    () => (machine && info ? pathGeometry(machine, scene, hopsOf(info)) : null),
    [machine, scene, info],
  );
  const marks = useMemo(
    () => (geometry && info ? marksOf(geometry, info, here) : new Map<string, PathMark>()),
    [geometry, info, here],
  );
  useEffect(() => usePath.setState({ geometry, marks }), [geometry, marks]);
  return useMemo(() => {
    if (!machine || !info || !geometry) return null;
    const links = [...geometry.twoWayLinks].flatMap((index) => machine.links[index]?.id ?? []);
    return {
      color: `var(--tlp-${tlpKindOf(machine, info).class})`,
      here,
      twoWayLinks: links.length === 0 ? NO_LINKS : links,
    };
  }, [machine, info, geometry, here]);
}
