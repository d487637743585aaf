import type { Actor } from '../../core/scenario/schema-actors.ts';
import { around, mergedCards } from './hull-shape.ts';
import type { Rect, Scene } from './scene.ts';

/** A Realm or VM around cards that it owns and that stand together. */
export interface OwnerHull {
  readonly actor: Actor;
  readonly rect: Rect;
}

const PAD = 10;
const LABEL = 24;

/** Where Realms and VMs are drawn: around the cards of their devices, with room for a name below. */
export function ownerHulls(actors: readonly Actor[], scene: Scene): OwnerHull[] {
  return actors.flatMap((actor) => {
    const cards = new Map<string, Rect>();
    for (const id of actor.functions) {
      const anchor = scene.anchors.get(id);
      if (anchor?.kind === 'card') cards.set(anchor.boxId, anchor.rect);
    }
    const sorted = [...cards.values()].toSorted((a, b) => a.x - b.x);
    return mergedCards(sorted).map((rect) => ({ actor, rect: around(rect, PAD, LABEL) }));
  });
}
