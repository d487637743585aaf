import type { Scenario } from '../core/scenario/schema.ts';
import type { Lesson } from './lesson.ts';

/** The document that a step begins with when every task before it was done as revealed; null: nothing is given. */
export function openedAt(lesson: Lesson, step: number): Scenario | null {
  const own = lesson.steps[step]?.start ?? null;
  if (own !== null || step <= 0) return own;
  return lesson.steps[step - 1]?.task?.reveal ?? openedAt(lesson, step - 1);
}
