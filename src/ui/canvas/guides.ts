import type { Rect } from './scene.ts';

/** A line along which a dragged box and another one line up, canvas coordinates, px. */
export interface Guide {
  /** x: a vertical line at x = `at`; y: a horizontal one at y = `at`. */
  readonly axis: 'x' | 'y';
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

/** A box this near to a line jumps onto it, px. */
const REACH = 6;

interface Fit {
  readonly by: number;
  readonly at: number;
  readonly other: Rect;
}

const xLines = ({ x, width }: Rect): number[] => [x, x + width / 2, x + width];
const yLines = ({ y, height }: Rect): number[] => [y, y + height / 2, y + height];

function bestFit(
  own: readonly number[],
  others: readonly Rect[],
  linesOf: (rect: Rect) => number[],
): Fit | null {
  let best: Fit | null = null;
  for (const other of others) {
    for (const at of linesOf(other)) {
      for (const line of own) {
        const by = at - line;
        const isNearer = Math.abs(by) < Math.abs(best?.by ?? REACH + 1);
        if (Math.abs(by) <= REACH && isNearer) best = { by, at, other };
      }
    }
  }
  return best;
}

/**
 * Where a dragged box comes to rest: edges and centre lines of other boxes attract it, else the grid does.
 *
 * @param grid px between the lines of the grid.
 * @returns the place, and the lines along which it lines up.
 */
export function snapped(
  rect: Rect,
  others: readonly Rect[],
  grid: number,
): { readonly x: number; readonly y: number; readonly guides: readonly Guide[] } {
  const onX = bestFit(xLines(rect), others, xLines);
  const onY = bestFit(yLines(rect), others, yLines);
  const x = onX ? rect.x + onX.by : Math.round(rect.x / grid) * grid;
  const y = onY ? rect.y + onY.by : Math.round(rect.y / grid) * grid;
  const guides: Guide[] = [];
  if (onX) {
    const { other } = onX;
    guides.push({
      axis: 'x',
      at: onX.at,
      from: Math.min(y, other.y),
      to: Math.max(y + rect.height, other.y + other.height),
    });
  }
  if (onY) {
    const { other } = onY;
    guides.push({
      axis: 'y',
      at: onY.at,
      from: Math.min(x, other.x),
      to: Math.max(x + rect.width, other.x + other.width),
    });
  }
  return { x, y, guides };
}
