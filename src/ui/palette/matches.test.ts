import { expect, test } from 'vitest';
import { bestMatches, matchScore } from './matches.ts';

test('every typed word must occur, in any order', () => {
  expect(matchScore('Add a root port', 'port add')).not.toBeNull();
  expect(matchScore('Add a root port', 'port switch')).toBeNull();
});

test('the start of a word beats its middle, and earlier beats later', () => {
  const titles = ['Import a machine', 'Show the port', 'Port first'];
  const entries = titles.map((title) => ({ title, detail: '' }));
  expect(bestMatches(entries, 'port', 9).map((one) => one.title)).toEqual([
    'Port first',
    'Show the port',
    'Import a machine',
  ]);
});

test('nothing typed keeps the order, up to the limit', () => {
  const entries = ['b', 'a', 'c'].map((title) => ({ title, detail: '' }));
  expect(bestMatches(entries, '', 2).map((one) => one.title)).toEqual(['b', 'a']);
});
