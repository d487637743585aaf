import { useEffect, useMemo } from 'react';
import type { Machine } from '../../core/machine/types.ts';
import type { Injected } from '../../core/pcie/inject.ts';
import { hasData } from '../../core/pcie/tlp/fields.ts';
import { useRun } from '../../store/run.ts';
import { useView } from '../../store/view.ts';
import { hopsOf } from '../../core/pcie/hops-of.ts';
import { ownHops, useInjected } from '../query/use-injected.ts';
import { tlpKindOf } from '../words/tlp-kind.ts';
import type { TlpClass } from '../words/tlp-kind.ts';
import { pathGeometry } from './path-geometry.ts';
import type { PathGeometry } from './path-geometry.ts';
import { usePath } from './path-state.ts';
import type { DrawnPath, PathMark } from './path-state.ts';
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
function marksOf(geometry: PathGeometry, { hops, here }: DrawnPath): Map<string, PathMark> {
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

function classOf({ fields, route }: Injected): TlpClass {
  if (route.request.length === 0) return 'completion';
  return fields !== null && hasData(fields.type) ? 'posted' : 'nonposted';
}

/** The path of the selected flow, unless the canvas shows a TLP that was put on the wire by hand. */
function useDrawnPath(machine: Machine | null): DrawnPath | null {
  const flow = useView((state) => state.flow) ?? 0;
  const here = useView((state) => state.hop) ?? 0;
  const info = useRun((state) => state.run?.flows[flow]);
  const injected = useInjected();
  return useMemo(() => {
    if (injected?.isOnCanvas === true && injected.result !== null) {
      const { result } = injected;
      return { hops: ownHops(result), here: -1, class: classOf(result) };
    }
    if (!machine || !info) return null;
    return { hops: hopsOf(info), here, class: tlpKindOf(info).class };
  }, [machine, info, here, injected]);
}

/** Computes the path that is drawn and tells the parts of the canvas; null while there is none. */
export function useSelectedPath(machine: Machine | null, scene: Scene): SelectedPath | null {
  const drawn = useDrawnPath(machine);
  const hops = drawn?.hops;
  const geometry = useMemo(
    () => (machine && hops ? pathGeometry(machine, scene, hops) : null),
    [machine, scene, hops],
  );
  const marks = useMemo(
    () => (geometry && drawn ? marksOf(geometry, drawn) : new Map<string, PathMark>()),
    [geometry, drawn],
  );
  useEffect(() => usePath.setState({ drawn, geometry, marks }), [drawn, geometry, marks]);
  return useMemo(() => {
    if (!machine || !drawn || !geometry) return null;
    const links = [...geometry.twoWayLinks].flatMap((index) => machine.links[index]?.id ?? []);
    return {
      color: `var(--tlp-${drawn.class})`,
      here: drawn.here,
      twoWayLinks: links.length === 0 ? NO_LINKS : links,
    };
  }, [machine, drawn, geometry]);
}
