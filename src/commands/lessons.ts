import {
  checkLesson,
  isStepDone,
  leaveLesson,
  nextStep,
  previousStep,
  restartStep,
  reveal,
  showHint,
  stepOf,
  useLessons,
} from '../store/lessons.ts';
import { useView } from '../store/view.ts';
import type { Command } from './command.ts';

const hasTask = (): boolean => (stepOf(useLessons.getState())?.task ?? null) !== null;
const hasLesson = (): boolean => useLessons.getState().lesson !== null;

export const LESSON_COMMANDS = [
  {
    id: 'lesson.check',
    group: 'help',
    shortcuts: [{ key: 'Enter', mod: true, where: 'anywhere' }],
    run: checkLesson,
    isEnabled: hasTask,
  },
  {
    id: 'lesson.hint',
    group: 'help',
    run: showHint,
    isEnabled: () => hasTask() && useLessons.getState().hintsShown < 3,
  },
  {
    id: 'lesson.reveal',
    group: 'help',
    run: reveal,
    isEnabled: hasTask,
  },
  {
    id: 'lesson.next',
    group: 'help',
    run: nextStep,
    isEnabled: () => isStepDone(useLessons.getState()),
  },
  {
    id: 'lesson.previous',
    group: 'help',
    run: previousStep,
    isEnabled: () => hasLesson() && useLessons.getState().step > 0,
  },
  { id: 'lesson.restart', group: 'help', run: restartStep, isEnabled: hasLesson },
  {
    id: 'lesson.make',
    group: 'document',
    run: () => useView.getState().set({ dialog: 'lesson' }),
  },
  { id: 'lesson.leave', group: 'help', run: leaveLesson, isEnabled: hasLesson },
] as const satisfies readonly Command[];
