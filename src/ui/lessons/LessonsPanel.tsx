import { useLessons } from '../../store/lessons.ts';
import { LessonList } from './LessonList.tsx';
import { TaskPanel } from './TaskPanel.tsx';

/** The lessons: the list, or the one that is under way. */
export function LessonsPanel() {
  const lesson = useLessons((state) => state.lesson);
  return lesson === null ? <LessonList /> : <TaskPanel lesson={lesson} />;
}
