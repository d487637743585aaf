import { ArrowLeft, ClipboardCopy, RotateCcw } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { Lesson, LessonStep } from '../../lessons/lesson.ts';
import { stepOf, useLessons } from '../../store/lessons.ts';
import { notify } from '../../store/notices.ts';
import { copyText } from '../../store/transfer-files.ts';
import { strings } from '../strings/lessons.ts';
import { CommandButton } from '../shell/CommandButton.tsx';
import { IconButton } from '../widgets/Button.tsx';
import { PredictQuestion } from './PredictQuestion.tsx';
import { TaskBox } from './TaskBox.tsx';
import { lessonText } from './lesson-text.ts';

const ICON = { size: 16, strokeWidth: 1.75, 'aria-hidden': true } as const;

async function copyState(): Promise<void> {
  const isCopied = await copyText(lessonText(useLessons.getState()));
  notify({ kind: isCopied ? 'copied' : 'copyFailed' });
}

/** The step of a lesson: what to know, what to predict, what to do. */
export function TaskPanel({ lesson }: { readonly lesson: Lesson }) {
  const index = useLessons((state) => state.step);
  const step = useLessons(stepOf);
  if (step === null) return null;
  const count = lesson.steps.length;
  return (
    <article className="flex min-h-0 grow flex-col" data-testid="task-panel">
      <div className="flex min-h-0 grow flex-col gap-3 overflow-auto p-3">
        <header className="flex flex-col gap-1">
          <div className="-mt-1 -ml-1.5 flex items-center">
            <CommandButton id="lesson.leave" text={strings.leave} icon={<ArrowLeft {...ICON} />} />
            <span className="grow" />
            <IconButton label={strings.copy} onClick={() => void copyState()}>
              <ClipboardCopy {...ICON} />
            </IconButton>
            <CommandButton
              id="lesson.restart"
              label={strings.restart}
              icon={<RotateCcw {...ICON} />}
            />
          </div>
          <Heading key={index} title={lesson.title} />
          <StepDots index={index} count={count} />
        </header>
        <p>{step.text}</p>
        <StepParts step={step} />
      </div>
      <footer className="flex items-center gap-2 border-t border-line px-3 py-2">
        {index === 0 ? null : (
          <CommandButton id="lesson.previous" text={strings.previous} icon={null} />
        )}
        <span className="grow" />
        <NextButton isLast={index === count - 1} />
      </footer>
    </article>
  );
}

/** Whoever goes on by keyboard goes on at the heading of the new step. */
function Heading({ title }: { readonly title: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <h2 ref={heading} tabIndex={-1} className="text-l font-strong outline-none">
      {title}
    </h2>
  );
}

/** Question first: the task comes once the learner has committed to a prediction. */
function StepParts({ step }: { readonly step: LessonStep }) {
  const isAsked = useLessons((state) => state.prediction === null);
  const isTaskShown = step.task !== null && (step.question === null || !isAsked);
  return (
    <>
      {step.question === null ? null : <PredictQuestion question={step.question} />}
      {isTaskShown && step.task !== null ? <TaskBox task={step.task} /> : null}
    </>
  );
}

function NextButton({ isLast }: { readonly isLast: boolean }) {
  return (
    <CommandButton
      id="lesson.next"
      look="solid"
      text={isLast ? strings.finish : strings.next}
      icon={null}
    />
  );
}

function StepDots({ index, count }: { readonly index: number; readonly count: number }) {
  return (
    <p className="flex items-center gap-2 text-ink-2">
      <span aria-hidden className="flex gap-1">
        {Array.from({ length: count }, (_, n) => (
          <span
            // oxlint-disable-next-line react/no-array-index-key -- a dot is its number.
            key={n}
            className={`h-1 w-5 rounded-full ${n <= index ? 'bg-here' : 'bg-line-strong'}`}
          />
        ))}
      </span>
      {strings.stepOf(index + 1, count)}
    </p>
  );
}
