import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HOP_MS, instantOf, timeMap, totalMs, wallOf } from './time-map.ts';

describe('playback mapping', () => {
  test('to scale at 100 ns per second, 1 ns takes 10 ms', () => {
    const map = timeMap({ mapping: 'scale', endPs: 50_000, nsPerSecond: 100, ticks: [] });
    expect(totalMs(map)).toBeCloseTo(500);
    expect(wallOf(map, 1_000)).toBeCloseTo(10);
    expect(instantOf(map, 250)).toBeCloseTo(25_000);
  });

  test('even hops: a hop of 1 ns and one of 1 µs take 600 ms each', () => {
    const ticks = [10_000, 11_000, 1_011_000];
    const map = timeMap({ mapping: 'even', endPs: 2_000_000, nsPerSecond: 100, ticks });
    expect(wallOf(map, 11_000) - wallOf(map, 10_000)).toBeCloseTo(HOP_MS);
    expect(wallOf(map, 1_011_000) - wallOf(map, 11_000)).toBeCloseTo(HOP_MS);
    expect(instantOf(map, wallOf(map, 10_000) + HOP_MS / 2)).toBeCloseTo(10_500);
  });

  test('even hops: outside the followed TLP time is proportional', () => {
    const ticks = [10_000, 11_000];
    const map = timeMap({ mapping: 'even', endPs: 21_000, nsPerSecond: 100, ticks });
    expect(wallOf(map, 10_000)).toBeCloseTo(100);
    expect(totalMs(map)).toBeCloseTo(100 + HOP_MS + 100);
  });

  test('faster hops at a higher speed, but never more than ten times', () => {
    const ticks = [0, 1_000];
    const at = (nsPerSecond: number) =>
      wallOf(timeMap({ mapping: 'even', endPs: 1_000, nsPerSecond, ticks }), 1_000);
    expect(at(100)).toBeCloseTo(HOP_MS);
    expect(at(1_000)).toBeCloseTo(HOP_MS / 10);
    expect(at(Number.POSITIVE_INFINITY)).toBeCloseTo(HOP_MS / 10);
    expect(at(1)).toBeCloseTo(HOP_MS * 10);
  });

  test('an instant maps to the wall and back, and the map rises', () => {
    const rising = fc
      .uniqueArray(fc.integer({ min: 1, max: 1e9 }), { maxLength: 20 })
      .map((ticks) => ticks.sort((a, b) => a - b));
    fc.assert(
      fc.property(
        rising,
        fc.integer({ min: 1, max: 2e9 }),
        fc.constantFrom(1, 100, 10_000, Number.POSITIVE_INFINITY),
        fc.constantFrom('even', 'scale'),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (ticks, endPs, nsPerSecond, mapping, share) => {
          const map = timeMap({ mapping, endPs, nsPerSecond, ticks });
          const tPs = share * endPs;
          expect(instantOf(map, wallOf(map, tPs))).toBeCloseTo(tPs, -1);
          const walls = map.points.map((point) => point.wallMs);
          expect(walls).toEqual([...walls].sort((a, b) => a - b));
        },
      ),
    );
  });

  test('beyond either end the map stands still', () => {
    const map = timeMap({ mapping: 'scale', endPs: 1_000, nsPerSecond: 100, ticks: [] });
    expect(instantOf(map, -5)).toBe(0);
    expect(instantOf(map, 1e9)).toBe(1_000);
  });
});
