import { create } from 'zustand';
import type { Check } from '../lessons/check.ts';
import type { Lesson, LessonStep } from '../lessons/lesson.ts';
import { openedAt } from '../lessons/opened-at.ts';
import { useDocument } from './document.ts';
import { loadFinished, saveFinished } from './lesson-progress.ts';
import { openAt } from './open.ts';
import { usePlayback } from './playback.ts';
import { usePreferences } from './preferences.ts';
import { useView } from './view.ts';

/** What the learner predicted, and what is so: indices into the options of the question. */
export interface Prediction {
  readonly chosen: number;
  /** null: none of the options is true of the document that is open. */
  readonly truth: number | null;
}

/** The lesson that is under way. Progress stays in this browser. */
export interface LessonState {
  readonly lesson: Lesson | null;
  readonly step: number;
  readonly prediction: Prediction | null;
  /** What the last check found; null: not checked since the last change. */
  readonly check: Check | null;
  /** The goal of this step was met, whatever the document does now. */
  readonly isMet: boolean;
  /** It was met by looking at the way. */
  readonly isRevealed: boolean;
  readonly hintsShown: number;
  /** Ids of lessons that were gone through to the end. */
  readonly finished: readonly string[];
}

const FRESH = {
  prediction: null,
  check: null,
  isMet: false,
  isRevealed: false,
  hintsShown: 0,
} as const;

export const useLessons = create<LessonState>()(() => ({
  lesson: null,
  step: 0,
  finished: loadFinished(),
  ...FRESH,
}));

// Checking needs the whole core; it is loaded with the first lesson.
const checker = () => import('../lessons/check.ts');

/** The step that is shown; null without a lesson. */
export function stepOf({ lesson, step }: Pick<LessonState, 'lesson' | 'step'>): LessonStep | null {
  return lesson?.steps[step] ?? null;
}

/** Whether all that the step asks for was done, so that the next one may come. */
export function isStepDone(state: LessonState): boolean {
  const step = stepOf(state);
  if (step === null) return false;
  const isAnswered = step.question === null || state.prediction !== null;
  return isAnswered && (step.task === null || state.isMet);
}

function openFor(lesson: Lesson, step: number): void {
  const scenario = openedAt(lesson, step);
  if (scenario !== null) openAt(scenario, 'example', { tPs: 0, selection: [], tlpId: null });
}

/** Begins a lesson with its first step. */
export function openLesson(lesson: Lesson): void {
  useLessons.setState({ lesson, step: 0, ...FRESH });
  useView.getState().set({ leftPanel: 'lessons' });
  usePreferences.getState().set({ isLeftOpen: true });
  openFor(lesson, 0);
}

/** Begins a lesson of this program; an id that there is none of does nothing. */
export async function startLesson(id: string): Promise<void> {
  const { LESSONS } = await import('../lessons/catalogue.ts');
  const lesson = LESSONS.find((one) => one.id === id);
  if (lesson !== undefined) openLesson(lesson);
}

/** Goes to a step as it begins, with every task before it done. */
function goToStep(step: number): void {
  const { lesson } = useLessons.getState();
  if (lesson === null || lesson.steps[step] === undefined) return;
  useLessons.setState({ step, ...FRESH });
  openFor(lesson, step);
}

/** Begins the step again. */
export function restartStep(): void {
  goToStep(useLessons.getState().step);
}

export function previousStep(): void {
  goToStep(useLessons.getState().step - 1);
}

/** The next step, on the learner's own document where that step brings none; after the last one the lesson is finished. */
export function nextStep(): void {
  const { lesson, step, finished } = useLessons.getState();
  if (lesson === null) return;
  const next = lesson.steps[step + 1];
  if (next === undefined) {
    const done = finished.includes(lesson.id) ? finished : [...finished, lesson.id];
    useLessons.setState({ lesson: null, step: 0, finished: done, ...FRESH });
    saveFinished(done);
    return;
  }
  useLessons.setState({ step: step + 1, ...FRESH });
  if (next.start !== null) openFor(lesson, step + 1);
}

/** Back to the list; the document stays open. */
export function leaveLesson(): void {
  useLessons.setState({ lesson: null, step: 0, ...FRESH });
}

/** Notes the prediction, and plays what really happens. */
export async function predict(chosen: number): Promise<void> {
  const question = stepOf(useLessons.getState())?.question ?? null;
  if (question === null || useLessons.getState().prediction !== null) return;
  const { trueOptions } = await checker();
  const [truth = null] = trueOptions(question, useDocument.getState().scenario);
  useLessons.setState({ prediction: { chosen, truth } });
  usePlayback.getState().seek(0);
  usePlayback.getState().play();
}

/** Judges the document; what fails is told only when `isAsked`. */
async function judge(isAsked: boolean): Promise<void> {
  const before = useLessons.getState();
  const task = stepOf(before)?.task ?? null;
  if (task === null) return;
  const { checkTask } = await checker();
  const check = checkTask(task, useDocument.getState().scenario);
  const now = useLessons.getState();
  if (now.lesson !== before.lesson || now.step !== before.step) return;
  if (check.isMet) useLessons.setState({ check, isMet: true });
  else if (isAsked) useLessons.setState({ check });
}

/** Judges the document as it is, and says where it leaves the way to the goal. */
export function checkLesson(): void {
  void judge(true);
}

export function showHint(): void {
  const { hintsShown } = useLessons.getState();
  useLessons.setState({ hintsShown: Math.min(3, hintsShown + 1) });
}

/** Makes the document one that meets the goal, in one undo step. */
export function reveal(): void {
  const task = stepOf(useLessons.getState())?.task ?? null;
  if (task === null) return;
  useLessons.setState({ isRevealed: true });
  useDocument.getState().replace(task.reveal, 'reveal');
}

/** Looks after every change whether the goal is met. */
export function startLessons(): void {
  useDocument.subscribe((state, before) => {
    if (state.scenario === before.scenario || useLessons.getState().lesson === null) return;
    useLessons.setState({ check: null });
    if (state.id === before.id && state.gesture === null) void judge(false);
  });
}
