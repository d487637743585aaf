import { err, ok } from '../core/base/result.ts';
import type { Result } from '../core/base/result.ts';
import { describeScenarioProblem, parseScenario, schemaIssues } from '../core/scenario/parse.ts';
import type { SchemaIssue } from '../core/scenario/parse.ts';
import type { Scenario } from '../core/scenario/schema.ts';
import { LESSON_VERSION, lessonSchema } from './schema.ts';
import type { Goal, LessonFile, Question } from './schema.ts';

/** What the learner is to reach. */
export interface Task {
  readonly goal: Goal;
  readonly hints: readonly [nudge: string, point: string, show: string];
  /** A document that meets the goal; its path is the one that others are compared with. */
  readonly reveal: Scenario;
}

export interface LessonStep {
  readonly text: string;
  readonly start: Scenario | null;
  readonly question: Question | null;
  readonly task: Task | null;
}

/** A lesson whose documents have all been read. */
export interface Lesson {
  readonly id: string;
  readonly title: string;
  readonly steps: readonly LessonStep[];
}

/** Why a value is not a lesson of this program. */
export type LessonProblem =
  | { readonly code: 'notALesson' }
  | { readonly code: 'newerVersion'; readonly version: number }
  | { readonly code: 'schema'; readonly issue: SchemaIssue }
  | { readonly code: 'document'; readonly path: string; readonly reason: string };

type Read<T> = Result<T, LessonProblem>;

function documentAt(path: string, value: unknown): Read<Scenario> {
  const parsed = parseScenario(value);
  if (parsed.ok) return ok(parsed.value);
  return err({ code: 'document', path, reason: describeScenarioProblem(parsed.error) });
}

function stepOf(step: LessonFile['steps'][number], path: string): Read<LessonStep> {
  const { text, question = null } = step;
  const start = step.start === undefined ? null : documentAt(`${path}.start`, step.start);
  if (start !== null && !start.ok) return start;
  const opened = start === null ? null : start.value;
  if (step.task === undefined) return ok({ text, question, start: opened, task: null });
  const reveal = documentAt(`${path}.task.reveal`, step.task.reveal);
  if (!reveal.ok) return reveal;
  const { goal, hints } = step.task;
  return ok({ text, question, start: opened, task: { goal, hints, reveal: reveal.value } });
}

/** Reads a foreign value as a lesson, with every document in it. */
export function parseLesson(value: unknown): Read<Lesson> {
  if (typeof value !== 'object' || value === null) return err({ code: 'notALesson' });
  const { format, version } = { format: null, version: null, ...value };
  if (format !== 'p2pdma-lesson') return err({ code: 'notALesson' });
  if (typeof version === 'number' && version > LESSON_VERSION) {
    return err({ code: 'newerVersion', version });
  }
  const parsed = lessonSchema.safeParse(value, { reportInput: true });
  if (!parsed.success) {
    const [issue = { path: '', expected: 'is not valid' }] = schemaIssues(parsed.error);
    return err({ code: 'schema', issue });
  }
  const steps: LessonStep[] = [];
  for (const [index, step] of parsed.data.steps.entries()) {
    const read = stepOf(step, `steps[${index}]`);
    if (!read.ok) return read;
    steps.push(read.value);
  }
  const { id, title } = parsed.data;
  return ok({ id, title, steps });
}

/** One sentence for people: what is wrong, where, and what to do. */
export function describeLessonProblem(problem: LessonProblem): string {
  switch (problem.code) {
    case 'notALesson':
      return 'This is not a lesson: its "format" is not "p2pdma-lesson"; export one from the lesson builder.';
    case 'newerVersion':
      return `The lesson is of version ${problem.version}, newer than ${LESSON_VERSION}, the newest that this playground reads: open it with a newer playground.`;
    case 'schema':
      return `The lesson does not fit its format: ${problem.issue.path === '' ? 'the lesson' : problem.issue.path} ${problem.issue.expected}; correct it there.`;
    case 'document':
      return `The document at ${problem.path} of the lesson cannot be read: ${problem.reason}`;
    default:
      return problem satisfies never;
  }
}

/** The lesson as a file holds it. */
export function lessonFile({ id, title, steps }: Lesson): LessonFile {
  return {
    format: 'p2pdma-lesson',
    version: LESSON_VERSION,
    id,
    title,
    steps: steps.map(({ text, start, question, task }) => ({
      text,
      ...(start === null ? {} : { start: { ...start } }),
      ...(question === null ? {} : { question }),
      ...(task === null
        ? {}
        : { task: { goal: task.goal, hints: [...task.hints], reveal: { ...task.reveal } } }),
    })),
  };
}
