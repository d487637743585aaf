import { ViewportPortal } from '@xyflow/react';
import { Ban } from 'lucide-react';
import type { Plan } from '../../core/linux/map-p2p.ts';
import { strings } from '../strings/canvas.ts';
import { EndChip } from './EndChip.tsx';
import type { Scene } from './scene.ts';

interface Props {
  readonly scene: Scene;
  readonly plan: Plan;
}

/** What the canvas shows of a transfer that Linux refuses: at its requester, with the errno. No TLP leaves it. */
export function RefusedMark({ scene, plan }: Props) {
  const rect = scene.anchors.get(plan.transfer.from)?.rect;
  if (rect === undefined || plan.errno === 0) return null;
  const { x, y, width, height } = scene.bounds;
  return (
    <ViewportPortal>
      <svg
        aria-hidden="true"
        data-testid="refused-mark"
        className="pointer-events-none absolute z-1 overflow-visible"
        style={{ left: x, top: y, width, height }}
        viewBox={`${x} ${y} ${width} ${height}`}
      >
        <EndChip rect={rect} icon={Ban} tone="stop" word={strings.refusedBy(plan.errno)} />
      </svg>
    </ViewportPortal>
  );
}
