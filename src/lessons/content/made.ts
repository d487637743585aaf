import { applyEdit } from '../../core/scenario/edit.ts';
import type { Edit } from '../../core/scenario/edit.ts';
import { describeEditProblem } from '../../core/scenario/edit-problem.ts';
import type { Scenario } from '../../core/scenario/schema.ts';
import type { Lesson, LessonStep } from '../lesson.ts';
import type { PairCondition, PathCondition, Goal, TransferRef } from '../schema.ts';

/* How the lessons of this program are written down. */

/** A document after edits, under the lesson's title. */
export function edited(scenario: Scenario, ...edits: readonly Edit[]): Scenario {
  const result = applyEdit(scenario, { kind: 'batch', edits });
  if (!result.ok) throw new Error(describeEditProblem(result.error));
  return result.value.scenario;
}

/** A goal about the path of one transfer, and what Linux must say beside it. */
export function pathGoal(
  of: TransferRef,
  must: readonly PathCondition[],
  pairs: readonly PairCondition[] = [],
): Goal {
  return { paths: [{ of, must: [...must] }], pairs: [...pairs] };
}

/** A goal about two functions alone. */
export function pairGoal(...pairs: readonly PairCondition[]): Goal {
  return { paths: [], pairs: [...pairs] };
}

export const DELIVERED = { kind: 'outcome', is: 'delivered' } as const;

/** The title of a lesson stands over its documents too. */
export function lesson({ id, title, steps }: Lesson): Lesson {
  const titled = (scenario: Scenario): Scenario => {
    const { question: _other, ...rest } = scenario;
    return { ...rest, title };
  };
  return {
    id,
    title,
    steps: steps.map((step) => ({
      ...step,
      start: step.start === null ? null : titled(step.start),
      task: step.task === null ? null : { ...step.task, reveal: titled(step.task.reveal) },
    })),
  };
}

/** A step; what is not given is not there. */
export function step(given: Partial<LessonStep> & Pick<LessonStep, 'text'>): LessonStep {
  return { start: null, question: null, task: null, ...given };
}
