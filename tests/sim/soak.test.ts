import { describe, expect, test } from 'vitest';
import { enumerate } from '../../src/core/machine/enumerate.ts';
import { randomScenario } from '../../src/core/scenario/random.ts';
import { advance, load } from '../../src/core/sim/engine.ts';
import { readResults } from '../../src/core/sim/results.ts';
import { createRun } from '../../src/core/sim/create-run.ts';
import { DEFAULT_LIMITS } from '../../src/core/sim/run.ts';
import { randomProgram } from './random-program.ts';
import { slowAnswer } from './slow-reference.ts';

/* Long comparisons: `node scripts/soak-engine.mjs [SEEDS]`. Among the unit tests a handful of seeds runs. */

const SEEDS = Number(process.env['ENGINE_SEEDS'] ?? '20');

describe(`${SEEDS} seeds`, () => {
  test('random workloads end as the slow reference says', () => {
    for (let seed = 1000; seed < 1000 + SEEDS; seed++) {
      const program = randomProgram(seed);
      const loaded = load(program, false);
      advance(Infinity);
      const { digest32, makespanPs, hops, sumLatencyPs } = readResults(loaded);
      const slow = slowAnswer(program);
      expect({ seed, digest32, makespanPs, hops, sumLatencyPs }).toEqual({
        seed,
        digest32: slow.digest32,
        makespanPs: slow.makespanPs,
        hops: slow.hops,
        sumLatencyPs: slow.sumLatencyPs,
      });
    }
  });

  test('random scenarios lose no TLP, end where their routes end, and repeat', () => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const { machine } = enumerate(randomScenario(seed));
      if (machine === null) continue;
      const run = createRun(machine, DEFAULT_LIMITS);
      const ends = new Map<number, number>();
      let before = -1;
      for (const { tPs, tlpId, flow, hop } of run.events(0, run.eventCount)) {
        expect(tPs, `seed ${seed}`).toBeGreaterThanOrEqual(before);
        before = tPs;
        const info = run.flows[flow];
        const hops = info?.leg === 'request' ? info.route.request : info?.route.completion;
        if (hop === (hops?.length ?? 0) - 1) ends.set(tlpId, (ends.get(tlpId) ?? 0) + 1);
      }
      const isOnce = [...ends.values()].every((count) => count === 1);
      expect({ seed, ended: ends.size, isOnce }).toEqual({
        seed,
        ended: run.tlpCount,
        isOnce: true,
      });
      const middle = Math.floor(run.endPs / 2);
      const there = run.seek(middle);
      run.seek(run.endPs);
      run.seek(0);
      expect({ seed, ...run.seek(middle) }).toEqual({ seed, ...there });
      expect([seed, createRun(machine, DEFAULT_LIMITS).digest32]).toEqual([seed, run.digest32]);
    }
  });
});
