import { expect, test } from 'vitest';
import { PRESETS } from '../scenario/presets/index.ts';
import { enumerate } from '../machine/enumerate.ts';
import { defined } from '../base/assert.ts';
import { barsOf } from './bars.ts';
import { createRun } from './create-run.ts';

function runOf(id: string) {
  const { scenario } = defined(
    PRESETS.find((preset) => preset.id === id),
    'a preset',
  );
  return createRun(defined(enumerate(scenario).machine ?? undefined, 'a machine'));
}

test('with no least width every TLP has its bar', () => {
  const run = runOf('pulled-out');
  const question = { fromPs: 0, toPs: run.endPs, leastPs: 0, tlpId: null };
  const drawn = barsOf(run, question).links.map(({ tlpId, link, startPs, endPs, flow }) => ({
    tlpId,
    flow,
    link,
    startPs,
    arrivePs: endPs,
  }));
  expect(drawn).toEqual(run.segmentsBetween(0, run.endPs));
  expect(drawn.length).toBeGreaterThan(700);
});

test('what cannot be told apart is one bar: nothing is left out, looks are not mixed', () => {
  const run = runOf('tlb-miss');
  const all = run.segmentsBetween(0, run.endPs);
  const question = { fromPs: 0, toPs: run.endPs, leastPs: run.endPs / 5, tlpId: 3 };
  const { links, iommus } = barsOf(run, question);
  expect(links.length).toBeLessThan(all.length);
  expect(links.reduce((sum, { count }) => sum + count, 0)).toBe(all.length);
  for (const bar of links) {
    const inside = all.filter(
      ({ link, startPs, arrivePs }) =>
        link === bar.link && startPs >= bar.startPs && arrivePs <= bar.endPs,
    );
    expect(inside.length).toBeGreaterThanOrEqual(bar.count);
    const legs = new Set(inside.map(({ flow }) => run.flows[flow]?.leg));
    expect(legs.has(defined(run.flows[bar.flow], 'a flow').leg)).toBe(true);
  }
  expect(links.filter(({ tlpId }) => tlpId === 3).every(({ count }) => count === 1)).toBe(true);
  const looks = run.lookUps(0, run.endPs);
  expect(iommus.reduce((sum, { count }) => sum + count, 0)).toBe(looks.length);
  expect(new Set(iommus.map(({ kind }) => kind))).toEqual(new Set(looks.map(({ kind }) => kind)));
});
