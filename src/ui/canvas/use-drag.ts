import { useReactFlow } from '@xyflow/react';
import type { NodeChange, XYPosition } from '@xyflow/react';
import type { MouseEvent as ReactMouseEvent } from 'react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useDocument } from '../../store/document.ts';
import { useView } from '../../store/view.ts';
import { dropEdit } from './drop-on-actor.ts';
import { snapped } from './guides.ts';
import type { Guide } from './guides.ts';
import type { CanvasNode } from './nodes.ts';
import type { Point, Scene } from './scene.ts';

const GRID = 8;

type Held = Readonly<Record<string, Point>>;

interface Drag {
  readonly held: Held;
  readonly guides: readonly Guide[];
}

const NOTHING: Drag = { held: {}, guides: [] };

/** Where a drag that moves one box by a distance takes all that move with it: every selected box, if it is one. */
function heldAt(scene: Scene, id: string, to: XYPosition): Drag {
  const { selection } = useView.getState();
  const boxIds = new Set(selection.map((one) => scene.anchors.get(one)?.boxId));
  const moving = boxIds.has(id) ? scene.boxes.filter(({ part }) => boxIds.has(part.id)) : [];
  const own = scene.boxes.find(({ part }) => part.id === id);
  if (!own) return NOTHING;
  const moved = new Set([id, ...moving.map(({ part }) => part.id)]);
  const rest = scene.boxes.filter(({ part }) => !moved.has(part.id)).map(({ rect }) => rect);
  const { x: left, y: top, guides } = snapped({ ...own.rect, x: to.x, y: to.y }, rest, GRID);
  const delta = { x: left - own.rect.x, y: top - own.rect.y };
  const others = moving.map(({ part, rect }): [string, Point] => [
    part.id,
    { x: rect.x + delta.x, y: rect.y + delta.y },
  ]);
  return { held: { ...Object.fromEntries(others), [id]: { x: left, y: top } }, guides };
}

/**
 * Dragging: positions are this canvas's own until the drag ends, then one undo step; Escape puts everything
 * back.
 *
 * @param rest the scene as the document has it, without the drag.
 */
export function useDrag(rest: Scene) {
  const [drag, setDrag] = useState<Drag>(NOTHING);
  const latest = useRef<Drag>(NOTHING);
  const isCancelled = useRef(false);

  const hold = useCallback((next: Drag) => {
    latest.current = next;
    setDrag(next);
  }, []);

  const onNodesChange = useCallback(
    (changes: NodeChange<CanvasNode>[]) => {
      if (isCancelled.current) return;
      for (const change of changes) {
        if (change.type !== 'position' || !change.position || change.dragging !== true) continue;
        hold(heldAt(rest, change.id, change.position));
      }
    },
    [rest, hold],
  );

  const onDragStart = useCallback(() => {
    isCancelled.current = false;
  }, []);

  const { screenToFlowPosition } = useReactFlow();
  const onDragStop = useCallback(
    (event: MouseEvent | TouchEvent | ReactMouseEvent) => {
      const positions = latest.current.held;
      if (Object.keys(positions).length > 0) {
        const edit = dropEdit(rest, positions, event, screenToFlowPosition);
        useDocument.getState().edit(edit, edit.kind === 'move' ? 'move' : 'assign');
      }
      hold(NOTHING);
    },
    [rest, hold, screenToFlowPosition],
  );

  const isDragging = drag !== NOTHING;
  useEffect(() => {
    if (!isDragging) return undefined;
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      event.stopPropagation();
      isCancelled.current = true;
      hold(NOTHING);
    };
    window.addEventListener('keydown', onKey, true);
    return () => window.removeEventListener('keydown', onKey, true);
  }, [isDragging, hold]);

  return { ...drag, isDragging, onNodesChange, onDragStart, onDragStop };
}
