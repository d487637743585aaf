import { expect, test } from 'vitest';
import { createPrng } from './prng.ts';

test('the same seed gives the same numbers, another seed others', () => {
  const draw = (seed: number): number[] => {
    const prng = createPrng(seed);
    return Array.from({ length: 8 }, () => prng.below(1000));
  };
  expect(draw(1)).toEqual([367, 81, 820, 701, 149, 531, 535, 804]);
  expect(draw(2)).not.toEqual(draw(1));
});

test('numbers stay below their bound and reach all of it', () => {
  const prng = createPrng(7);
  const counts = [0, 0, 0, 0, 0];
  for (let n = 0; n < 5000; n++) {
    const drawn = prng.below(5);
    counts[drawn] = (counts[drawn] ?? 0) + 1;
  }
  expect(counts).toHaveLength(5);
  expect(Math.min(...counts)).toBeGreaterThan(700);
});

test('a chance of 1 in 4 comes true about a quarter of the time', () => {
  const prng = createPrng(3);
  const hits = Array.from({ length: 4000 }, () => prng.chance(1, 4)).filter(Boolean).length;
  expect(hits).toBeGreaterThan(850);
  expect(hits).toBeLessThan(1150);
});
