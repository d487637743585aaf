import { isStepDone, stepOf } from '../../store/lessons.ts';
import type { LessonState } from '../../store/lessons.ts';
import { useDocument } from '../../store/document.ts';
import { presentLink } from '../../store/sharing.ts';
import { strings } from '../strings/lessons.ts';
import { judgedWords, namesIn, partingWords } from './check-words.ts';

/** Where the learner stands, as text for a teacher or a mail: step, prediction, what the check found, and the document. */
export function lessonText(state: LessonState): string {
  const { lesson, prediction, check } = state;
  const step = stepOf(state);
  if (lesson === null || step === null) return '';
  const words = strings.text;
  const nameOf = namesIn(useDocument.getState().scenario);
  const optionText = (index: number | null): string =>
    (index === null ? undefined : step.question?.options[index]?.text) ?? '';
  const lines = [
    words.title(lesson.title, strings.stepOf(state.step + 1, lesson.steps.length)),
    step.text,
    ...(prediction === null
      ? []
      : [
          words.predicted(optionText(prediction.chosen)),
          words.happened(optionText(prediction.truth)),
        ]),
    ...(step.task === null ? [] : [words.state(isStepDone(state)), words.hints(state.hintsShown)]),
    ...(state.isRevealed ? [words.revealed] : []),
    ...(check?.judged ?? []).map(
      (judged) => `[${judged.isMet ? 'x' : ' '}] ${judgedWords(judged, nameOf)}`,
    ),
    ...(check === null || check.parting === null ? [] : partingWords(check.parting, nameOf)),
    words.link(presentLink().url),
  ];
  return `${lines.join('\n')}\n`;
}
