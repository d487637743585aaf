import type { XYPosition } from '@xyflow/react';
import type { MouseEvent as ReactMouseEvent } from 'react';
import type { Edit } from '../../core/scenario/edit.ts';
import { givenTo } from '../../core/scenario/edit-actors.ts';
import type { Actor } from '../../core/scenario/schema-actors.ts';
import { actorsNow } from '../../store/software.ts';
import { ownerHulls } from './owner-hulls.ts';
import type { Point, Scene } from './scene.ts';

type DragEnd = MouseEvent | TouchEvent | ReactMouseEvent;

function pointOf(event: DragEvent | DragEnd): Point | null {
  const at = 'changedTouches' in event ? event.changedTouches[0] : event;
  return at === undefined ? null : { x: at.clientX, y: at.clientY };
}

/** Functions of the boxes that were dragged; hosts and switches are given to nobody. */
function draggedFunctions(scene: Scene, ids: readonly string[]): readonly string[] {
  return scene.boxes.flatMap(({ part }) =>
    part.kind === 'device' && ids.includes(part.id) ? part.functions.map(({ id }) => id) : [],
  );
}

interface Target {
  readonly actor: Actor;
  /** A chip of the shelf: the device stays where it was. */
  readonly isChip: boolean;
}

function targetAt(
  scene: Scene,
  at: Point,
  toFlow: (at: XYPosition) => XYPosition,
  functions: readonly string[],
): Target | null {
  const actors = actorsNow();
  const chip = document
    .elementsFromPoint(at.x, at.y)
    .find((one): one is HTMLElement => one instanceof HTMLElement && 'actor' in one.dataset);
  const chosen = actors.find(({ id }) => id === chip?.dataset['actor']);
  if (chosen) return { actor: chosen, isChip: true };
  const { x, y } = toFlow(at);
  const hull = ownerHulls(actors, scene).find(
    ({ actor, rect }) =>
      x >= rect.x &&
      x <= rect.x + rect.width &&
      y >= rect.y &&
      y <= rect.y + rect.height &&
      // Moving a device inside its own hull is moving it.
      !functions.every((id) => actor.functions.includes(id)),
  );
  return hull ? { actor: hull.actor, isChip: false } : null;
}

/**
 * What a finished drag does: it moves, and on a Realm or VM it also gives the devices to that. One undo step.
 *
 * @param scene as it was before the drag: hulls do not follow the device that leaves them.
 */
export function dropEdit(
  scene: Scene,
  positions: Readonly<Record<string, Point>>,
  event: DragEnd,
  toFlow: (at: XYPosition) => XYPosition,
): Edit {
  const move: Edit = { kind: 'move', positions };
  const at = pointOf(event);
  const functions = draggedFunctions(scene, Object.keys(positions));
  const target = at && functions.length > 0 ? targetAt(scene, at, toFlow, functions) : null;
  if (target === null) return move;
  const actors = functions.reduce((now, id) => givenTo(now, id, target.actor.id), actorsNow());
  const give: Edit = { kind: 'setActors', actors };
  return target.isChip ? give : { kind: 'batch', edits: [move, give] };
}
