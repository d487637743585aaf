import { boxesOfIds } from './boxes.ts';
import type { PlacedBox } from './boxes.ts';
import { useDocument } from './document.ts';
import { useView } from './view.ts';

/*
 * Moving what is selected by keys, and lining it up. A box is moved by its position, which is its top left corner.
 */

type Position = { readonly x: number; readonly y: number };

const selectedBoxes = (): readonly PlacedBox[] => boxesOfIds(useView.getState().selection);

function place(boxes: readonly PlacedBox[], where: (box: PlacedBox) => Position): boolean {
  const positions = Object.fromEntries(boxes.map((box) => [box.id, where(box)]));
  return useDocument.getState().edit({ kind: 'move', positions }, 'move');
}

/** Begins moving the selection by keys; every step until `keepMove` is one undo step. */
export function beginMove(): void {
  if (selectedBoxes().length === 0) return;
  useDocument.getState().beginGesture('move');
  useView.getState().set({ isMoving: true });
  // Whatever ends the gesture or takes another selection ends moving too.
  const stops = [
    useView.subscribe((state, before) => {
      if (state.selection !== before.selection) keepMove();
      if (!state.isMoving) stopAll();
    }),
    useDocument.subscribe(({ gesture }) => {
      if (gesture?.label === 'move') return;
      stopAll();
      useView.getState().set({ isMoving: false });
    }),
  ];
  const stopAll = (): void => {
    for (const stop of stops) stop();
  };
}

/** Moves the selection, px. Only between `beginMove` and `keepMove` or `dropMove`. */
export function moveBy(dx: number, dy: number): void {
  place(selectedBoxes(), ({ x, y }) => ({ x: x + dx, y: y + dy }));
}

/** Ends moving and keeps where things are. */
export function keepMove(): void {
  useDocument.getState().endGesture();
  useView.getState().set({ isMoving: false });
}

/** Ends moving and puts everything back. */
export function dropMove(): void {
  useDocument.getState().cancelGesture();
  useView.getState().set({ isMoving: false });
}

/** How boxes line up: by their left edges, vertical centre lines, top edges, or with equal gaps from left to right. */
export type Alignment = 'left' | 'centre' | 'top' | 'spread';

/** The new places of boxes that line up; the first of them (for `spread` the outer two) stays where it is. */
export function aligned(boxes: readonly PlacedBox[], alignment: Alignment): Map<string, Position> {
  const [first] = boxes;
  if (first === undefined) return new Map();
  if (alignment === 'spread') return spread(boxes);
  const middle = first.x + first.width / 2;
  const at = (box: PlacedBox): Position => {
    if (alignment === 'left') return { x: first.x, y: box.y };
    if (alignment === 'top') return { x: box.x, y: first.y };
    return { x: middle - box.width / 2, y: box.y };
  };
  return new Map(boxes.map((box) => [box.id, at(box)]));
}

function spread(boxes: readonly PlacedBox[]): Map<string, Position> {
  const inOrder = boxes.toSorted((a, b) => a.x - b.x);
  const [first] = inOrder;
  const last = inOrder.at(-1);
  if (first === undefined || last === undefined) return new Map();
  const filled = inOrder.reduce((sum, box) => sum + box.width, 0);
  const gap = (last.x + last.width - first.x - filled) / Math.max(1, inOrder.length - 1);
  let next = first.x;
  const places = new Map<string, Position>();
  for (const box of inOrder) {
    places.set(box.id, { x: Math.round(next), y: box.y });
    next += box.width + gap;
  }
  return places;
}

/** Lines up the boxes of the selection, in one undo step. */
export function align(alignment: Alignment): void {
  const boxes = selectedBoxes();
  const places = aligned(boxes, alignment);
  useDocument.getState().edit({ kind: 'move', positions: Object.fromEntries(places) }, 'align');
}

/** How many boxes of the drawing are selected. */
export const selectedBoxCount = (): number => selectedBoxes().length;
