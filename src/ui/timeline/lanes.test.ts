import { describe, expect, test } from 'vitest';
import { panSpan, rulerTicks, zoomSpan } from './lanes.ts';

describe('the ruler of the timeline', () => {
  test('its ticks are round and inside the stretch', () => {
    expect(rulerTicks(950_000, 1_950_000, 6)).toEqual([
      1_000_000, 1_200_000, 1_400_000, 1_600_000, 1_800_000,
    ]);
  });

  test('zooming keeps the instant under the pointer in its place', () => {
    expect(zoomSpan({ fromPs: 0, toPs: 1_000_000 }, 250_000, 0.5, 2_000_000)).toEqual({
      fromPs: 125_000,
      toPs: 625_000,
    });
  });

  test('neither zoom nor pan leaves the run', () => {
    expect(zoomSpan({ fromPs: 0, toPs: 1_000_000 }, 900_000, 10, 2_000_000)).toEqual({
      fromPs: 0,
      toPs: 2_000_000,
    });
    expect(panSpan({ fromPs: 500, toPs: 1500 }, 10_000, 2_000)).toEqual({
      fromPs: 1000,
      toPs: 2000,
    });
  });
});
