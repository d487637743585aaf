import { useStore } from '@xyflow/react';
import type { CSSProperties, HTMLAttributes } from 'react';
import { useStage } from '../../store/stage.ts';
import { zoomLook, zoomStep } from './zoom.ts';

interface Props extends HTMLAttributes<HTMLDivElement> {
  readonly color: string;
}

/** Around the drawing: tells it how far the view is zoomed out, in steps, and in which colour the path is drawn. */
export function DrawingFrame({ color, children, ...rest }: Props) {
  const isProjected = useStage((state) => state.stage === 'present');
  const step = useStore((state) => zoomStep(state.transform[2], isProjected));
  const { level, grow } = zoomLook(step, isProjected);
  const style: CSSProperties & Record<`--${string}`, string | number> = {
    '--canvas-grow': grow,
    '--canvas-badge': Math.min(grow, 1.5),
    '--canvas-enlarged': grow > 1 ? 1 : 0,
    '--path-color': color,
  };
  return (
    <div
      className="canvas relative flex size-full flex-col"
      data-zoom={level}
      style={style}
      {...rest}
    >
      {children}
    </div>
  );
}
