import { describe, expect, test } from 'vitest';
import { newEndpoint } from '../../src/core/scenario/defaults.ts';
import { randomScenario } from '../../src/core/scenario/random.ts';
import type { Scenario } from '../../src/core/scenario/schema.ts';
import { scenarioProblems } from './check-scenario.ts';
import { shrink } from './shrink.ts';

/* The long form: `npm run soak:random -- 10000 [FIRST SEED]`. Among the unit tests a handful of seeds runs. */

const COUNT = Number(process.env['RANDOM_SEEDS'] ?? '25');
const FIRST = Number(process.env['RANDOM_FIRST'] ?? '1');
/** Failures that are shrunk and told; a bug seldom has one seed only. */
const MOST = 5;

const kindOf = (problem: string | undefined): string => problem?.split(/[ :]/)[0] ?? '';

function told(seed: number, scenario: Scenario, problem: string): string {
  const isSame = (one: Scenario): boolean =>
    scenarioProblems(one).some((other) => kindOf(other) === kindOf(problem));
  const least = shrink(scenario, isSame);
  const now = scenarioProblems(least).find((other) => kindOf(other) === kindOf(problem));
  return `seed ${seed}: ${problem}\nshrunk: ${now}\n${JSON.stringify(least)}`;
}

describe(`${COUNT} random scenarios from seed ${FIRST}`, () => {
  test('path, translation, conservation and determinism', () => {
    const failures: string[] = [];
    for (let seed = FIRST; seed < FIRST + COUNT && failures.length < MOST; seed++) {
      const scenario = randomScenario(seed);
      const [problem] = scenarioProblems(scenario);
      if (problem !== undefined) failures.push(told(seed, scenario, problem));
    }
    expect(failures.join('\n\n')).toBe('');
  });
});

test('shrinking leaves what fails and nothing else', () => {
  const scenario = randomScenario(3);
  const probe = newEndpoint({ id: 'probe', name: 'probe', bars: [] });
  const given = { ...scenario, components: [...scenario.components, probe] };
  const least = shrink(given, ({ components }) => components.some(({ id }) => id === 'probe'));
  expect(least.components.map(({ id }) => id)).toEqual(['probe']);
  expect(least.transfers).toEqual([]);
});
