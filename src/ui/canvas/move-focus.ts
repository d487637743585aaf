import { useFocusId } from './focus.ts';
import type { Scene } from './scene.ts';

/** Parts in the order of the hierarchy: a host, its ports, what hangs below each of them. */
function orderOf(scene: Scene): string[] {
  return [...scene.anchors.entries()]
    .sort(([, a], [, b]) => a.rect.y - b.rect.y || a.rect.x - b.rect.x)
    .map(([id]) => id);
}

/** The part nearest to another in one direction. */
function neighbour(scene: Scene, id: string, key: string): string | null {
  const from = scene.anchors.get(id)?.rect;
  if (!from) return null;
  const centerX = from.x + from.width / 2;
  let best: { readonly id: string; readonly distance: number } | null = null;
  for (const [other, { rect }] of scene.anchors) {
    if (other === id) continue;
    const dx = rect.x + rect.width / 2 - centerX;
    const dy = rect.y - from.y;
    const isVertical = key === 'ArrowUp' || key === 'ArrowDown';
    const forward = { ArrowUp: -dy, ArrowDown: dy, ArrowLeft: -dx, ArrowRight: dx }[key] ?? 0;
    const aside = Math.abs(isVertical ? dx : dy);
    if (forward <= 4 || aside > (isVertical ? Infinity : 60)) continue;
    const distance = forward + aside * (isVertical ? 0.5 : 4);
    if (best === null || distance < best.distance) best = { id: other, distance };
  }
  return best?.id ?? null;
}

/** Moves keyboard focus on the canvas with an arrow key; returns whether the key was one. */
export function moveFocus(scene: Scene, key: string): boolean {
  if (!key.startsWith('Arrow')) return false;
  const now = useFocusId.getState().id;
  const next = now === null ? (orderOf(scene)[0] ?? null) : neighbour(scene, now, key);
  if (next === null) return true;
  useFocusId.setState({ id: next });
  document.querySelector<HTMLElement>(`.canvas [data-part="${CSS.escape(next)}"]`)?.focus();
  return true;
}
