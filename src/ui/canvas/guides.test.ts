import { describe, expect, test } from 'vitest';
import { snapped } from './guides.ts';

const box = (x: number, y: number) => ({ x, y, width: 100, height: 40 });

describe('a dragged box', () => {
  test('near the left edge of another one lines up with it, and a line shows along both', () => {
    expect(snapped(box(103, 300), [box(100, 0)], 8)).toEqual({
      x: 100,
      y: 304,
      guides: [{ axis: 'x', at: 100, from: 0, to: 344 }],
    });
  });

  test('near nothing takes the grid', () => {
    expect(snapped(box(517, 303), [box(100, 0)], 8)).toEqual({ x: 520, y: 304, guides: [] });
  });
});
