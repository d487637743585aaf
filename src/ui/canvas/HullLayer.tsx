import { ViewportPortal } from '@xyflow/react';
import { useMemo } from 'react';
import type { Machine } from '../../core/machine/types.ts';
import { useView } from '../../store/view.ts';
import { strings } from '../strings/canvas.ts';
import { GapList } from './GapList.tsx';
import { hullsOf } from './hulls.ts';
import type { Scene } from './scene.ts';

interface Props {
  readonly scene: Scene;
  readonly machine: Machine;
}

/** IOMMU groups behind the devices that are in them. */
export function HullLayer({ scene, machine }: Props) {
  const isShown = useView((state) => state.hulls);
  if (!isShown) return null;
  return (
    <>
      <Hulls scene={scene} machine={machine} />
      <GapList machine={machine} />
    </>
  );
}

function Hulls({ scene, machine }: Props) {
  const hulls = useMemo(() => hullsOf(machine, scene), [machine, scene]);
  return (
    <ViewportPortal>
      {hulls.flatMap(({ group, members, rects }) =>
        rects.map(({ x, y, width, height }) => (
          <span
            key={`${group} ${x} ${y}`}
            data-hull={group}
            className="pointer-events-none absolute -z-1 flex items-end justify-center rounded-surface border border-dashed border-hull-line bg-hull"
            style={{ left: x, top: y, width, height }}
          >
            <span className="canvas-fact whitespace-nowrap text-ink-3">
              {members > 1 && width > 220 ? strings.hullOf(group, members) : strings.hull(group)}
            </span>
          </span>
        )),
      )}
    </ViewportPortal>
  );
}
