import { err, ok } from '../base/result.ts';
import type { Result } from '../base/result.ts';
import { iommuGroups } from '../linux/groups.ts';
import { linuxMachine } from '../linux/machine-tree.ts';
import type { LinuxMachine } from '../linux/machine-tree.ts';
import { enumerate } from '../machine/enumerate.ts';
import type { Machine } from '../machine/types.ts';
import { applyEdit } from '../scenario/edit.ts';
import type { Edit } from '../scenario/edit.ts';
import type { Scenario } from '../scenario/schema.ts';
import { candidateChanges } from './changes.ts';
import type { Change, Goal } from './changes.ts';
import { costOf, costRank } from './cost.ts';
import type { Cost } from './cost.ts';
import { instructionsOf } from './instructions.ts';
import type { Instructions } from './instructions.ts';
import { PLAIN_WRITE, probePair } from './probe.ts';
import type { Manner, Pair, PairFacts } from './probe.ts';

/** What is asked: ids of two functions and what is wanted of them. */
export interface WhyQuestion {
  readonly fromId: string;
  readonly toId: string;
  readonly goal: Goal;
  readonly manner?: Manner;
  /** Largest set of changes that is tried; absent: 3. */
  readonly most?: number;
}

/** Why there is no answer at all. */
export type WhyProblem =
  | { readonly code: 'noMachine'; readonly reason: string }
  | { readonly code: 'noFunction'; readonly id: string };

/** What a state of the machine gives the pair. */
export interface PairState extends PairFacts {
  /** Both have a group and it is not the same one; null: there are no groups. */
  readonly isInOwnGroups: boolean | null;
}

/** A set of changes that reaches the goal and of which none can be left out. */
export interface Fix {
  readonly changes: readonly Change[];
  /** All of them in one undo step. */
  readonly edit: Edit;
  readonly after: PairState;
  readonly cost: Cost;
  /** Ready to be copied. */
  readonly instructions: Instructions;
}

/** The answer: how things are, and every smallest set of changes that leads to the goal. */
export interface WhyAnswer {
  readonly goal: Goal;
  readonly isReached: boolean;
  readonly before: PairState;
  /** Smallest sets first, then by cost, bandwidth and id. */
  readonly fixes: readonly Fix[];
  /** States of the machine that were run. */
  readonly examined: number;
}

interface World {
  readonly scenario: Scenario;
  readonly machine: Machine;
  readonly linux: LinuxMachine;
  readonly pair: Pair;
}

function worldOf(scenario: Scenario, question: WhyQuestion): Result<World, WhyProblem> {
  const { machine, diagnostics } = enumerate(scenario);
  if (machine === null) {
    const first = diagnostics.find(({ severity }) => severity === 'error');
    return err({ code: 'noMachine', reason: first?.message ?? 'the machine cannot exist' });
  }
  const from = machine.functionById.get(question.fromId);
  const to = machine.functionById.get(question.toId);
  if (from === undefined) return err({ code: 'noFunction', id: question.fromId });
  if (to === undefined) return err({ code: 'noFunction', id: question.toId });
  return ok({ scenario, machine, linux: linuxMachine(machine), pair: { from, to } });
}

function stateOf(world: World, question: WhyQuestion): PairState {
  const { machine, linux, pair } = world;
  const facts = probePair(machine, linux, pair, question.manner ?? PLAIN_WRITE);
  if (question.goal !== 'isolated') return { ...facts, isInOwnGroups: null };
  const { groupOf } = iommuGroups(linux.tree, { kernel: linux.kernel, iommu: linux.iommu });
  const [from, to] = [groupOf[pair.from] ?? null, groupOf[pair.to] ?? null];
  return { ...facts, isInOwnGroups: from === null || to === null ? null : from !== to };
}

/** Neither of the two reaches the other below the root complex, and Linux keeps them in groups of their own. */
function isIsolated(world: World, question: WhyQuestion, state: PairState): boolean {
  if (state.isInOwnGroups !== true || state.isDirect) return false;
  const { machine, linux, pair } = world;
  const back: Pair = { from: pair.to, to: pair.from };
  return !probePair(machine, linux, back, question.manner ?? PLAIN_WRITE).isDirect;
}

/**
 * Whether a state is what the person wants.
 *
 * direct: Linux maps bus addresses and the request goes from switch to peer. delivered: Linux maps and the request
 * arrives. isolated: groups of their own, and no direct way in either direction. fastest: mapped, and faster than
 * before.
 */
function isReached(
  world: World,
  question: WhyQuestion,
  state: PairState,
  before: PairState,
): boolean {
  switch (question.goal) {
    case 'direct':
      return state.decision.mapType === 'BUS_ADDR' && state.isDirect;
    case 'delivered':
      return state.decision.mapType !== 'NOT_SUPPORTED' && state.isDelivered;
    case 'isolated':
      return isIsolated(world, question, state);
    case 'fastest':
      return state.decision.mapType !== 'NOT_SUPPORTED' && isFaster(state, before);
  }
}

/** Rates closer than this are one rate: a 32-bit IOVA saves a header DW, which is not what is asked about. */
const SAME_RATE = 0.05;

