import { err } from '../core/base/result.ts';
import type { Result } from '../core/base/result.ts';
import type { Scenario, Transfer } from '../core/scenario/schema.ts';
import { meets, trueOptions } from './check.ts';
import { describeLessonProblem, lessonFile, parseLesson } from './lesson.ts';
import type { Lesson } from './lesson.ts';
import { resultsOf } from './results.ts';
import type { PathResult } from './results.ts';
import type { Goal, PathCondition, Question, TransferRef } from './schema.ts';

/* A lesson made from documents: what it starts with, and one that does what the learner is to reach. */

/** What a person says about a lesson that is made from two documents. */
export interface LessonDraft {
  readonly title: string;
  /** What the learner is told, at most 60 words. */
  readonly text: string;
  readonly start: Scenario;
  /** Does what is to be reached; also what is shown to a learner who gives up. */
  readonly solved: Scenario;
  /** Id of the transfer, in `solved`, that is judged. */
  readonly transferId: string;
  /** What of its results is asked for. */
  readonly must: readonly PathCondition[];
  /** A nudge, a pointer, the way. */
  readonly hints: readonly [string, string, string];
  /** Asked before the learner begins; null: nothing is. */
  readonly question: {
    readonly ask: string;
    /** What is so at the start. */
    readonly right: string;
    /** What will be so once the goal is met. */
    readonly wrong: string;
    /** Said afterwards. */
    readonly because: string;
  } | null;
}

/** Why no lesson can be made of a draft. */
export type BuildProblem =
  | { readonly code: 'noTransfer' }
  | { readonly code: 'nothingChosen' }
  /** There is nothing left to do. */
  | { readonly code: 'startMeetsGoal' }
  /** The document that should show the way does not meet the goal. */
  | { readonly code: 'solvedMissesGoal' }
  /** No result tells start and goal apart, or the start sends nothing. */
  | { readonly code: 'noAnswer' }
  | { readonly code: 'text'; readonly reason: string };

function pathOf(scenario: Scenario, is: (transfer: Transfer) => boolean): PathResult | null {
  const computed = resultsOf(scenario);
  if (computed.kind === 'noMachine') return null;
  return computed.results.paths.find(({ transfer }) => is(transfer)) ?? null;
}

/** Every result of a path that a goal can ask for: outcome, completion, whether it stays below, the rule of each hop. */
function conditionsOf({ route, isDirect, request, completion }: PathResult): PathCondition[] {
  const rules = (leg: 'request' | 'completion', hops: PathResult['request']): PathCondition[] =>
    hops.map(({ place, hop }) => ({ kind: 'rule', leg, rule: hop.rule, at: place.id }));
  return [
    { kind: 'outcome', is: route.outcome },
    { kind: 'direct', is: isDirect },
    ...(route.completionStatus === null
      ? []
      : [{ kind: 'completion', is: route.completionStatus } as const]),
    ...rules('request', request),
    ...rules('completion', completion),
  ];
}

/** What the goal of a lesson can ask of a transfer, as a document runs it; empty when it sends nothing. */
export function offeredConditions(scenario: Scenario, transferId: string): PathCondition[] {
  const path = pathOf(scenario, ({ id }) => id === transferId);
  return path === null ? [] : conditionsOf(path);
}

/** Two conditions ask the same. */
export const isSameCondition = (a: PathCondition, b: PathCondition): boolean =>
  JSON.stringify(a) === JSON.stringify(b);

function refOf({ from, to, op }: Transfer): TransferRef {
  return { from, to: to.kind === 'bar' ? to.function : to.memory, op };
}

/** The question: right is what is so at the start and not at the goal, wrong is the goal itself. */
function questionOf(draft: LessonDraft, of: TransferRef, goal: Goal): Question | null {
  const { question, start, solved } = draft;
  if (question === null) return null;
  const isSame = (one: Transfer): boolean => JSON.stringify(refOf(one)) === JSON.stringify(of);
  const now = pathOf(start, isSame);
  if (now === null) return null;
  const here = conditionsOf(now)
    .map((condition): Goal => ({ paths: [{ of, must: [condition] }], pairs: [] }))
    .find((when) => !meets(when, solved));
  if (here === undefined) return null;
  const { ask, right, wrong, because } = question;
  return {
    ask,
    because,
    options: [
      { text: wrong, when: goal },
      { text: right, when: here },
    ],
  };
}

const idOf = (title: string): string =>
  `made-${title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 40)}`;

/** Makes a lesson of one step, checked as a lesson of a file is: the start misses the goal, the solved document meets it. */
export function buildLesson(draft: LessonDraft): Result<Lesson, BuildProblem> {
  const { start, solved, must } = draft;
  const transfer = solved.transfers.find(({ id }) => id === draft.transferId);
  if (transfer === undefined) return err({ code: 'noTransfer' });
  if (must.length === 0) return err({ code: 'nothingChosen' });
  const of = refOf(transfer);
  const goal: Goal = { paths: [{ of, must: [...must] }], pairs: [] };
  if (meets(goal, start)) return err({ code: 'startMeetsGoal' });
  if (!meets(goal, solved)) return err({ code: 'solvedMissesGoal' });
  const question = questionOf(draft, of, goal);
  if (draft.question !== null && (question === null || trueOptions(question, start).length !== 1))
    return err({ code: 'noAnswer' });
  const { title, text, hints } = draft;
  const made: Lesson = {
    id: idOf(title),
    title,
    steps: [{ text, start, question, task: { goal, hints, reveal: solved } }],
  };
  // What is written must be readable: texts have limits that only the reader knows.
  const read = parseLesson(lessonFile(made));
  return read.ok ? read : err({ code: 'text', reason: describeLessonProblem(read.error) });
}
