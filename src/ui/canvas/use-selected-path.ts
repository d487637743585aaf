import { useEffect, useMemo } from 'react';
import type { Machine } from '../../core/machine/types.ts';
import type { Plan } from '../../core/linux/map-p2p.ts';
import type { Injected } from '../../core/pcie/inject.ts';
import { hasData } from '../../core/pcie/tlp/fields.ts';
import { useRun } from '../../store/run.ts';
import { useView } from '../../store/view.ts';
import { hopsOf } from '../../core/pcie/hops-of.ts';
import { useExplainedPlan } from '../plan/use-plan.ts';
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

/** Marks of the ends of a transfer of which nothing is sent. */
function refusedMarks({ transfer, errno }: Plan): Map<string, PathMark> {
  const end = { isHere: false, isStopped: false, decided: [] };
  return new Map<string, PathMark>([
    [transfer.to.kind === 'bar' ? transfer.to.function : transfer.to.memory, end],
    [transfer.from, { ...end, isStopped: errno !== 0 }],
  ]);
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
  const { isAlone } = useExplainedPlan();
  return useMemo(() => {
    if (injected?.isOnCanvas === true && injected.result !== null) {
      const { result } = injected;
      return { hops: ownHops(result), here: -1, class: classOf(result) };
    }
    if (!machine || !info || isAlone) return null;
    return { hops: hopsOf(info), here, class: tlpKindOf(info).class };
  }, [machine, info, here, injected, isAlone]);
}

/** Computes the path that is drawn and tells the parts of the canvas; null while there is none. */
export function useSelectedPath(machine: Machine | null, scene: Scene): SelectedPath | null {
  const drawn = useDrawnPath(machine);
  const hops = drawn?.hops;
  const geometry = useMemo(
    () => (machine && hops ? pathGeometry(machine, scene, hops) : null),
    [machine, scene, hops],
  );
  const { plan, isAlone } = useExplainedPlan();
  const marks = useMemo(() => {
    if (geometry && drawn) return marksOf(geometry, drawn);
    return isAlone && plan ? refusedMarks(plan) : new Map<string, PathMark>();
  }, [geometry, drawn, plan, isAlone]);
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
