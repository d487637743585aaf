import { ViewportPortal } from '@xyflow/react';
import { useRun } from '../../store/run.ts';
import { strings } from '../strings/canvas.ts';
import { hostAddress } from './facts.ts';
import type { Scene, SceneBox } from './scene.ts';
import { HOST, TBU } from './sizes.ts';

/** Least room for the name of a host bridge, and from which on it also says what it does; px. */
const ROOM_FOR_NAME = 150;
const ROOM_FOR_MORE = 390;

interface Props {
  readonly scene: Scene;
}

/** The widest stretch of the interconnect between two ports, from the left edge of the host. */
function freeStretch({ part, rect, centers }: SceneBox): {
  readonly x: number;
  readonly width: number;
} {
  const left = HOST.titleWidth;
  const right = rect.width - HOST.pad;
  const reach = TBU.shift + 8;
  const taken = part.kind === 'host' ? part.ports.map(({ port }) => centers.get(port.id) ?? 0) : [];
  const edges = [left - reach, ...taken.toSorted((a, b) => a - b), right + reach];
  let best: { readonly x: number; readonly width: number } = { x: left, width: 0 };
  edges.slice(1).forEach((to, i) => {
    const from = (edges[i] ?? left) + reach;
    const width = to - reach - from;
    if (width > best.width) best = { x: from, width };
  });
  return best.width >= ROOM_FOR_NAME ? best : { x: left, width: right - left };
}

/** Names of the host bridges, on the interconnect and above the path, which passes behind them. */
export function HostLabels({ scene }: Props) {
  const machine = useRun((state) => state.machine);
  return (
    <ViewportPortal>
      {scene.boxes.map((box) => {
        if (box.part.kind !== 'host') return null;
        const { x, width } = freeStretch(box);
        return (
          <span
            key={box.part.id}
            className="canvas-bar pointer-events-none absolute z-2 flex items-center justify-center"
            style={{
              left: box.rect.x + x,
              top: box.rect.y + HOST.barTop + 1,
              width,
              height: HOST.barHeight - 2,
            }}
          >
            <span className="flex items-baseline gap-4 rounded-chip bg-sunken px-2 whitespace-nowrap">
              <span className="canvas-name">
                {strings.hostBridge(hostAddress(machine, box.part.id))}
              </span>
              {width > ROOM_FOR_MORE && (
                <span className="canvas-fact text-ink-2">{strings.interconnect}</span>
              )}
            </span>
          </span>
        );
      })}
    </ViewportPortal>
  );
}
