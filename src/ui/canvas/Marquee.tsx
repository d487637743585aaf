import { useReactFlow } from '@xyflow/react';
import { useCallback, useState } from 'react';
import type { MouseEvent, PointerEvent } from 'react';
import { useView } from '../../store/view.ts';
import type { Point, Rect, Scene } from './scene.ts';

interface Drag {
  readonly from: Point;
  readonly to: Point;
}

/** The rectangle between two points. */
function between({ from, to }: Drag): Rect {
  return {
    x: Math.min(from.x, to.x),
    y: Math.min(from.y, to.y),
    width: Math.abs(from.x - to.x),
    height: Math.abs(from.y - to.y),
  };
}

const contains = (outer: Rect, { x, y, width, height }: Rect): boolean =>
  x >= outer.x &&
  y >= outer.y &&
  x + width <= outer.x + outer.width &&
  y + height <= outer.y + outer.height;

const isGround = (target: EventTarget): boolean =>
  target instanceof Element && target.classList.contains('react-flow__pane');

/** Shift and drag on the ground selects what lies wholly inside the rectangle. */
export function useMarquee(scene: Scene) {
  const [drag, setDrag] = useState<Drag | null>(null);
  const { screenToFlowPosition } = useReactFlow();

  const onPointerDownCapture = useCallback((event: PointerEvent) => {
    const { target, shiftKey, button, clientX: x, clientY: y, currentTarget, pointerId } = event;
    if (!shiftKey || button !== 0 || !isGround(target)) return;
    event.stopPropagation();
    currentTarget.setPointerCapture(pointerId);
    setDrag({ from: { x, y }, to: { x, y } });
  }, []);
  // The view must not pan along.
  const onMouseDownCapture = useCallback((event: MouseEvent) => {
    if (event.shiftKey && isGround(event.target)) event.stopPropagation();
  }, []);
  const onPointerMove = useCallback((event: PointerEvent) => {
    const to = { x: event.clientX, y: event.clientY };
    setDrag((now) => (now ? { ...now, to } : null));
  }, []);
  const onPointerUp = useCallback(() => {
    if (!drag) return;
    const { x, y, width, height } = between(drag);
    const start = screenToFlowPosition({ x, y });
    const end = screenToFlowPosition({ x: x + width, y: y + height });
    const area = between({ from: start, to: end });
    const inside = [...scene.anchors].filter(
      ([, { kind, rect }]) => kind !== 'bar' && contains(area, rect),
    );
    useView.getState().select(inside.map(([id]) => id));
    setDrag(null);
  }, [drag, scene, screenToFlowPosition]);

  const area = drag ? between(drag) : null;
  const marquee = area && (
    <div
      aria-hidden="true"
      className="pointer-events-none fixed z-30 rounded-chip border border-here bg-here-soft opacity-50"
      style={{ left: area.x, top: area.y, width: area.width, height: area.height }}
    />
  );
  return {
    marquee,
    handlers: { onPointerDownCapture, onMouseDownCapture, onPointerMove, onPointerUp },
  };
}
