import { expect, test } from 'vitest';
import { isDue, withVersion } from './versions.ts';
import type { Version } from './versions.ts';

const version = (savedAt: number, name: string | null = null): Version => ({
  savedAt,
  name,
  scenario: {},
});

test('twenty unnamed versions are kept and every named one', () => {
  let versions: readonly Version[] = [version(0, 'first light')];
  for (let at = 1; at <= 30; at++) versions = withVersion(versions, version(at));
  expect(versions.filter(({ name }) => name === null).map(({ savedAt }) => savedAt)).toEqual(
    Array.from({ length: 20 }, (_, i) => 30 - i),
  );
  expect(versions.at(-1)?.name).toBe('first light');
});

test('a version is kept a minute after the last one, and also once the clock was set back', () => {
  const noon = 1_800_000_000_000;
  expect(isDue([], noon)).toBe(true);
  expect(isDue([version(noon)], noon + 59_000)).toBe(false);
  expect(isDue([version(noon)], noon + 60_000)).toBe(true);
  expect(isDue([version(noon)], noon - 1_000)).toBe(false);
  expect(isDue([version(noon)], noon - 3_600_000)).toBe(true);
});