/** More steady bandwidth, or about the same with less latency; anything delivered is faster than nothing. */
function isFaster({ timing }: PairState, { timing: other }: PairState): boolean {
  const [rate, otherRate] = [timing.bytesPerSecond ?? 0, other.bytesPerSecond ?? 0];
  if (Math.abs(rate - otherRate) > SAME_RATE * Math.max(rate, otherRate)) return rate > otherRate;
  if (timing.latencyPs === null) return false;
  return other.latencyPs === null || timing.latencyPs < other.latencyPs;
}

/** Every set of `size` candidates of which no two touch the same thing, in the candidates' order. */
function* setsOf(
  candidates: readonly Change[],
  size: number,
  start = 0,
  chosen: readonly Change[] = [],
): Generator<readonly Change[]> {
  if (chosen.length === size) {
    yield chosen;
    return;
  }
  for (const [offset, change] of candidates.slice(start).entries()) {
    const clashes = chosen.some(({ touches }) =>
      touches.some((touched) => change.touches.includes(touched)),
    );
    if (!clashes) yield* setsOf(candidates, size, start + offset + 1, [...chosen, change]);
  }
}

function binomial(n: number, k: number): number {
  let ways = 1;
  for (let i = 0; i < k; i++) ways = (ways * (n - i)) / (i + 1);
  return ways;
}

const batchOf = (changes: readonly Change[]): Edit => ({
  kind: 'batch',
  edits: changes.map(({ edit }) => edit),
});

/** The state of the machine after a set of changes; null when such a machine cannot exist. */
function worldAfter(world: World, question: WhyQuestion, changes: readonly Change[]): World | null {
  const edited = applyEdit(world.scenario, batchOf(changes));
  if (!edited.ok) return null;
  const after = worldOf(edited.value.scenario, question);
  return after.ok ? after.value : null;
}

const includesAll = (set: readonly Change[], part: readonly Change[]): boolean =>
  part.every((change) => set.includes(change));

const idsOf = ({ changes }: Fix): string => changes.map(({ id }) => id).join(' ');

/**
 * Searches for the smallest sets of changes, step by step, so that a host can show progress and stop.
 *
 * Sets are tried by size; a set that contains one that works already is not tried, so no change of an answer can be
 * left out. Each answer is proven: its edit was applied and the whole machine run again.
 *
 * @returns yields the share that is done; every set of at most `most` changes is examined.
 */
export function* whySteps(
  scenario: Scenario,
  question: WhyQuestion,
): Generator<number, Result<WhyAnswer, WhyProblem>> {
  const found = worldOf(scenario, question);
  if (!found.ok) return found;
  const world = found.value;
  const before = stateOf(world, question);
  const { goal } = question;
  if (isReached(world, question, before, before)) {
    return ok({ goal, isReached: true, before, fixes: [], examined: 1 });
  }
  const candidates = candidateChanges({ ...world, goal });
  const sizes = Array.from({ length: question.most ?? 3 }, (_, n) => n + 1);
  const total = sizes.reduce((sum, size) => sum + binomial(candidates.length, size), 1);
  const fixes: Fix[] = [];
  let examined = 1;
  for (const size of sizes) {
    const smaller = fixes.slice();
    for (const changes of setsOf(candidates, size)) {
      if (smaller.some((fix) => includesAll(changes, fix.changes))) continue;
      examined++;
      if (examined % 16 === 0) yield Math.min(0.99, examined / total);
      const after = worldAfter(world, question, changes);
      const state = after === null ? null : stateOf(after, question);
      if (after === null || state === null || !isReached(after, question, state, before)) continue;
      const cost = costOf(world, after);
      const instructions = instructionsOf(changes, world.linux.kernel);
      fixes.push({ changes, edit: batchOf(changes), after: state, cost, instructions });
    }
  }
  fixes.sort(
    (a, b) =>
      (goal === 'fastest'
        ? Number(isFaster(b.after, a.after)) - Number(isFaster(a.after, b.after))
        : 0) ||
      a.changes.length - b.changes.length ||
      costRank(a.cost) - costRank(b.cost) ||
      (b.after.timing.bytesPerSecond ?? 0) - (a.after.timing.bytesPerSecond ?? 0) ||
      (idsOf(a) < idsOf(b) ? -1 : 1),
  );
  return ok({ goal, isReached: false, before, fixes: withoutRepeats(fixes), examined });
}

/** Sets that are made by the very same commands and parameters are one answer: the smaller set stays. */
function withoutRepeats(fixes: readonly Fix[]): Fix[] {
  const seen = new Set<string>();
  return fixes.filter(({ instructions: { setpci, parameters }, edit }) => {
    if (setpci.length + parameters.length === 0) return true;
    const key = JSON.stringify([setpci, parameters, edit.kind]);
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

/** Runs whySteps to its end; `onProgress` is told the share that is done. */
export function why(
  scenario: Scenario,
  question: WhyQuestion,
  onProgress: (share: number) => void = () => {},
): Result<WhyAnswer, WhyProblem> {
  const steps = whySteps(scenario, question);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    onProgress(step.value);
  }
}

/** One sentence: what is missing and what to do. */
export function describeWhyProblem(problem: WhyProblem): string {
  switch (problem.code) {
    case 'noMachine':
      return problem.reason;
    case 'noFunction':
      return `${problem.id} is no function of this machine; choose two that are`;
  }
}
