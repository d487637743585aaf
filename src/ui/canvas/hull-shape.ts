import type { Rect } from './scene.ts';

/** Cards that are no further apart than this share one hull, px. */
const APART = 40;

/** A hull around a rectangle: `pad` px on three sides, `label` px below it for its name. */
export function around({ x, y, width, height }: Rect, pad: number, label: number): Rect {
  return { x: x - pad, y: y - pad, width: width + 2 * pad, height: height + pad + label };
}

/** Cards that stand next to each other as one rectangle; the cards are sorted from left to right. */
export function mergedCards(cards: readonly Rect[]): Rect[] {
  const rects: Rect[] = [];
  for (const card of cards) {
    const last = rects.at(-1);
    if (last && card.y < last.y + last.height && card.x - (last.x + last.width) <= APART) {
      const right = Math.max(last.x + last.width, card.x + card.width);
      const top = Math.min(last.y, card.y);
      const bottom = Math.max(last.y + last.height, card.y + card.height);
      rects[rects.length - 1] = {
        x: last.x,
        y: top,
        width: right - last.x,
        height: bottom - top,
      };
    } else {
      rects.push(card);
    }
  }
  return rects;
}
