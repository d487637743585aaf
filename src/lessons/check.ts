import type { Operand } from '../core/pcie/types.ts';
import { firstDifference } from '../core/pcie/path-difference.ts';
import type { FirstDifference } from '../core/pcie/path-difference.ts';
import type { Diagnostic } from '../core/machine/types.ts';
import type { RuleId } from '../core/rules/catalogue.ts';
import type { Scenario, Transfer } from '../core/scenario/schema.ts';
import { resultsOf } from './results.ts';
import type { NamedHop, PairResult, PathResult, Results } from './results.ts';
import type { Goal, PairCondition, PathCondition, Question, TransferRef } from './schema.ts';
import type { Task } from './lesson.ts';

/** One condition of a goal and whether it holds. */
export interface Judged {
  readonly condition: PathCondition | PairCondition;
  /** The transfer that the condition is about; null: about a pair. */
  readonly of: TransferRef | null;
  readonly isMet: boolean;
  /** What was found instead, as the machine says it; null: nothing to judge. */
  readonly found: string | null;
}

/** Where the learner's document leaves the way to the goal. */
export type Parting =
  /** The document is no machine. */
  | { readonly kind: 'noMachine'; readonly diagnostic: Diagnostic | null }
  /** No transfer of the kind that is asked for, or none that is sent. */
  | { readonly kind: 'noTransfer'; readonly of: TransferRef }
  /** The first hop that differs from the goal's path. */
  | {
      readonly kind: 'hop';
      readonly transferId: string;
      readonly leg: 'request' | 'completion';
      readonly difference: FirstDifference<NamedHop>;
    }
  /** Two functions stand to each other otherwise than asked; the rule that made it so. */
  | {
      readonly kind: 'pair';
      readonly condition: PairCondition;
      readonly rule: RuleId | null;
      readonly operands: readonly Operand[];
    }
  /** The same way as the goal's, yet a condition does not hold. */
  | { readonly kind: 'condition'; readonly judged: Judged };

export interface Check {
  readonly isMet: boolean;
  readonly judged: readonly Judged[];
  /** null where the goal is met. */
  readonly parting: Parting | null;
}

const targetOf = ({ to }: Transfer): string => (to.kind === 'bar' ? to.function : to.memory);

function isMeant(of: TransferRef, transfer: Transfer): boolean {
  return (
    transfer.from === of.from &&
    targetOf(transfer) === of.to &&
    (of.op === undefined || transfer.op === of.op) &&
    (of.at === undefined || transfer.at === of.at) &&
    (of.t === undefined || transfer.t === of.t) &&
    (of.leastBytes === undefined || transfer.bytes >= of.leastBytes)
  );
}

function judgePath(of: TransferRef, condition: PathCondition, path: PathResult | null): Judged {
  const judged = (isMet: boolean, found: string): Judged => ({ condition, of, isMet, found });
  if (path === null) return { condition, of, isMet: false, found: null };
  switch (condition.kind) {
    case 'outcome':
      return judged(path.route.outcome === condition.is, path.route.outcome);
    case 'rule': {
      const hops = path[condition.leg].filter(
        ({ place }) => condition.at === undefined || place.id === condition.at,
      );
      const isMet = hops.some(({ hop }) => hop.rule === condition.rule);
      return judged(isMet, hops.map(({ hop }) => hop.rule).join(', '));
    }
    case 'completion': {
      const status = path.route.completionStatus ?? 'none';
      return judged(status === condition.is, status);
    }
    case 'direct':
      return judged(path.isDirect === condition.is, path.isDirect ? 'direct' : 'not direct');
    default:
      return condition satisfies never;
  }
}

