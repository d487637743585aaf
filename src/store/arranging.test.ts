import { expect, test } from 'vitest';
import { aligned } from './arranging.ts';

const boxes = [
  { id: 'a', x: 0, y: 0, width: 100, height: 40 },
  { id: 'b', x: 300, y: 50, width: 60, height: 40 },
  { id: 'c', x: 130, y: 90, width: 40, height: 40 },
];

test('boxes line up with the first', () => {
  expect(aligned(boxes, 'left').get('b')).toEqual({ x: 0, y: 50 });
  expect(aligned(boxes, 'top').get('c')).toEqual({ x: 130, y: 0 });
  expect(aligned(boxes, 'centre').get('b')).toEqual({ x: 20, y: 50 });
});

test('spread leaves the outer two and makes the gaps equal', () => {
  const places = aligned(boxes, 'spread');
  expect(places.get('a')).toEqual({ x: 0, y: 0 });
  expect(places.get('b')).toEqual({ x: 300, y: 50 });
  expect(places.get('c')).toEqual({ x: 180, y: 90 });
});
