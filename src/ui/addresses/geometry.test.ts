import { describe, expect, test } from 'vitest';
import { BAND_HEIGHT, ROW, columnGeometry } from './geometry.ts';

const BANDS = [
  { start: 0x4000n, sizeBytes: 0x1000n },
  { start: 0x3000n, sizeBytes: 0x1000n },
  { start: 0n, sizeBytes: 0x1000n },
];

describe('a column of bands', () => {
  test('folded: one row each, whatever lies between them', () => {
    const { places, height, placeOf } = columnGeometry(BANDS, true);
    expect(places.map(({ top }) => top)).toEqual([0, ROW, 2 * ROW]);
    expect(height).toBe(3 * ROW);
    expect(placeOf({ start: 0x3800n, sizeBytes: 16n })).toEqual({ top: ROW, height: BAND_HEIGHT });
    expect(placeOf({ start: 0x2000n, sizeBytes: 16n })).toBeNull();
  });

  test('to scale: as high as they are large, gaps as wide as they are', () => {
    const { places, placeOf } = columnGeometry(BANDS, false);
    const [first, second, last] = places;
    expect(first?.top).toBe(0);
    expect(second?.top).toBeCloseTo(first?.height ?? 0);
    // Two of the five pages are a gap.
    expect(last?.top).toBeCloseTo(4 * (first?.height ?? 0));
    expect(placeOf({ start: 0x3800n, sizeBytes: 0x800n })?.top).toBeCloseTo(second?.top ?? 0);
    expect(placeOf({ start: 0x2000n, sizeBytes: 16n })).toBeNull();
  });

  test('to scale, labels never stand on each other, and a small band is still seen', () => {
    const far = [
      { start: 1n << 40n, sizeBytes: 4096n },
      { start: (1n << 40n) - 4096n, sizeBytes: 4096n },
      { start: 0n, sizeBytes: 4096n },
    ];
    const { places, hasLabel } = columnGeometry(far, false);
    expect(hasLabel).toEqual([true, false, true]);
    expect(Math.min(...places.map(({ height }) => height))).toBeGreaterThanOrEqual(3);
  });
});
