import { describe, expect, test } from 'vitest';
import { randomMachine } from '../../../tests/random-machine.ts';
import { iommuGroups } from '../linux/groups.ts';
import { linuxMachine } from '../linux/machine-tree.ts';
import { enumerate } from '../machine/enumerate.ts';
import { applyEdit } from '../scenario/edit.ts';
import { PRESETS } from '../scenario/presets/index.ts';
import type { Scenario } from '../scenario/schema.ts';
import { candidateChanges } from './changes.ts';
import type { Change, Goal } from './changes.ts';
import { PLAIN_WRITE, probePair } from './probe.ts';
import type { PairTiming } from './probe.ts';
import { why, whySteps } from './why.ts';

/** How many random machines are searched exhaustively; the soak script asks for 200. */
const SEEDS = Number(process.env['ADVISE_SEEDS'] ?? 12);

const preset = (id: string): Scenario => {
  const found = PRESETS.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no preset ${id}`);
  return found.scenario;
};

/** What Linux maps and how fast it is; null: nothing is mapped. */
function speedOf(scenario: Scenario, from: string, to: string): PairTiming | null {
  const { machine } = enumerate(scenario);
  const [a, b] = [machine?.functionById.get(from), machine?.functionById.get(to)];
  if (machine === null || a === undefined || b === undefined) return null;
  const facts = probePair(machine, linuxMachine(machine), { from: a, to: b }, PLAIN_WRITE);
  return facts.decision.mapType === 'NOT_SUPPORTED' ? null : facts.timing;
}

/** Over 5 % more bytes per second, or as many within 5 % and sooner there; arriving beats not arriving. */
function beats(now: PairTiming | null, then: PairTiming | null): boolean {
  if (now?.bytesPerSecond === undefined || now.bytesPerSecond === null) return false;
  if (then?.bytesPerSecond === undefined || then.bytesPerSecond === null) return true;
  const [more, less] = [now.bytesPerSecond, then.bytesPerSecond];
  if (more * 0.95 > less) return true;
  if (less * 0.95 > more) return false;
  return (now.latencyPs ?? Infinity) < (then.latencyPs ?? Infinity);
}

/** The goal, said again in the plainest way, on a machine enumerated from scratch; `before` as it was without changes. */
function holds(
  scenario: Scenario,
  from: string,
  to: string,
  goal: Goal,
  before: Scenario = scenario,
): boolean {
  if (goal === 'fastest') {
    // What Linux refuses may be fast on the wires as well: it counts for what it would be.
    const { machine: old } = enumerate(before);
    const [a, b] = [old?.functionById.get(from), old?.functionById.get(to)];
    if (old === null || a === undefined || b === undefined) return false;
    const was = probePair(old, linuxMachine(old), { from: a, to: b }, PLAIN_WRITE).timing;
    return beats(speedOf(scenario, from, to), was);
  }
  const { machine } = enumerate(scenario);
  if (machine === null) return false;
  const linux = linuxMachine(machine);
  const [a, b] = [machine.functionById.get(from), machine.functionById.get(to)];
  if (a === undefined || b === undefined) return false;
  const there = probePair(machine, linux, { from: a, to: b }, PLAIN_WRITE);
  if (goal === 'direct') return there.decision.mapType === 'BUS_ADDR' && there.isDirect;
  if (goal === 'delivered') return there.decision.mapType !== 'NOT_SUPPORTED' && there.isDelivered;
  const back = probePair(machine, linux, { from: b, to: a }, PLAIN_WRITE);
  const { groupOf } = iommuGroups(linux.tree, { kernel: linux.kernel, iommu: linux.iommu });
  const groups = [groupOf[a], groupOf[b]];
  const areApart = groups.every((group) => typeof group === 'number') && groups[0] !== groups[1];
  return areApart && !there.isDirect && !back.isDirect;
}

/** Every subset of at most three candidates that works, no two touching the same thing. */
function workingSets(scenario: Scenario, candidates: readonly Change[], goal: Goal): Set<string>[] {
  const working: Set<string>[] = [];
  const sets: Change[][] = [];
  for (const [i, a] of candidates.entries()) {
    sets.push([a]);
    for (const [j, b] of candidates.slice(i + 1).entries()) {
      sets.push([a, b], ...candidates.slice(i + j + 2).map((c) => [a, b, c]));
    }
  }
  for (const set of sets) {
    const touched = set.flatMap(({ touches }) => [...new Set(touches)]);
    if (new Set(touched).size < touched.length) continue;
    const edited = applyEdit(scenario, { kind: 'batch', edits: set.map(({ edit }) => edit) });
    if (!edited.ok || !holds(edited.value.scenario, 'ep0', 'ep1', goal, scenario)) continue;
    working.push(new Set(set.map(({ id }) => id)));
  }
  return working;
}

const isProperSubset = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean =>
  a.size < b.size && [...a].every((id) => b.has(id));

const keyOf = (ids: Iterable<string>): string => [...ids].sort().join(' + ');

describe('the smallest sets of changes', () => {
  const seeds = Array.from({ length: SEEDS }, (_, n) => n + 1);

  test.each(seeds)('on random machine %i are those that exhaustive search finds', (seed) => {
    const scenario = randomMachine(seed);
    const { machine } = enumerate(scenario);
    if (machine === null) throw new Error(`seed ${seed} is no machine`);
    expect(machine.functions.length).toBeLessThanOrEqual(12);
    const pair = {
      from: machine.functionById.get('ep0') ?? 0,
      to: machine.functionById.get('ep1') ?? 0,
    };
    for (const goal of ['direct', 'delivered', 'isolated', 'fastest'] as const) {
      const answer = why(scenario, { fromId: 'ep0', toId: 'ep1', goal });
      if (!answer.ok) throw new Error(answer.error.code);
      expect(answer.value.isReached).toBe(holds(scenario, 'ep0', 'ep1', goal));
      if (answer.value.isReached) continue;
      const candidates = candidateChanges({ machine, linux: linuxMachine(machine), pair, goal });
      const working = workingSets(scenario, candidates, goal);
      const minimal = working.filter((set) => !working.some((other) => isProperSubset(other, set)));
      const found = answer.value.fixes.map(({ changes }) => keyOf(changes.map(({ id }) => id)));
      // Sets that come down to the very same commands are given once.
      expect(minimal.map(keyOf)).toEqual(expect.arrayContaining(found));
      expect(new Set(found).size).toBe(found.length);
      const smallest = Math.min(...minimal.map(({ size }) => size));
      const sizes = answer.value.fixes.map(({ changes }) => changes.length);
      expect(Math.min(...sizes)).toBe(smallest);
      if (goal !== 'fastest') expect(sizes[0] ?? Infinity).toBe(smallest);
      for (const fix of answer.value.fixes) {
        const edited = applyEdit(scenario, fix.edit);
        expect(edited.ok && holds(edited.value.scenario, 'ep0', 'ep1', goal, scenario)).toBe(true);
      }
      if (goal !== 'fastest') continue;
      // The first answer is the fastest of all.
      const [first] = answer.value.fixes;
      for (const fix of answer.value.fixes)
        expect(first !== undefined && beats(fix.after.timing, first.after.timing)).toBe(false);
    }
  });
});

describe('what a fix costs and how it is made', () => {
  const ask = (id: string, goal: Goal, change: Partial<Scenario['system']> = {}) => {
    const scenario = preset(id);
    const system = { ...scenario.system, ...change };
    const answer = why({ ...scenario, system }, { fromId: 'nic0', toId: 'gpu0', goal });
    if (!answer.ok) throw new Error(answer.error.code);
    return answer.value;
  };

  test('clearing redirect below one switch merges each port with its device, by name', () => {
    const fix = ask('redirected', 'direct').fixes.find(({ changes }) => changes.length === 2);
    expect(fix?.instructions.setpci).toEqual([
      'setpci -s 0000:02:01.0 ECAP_ACS+6.w=0011',
      'setpci -s 0000:02:02.0 ECAP_ACS+6.w=0011',
    ]);
    expect(fix?.instructions.parameters).toEqual([
      'pci=config_acs=0x10001@0000:02:01.0;0x10001@0000:02:02.0',
    ]);
    expect(fix?.cost.groupsMerged.map(({ after }) => after)).toEqual([
      [['0000:02:01.0', '0000:03:00.0']],
      [['0000:02:02.0', '0000:04:00.0']],
    ]);
    expect(fix?.cost.checksLost.map(({ bit }) => bit)).toEqual(['RR', 'CR', 'RR', 'CR']);
  });

  test('disable_acs_redir keeps SV and UF on 6.1 and loses them from 6.12 on', () => {
    const lost = (kernel: string): string[] => {
      const fixes = ask('redirected', 'direct', { kernel }).fixes;
      const fix = fixes.find(({ changes }) => changes[0]?.id.startsWith('disable_acs_redir'));
      return [...new Set(fix?.cost.checksLost.map(({ bit }) => bit))];
    };
    expect(lost('6.1')).toEqual(['RR', 'CR']);
    expect(lost('6.12')).toEqual(['SV', 'RR', 'CR', 'UF']);
  });

  test('6.1 has no config_acs to offer', () => {
    const { fixes } = ask('redirected', 'direct', { kernel: '6.1' });
    const parameters = fixes.flatMap(({ instructions }) => instructions.parameters);
    expect(parameters.filter((one) => one.includes('config_acs'))).toEqual([]);
  });

  test('6.12 warns that config_acs for several devices needs a fix', () => {
    const { fixes } = ask('redirected', 'direct', { kernel: '6.12' });
    expect(fixes[0]?.instructions.caveats.join()).toContain('9cf8a952d57b');
  });

  test('what is reached already needs no search', () => {
    expect(ask('switch-local', 'direct')).toMatchObject({
      isReached: true,
      fixes: [],
      examined: 1,
    });
  });

  test('the search tells its progress and can be left at any step', () => {
    const steps = whySteps(preset('redirected'), {
      fromId: 'nic0',
      toId: 'gpu0',
      goal: 'direct',
    });
    const shares: number[] = [];
    for (const share of steps) shares.push(share);
    expect(shares.length).toBeGreaterThan(1);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares.every((share) => share > 0 && share < 1)).toBe(true);
  });

  test('a function that is not there is refused', () => {
    const answer = why(preset('redirected'), { fromId: 'nic9', toId: 'gpu0', goal: 'direct' });
    expect(answer).toEqual({ ok: false, error: { code: 'noFunction', id: 'nic9' } });
  });
});