function judgePair(condition: PairCondition, pair: PairResult | null): Judged {
  const judged = (isMet: boolean, found: string): Judged => ({
    condition,
    of: null,
    isMet,
    found,
  });
  if (pair === null) return { condition, of: null, isMet: false, found: null };
  switch (condition.kind) {
    case 'mapType':
      return judged(pair.decision.mapType === condition.is, pair.decision.mapType);
    case 'pathClass':
      return judged(pair.pathClass === condition.is, pair.pathClass);
    case 'oneGroup':
      return judged(
        pair.isOneGroup === condition.is,
        pair.isOneGroup === null ? 'no group' : pair.isOneGroup ? 'one group' : 'two groups',
      );
    default:
      return condition satisfies never;
  }
}

type PathGoal = Goal['paths'][number];

/** The transfer that comes nearest to what is asked; of equals the one that was added last. */
function nearest({ of, must }: PathGoal, paths: readonly PathResult[]): PathResult | null {
  const score = (path: PathResult): number =>
    must.filter((condition) => judgePath(of, condition, path).isMet).length;
  return paths
    .filter(({ transfer }) => isMeant(of, transfer))
    .reduce<PathResult | null>(
      (best, path) => (best === null || score(path) >= score(best) ? path : best),
      null,
    );
}

function judgeGoal(goal: Goal, results: Results): Judged[] {
  return [
    ...goal.paths.flatMap((path) => {
      const found = nearest(path, results.paths);
      return path.must.map((condition) => judgePath(path.of, condition, found));
    }),
    ...goal.pairs.map((condition) =>
      judgePair(condition, results.pair(condition.from, condition.to)),
    ),
  ];
}

/** The first hop at which the learner's path leaves the goal's; addresses count only where nothing else differs. */
function partingOfPath(mine: PathResult, goal: PathResult): Parting | null {
  for (const address of [false, true]) {
    for (const leg of ['request', 'completion'] as const) {
      const difference = firstDifference(goal[leg], mine[leg], { address });
      if (difference !== null)
        return { kind: 'hop', transferId: mine.transfer.id, leg, difference };
    }
  }
  return null;
}

function partingOfPair(condition: PairCondition, pair: PairResult | null): Parting {
  const because =
    pair === null ? null : condition.kind === 'oneGroup' ? pair.joined : pair.decision;
  return {
    kind: 'pair',
    condition,
    rule: condition.kind === 'pathClass' ? null : (because?.rule ?? null),
    operands: condition.kind === 'pathClass' ? [] : (because?.operands ?? []),
  };
}

function partingOf(task: Task, results: Results, judged: readonly Judged[]): Parting | null {
  const reveal = resultsOf(task.reveal);
  for (const path of task.goal.paths) {
    const unmet = judged.find((one) => one.of === path.of && !one.isMet);
    if (unmet === undefined) continue;
    const mine = nearest(path, results.paths);
    if (mine === null) return { kind: 'noTransfer', of: path.of };
    const goal = reveal.kind === 'results' ? nearest(path, reveal.results.paths) : null;
    const parting = goal === null ? null : partingOfPath(mine, goal);
    return parting ?? { kind: 'condition', judged: unmet };
  }
  for (const condition of task.goal.pairs) {
    const pair = results.pair(condition.from, condition.to);
    if (!judgePair(condition, pair).isMet) return partingOfPair(condition, pair);
  }
  return null;
}

/** Judges what a document does against a task; where it fails, names the first hop that differs from the goal. */
export function checkTask(task: Task, scenario: Scenario): Check {
  const computed = resultsOf(scenario);
  if (computed.kind === 'noMachine') return { isMet: false, judged: [], parting: computed };
  const judged = judgeGoal(task.goal, computed.results);
  const isMet = judged.every((one) => one.isMet);
  return { isMet, judged, parting: isMet ? null : partingOf(task, computed.results, judged) };
}

/** Whether a document meets a goal. */
export function meets(goal: Goal, scenario: Scenario): boolean {
  const computed = resultsOf(scenario);
  return computed.kind === 'results' && judgeGoal(goal, computed.results).every((one) => one.isMet);
}

/** Indices of the options of a question that are true of a document. */
export function trueOptions(question: Question, scenario: Scenario): readonly number[] {
  return question.options.flatMap(({ when }, index) => (meets(when, scenario) ? [index] : []));
}
