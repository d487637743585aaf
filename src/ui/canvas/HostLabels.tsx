import { ViewportPortal } from '@xyflow/react';
import { useRun } from '../../store/run.ts';
import { strings } from '../strings/canvas.ts';
import { hostAddress } from './facts.ts';
import { ROOM_FOR_MORE, nameStretch } from './host-name.ts';
import type { Scene } from './scene.ts';
import { HOST } from './sizes.ts';

interface Props {
  readonly scene: Scene;
}

/** Names of the host bridges, on the interconnect and above the path, which passes behind them. */
export function HostLabels({ scene }: Props) {
  const machine = useRun((state) => state.machine);
  return (
    <ViewportPortal>
      {scene.boxes.map((box) => {
        if (box.part.kind !== 'host') return null;
        const stretch = nameStretch(box);
        if (!stretch) return null;
        const { x, width } = stretch;
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
