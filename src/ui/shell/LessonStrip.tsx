import { Suspense, lazy } from 'react';
import { useLessons } from '../../store/lessons.ts';

const TaskStrip = lazy(async () => ({
  default: (await import('../lessons/TaskStrip.tsx')).TaskStrip,
}));

/** The task of the lesson that is under way, if one is; it comes with the lesson. */
export function LessonStrip() {
  const isUnderWay = useLessons((state) => state.lesson !== null);
  return isUnderWay ? (
    <Suspense fallback={null}>
      <TaskStrip />
    </Suspense>
  ) : null;
}
