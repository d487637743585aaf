import { expect, test } from 'vitest';
import { stageOf, turnLaser, useStage } from './stage.ts';

test.each([
  ['', 'app'],
  ['?present=1', 'present'],
  ['?present=0', 'app'],
  ['?embed=1&present=1', 'embed'],
])('the address %s opens the stage %s', (search, stage) => {
  expect(stageOf(search)).toBe(stage);
});

test('the laser goes through three colours and off', () => {
  const seen = [1, 2, 3, 4].map(() => {
    turnLaser();
    return useStage.getState().laser;
  });
  expect(seen).toEqual([1, 2, 3, null]);
});
