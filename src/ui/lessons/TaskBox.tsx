import { Check, Circle, Crosshair, Lightbulb } from 'lucide-react';
import type { Check as Checked, Parting } from '../../lessons/check.ts';
import type { Task } from '../../lessons/lesson.ts';
import { useDocument } from '../../store/document.ts';
import { showHopOf } from '../../store/follow.ts';
import { useLessons } from '../../store/lessons.ts';
import { strings } from '../strings/lessons.ts';
import { CommandButton } from '../shell/CommandButton.tsx';
import { Button } from '../widgets/Button.tsx';
import { intoView } from './into-view.ts';
import { judgedWords, namesIn, partingWords } from './check-words.ts';

const ICON = { size: 16, strokeWidth: 1.75, 'aria-hidden': true } as const;

/** The task: check it, ask for hints, have it shown; and what the check found. */
export function TaskBox({ task }: { readonly task: Task }) {
  const { check, isMet, isRevealed, hintsShown } = useLessons();
  return (
    <section aria-label={strings.task} className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-1.5">
        <CommandButton
          id="lesson.check"
          look="outline"
          text={strings.check}
          icon={<Crosshair {...ICON} />}
        />
        <CommandButton
          id="lesson.hint"
          text={strings.hint(hintsShown)}
          icon={<Lightbulb {...ICON} />}
        />
        {hintsShown < task.hints.length ? null : (
          <CommandButton id="lesson.reveal" text={strings.reveal} icon={null} />
        )}
      </div>
      <div role="status" className="flex flex-col gap-2">
        {isMet ? (
          <p className="flex items-center gap-2 rounded-card bg-ok-soft px-2.5 py-2 text-ok">
            <Check size={16} strokeWidth={2} aria-hidden className="shrink-0" />
            {isRevealed ? strings.metRevealed : strings.met}
          </p>
        ) : null}
        {check === null || check.parting === null ? null : (
          <Failed check={check} parting={check.parting} />
        )}
      </div>
      {hintsShown === 0 ? null : (
        <ol className="flex flex-col gap-1.5 border-l-2 border-line-strong pl-2.5">
          {task.hints.slice(0, hintsShown).map((hint, index) => (
            <li key={hint}>
              <span className="sr-only">{strings.hintNumber(index + 1)}: </span>
              {hint}
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

interface FailedProps {
  readonly check: Checked;
  readonly parting: Parting;
}

/** Where the learner's path leaves the goal's, and which conditions hold already. */
function Failed({ check, parting }: FailedProps) {
  const scenario = useDocument((state) => state.scenario);
  const nameOf = namesIn(scenario);
  const [first, ...rest] = partingWords(parting, nameOf);
  const hop = parting.kind === 'hop' && parting.difference.now !== null ? parting : null;
  return (
    <div
      ref={intoView}
      data-testid="parting"
      className="flex flex-col gap-1.5 rounded-card border border-line-strong bg-raised px-2.5 py-2"
    >
      <p>
        <strong className="font-strong">{strings.notYet}</strong> {first}
      </p>
      {rest.map((sentence) => (
        <p key={sentence} className="text-ink-2">
          {sentence}
        </p>
      ))}
      {hop === null ? null : (
        <Button
          look="outline"
          className="self-start"
          onClick={() => showHopOf(hop.transferId, hop.leg, hop.difference.hop)}
        >
          {strings.showHop}
        </Button>
      )}
      {check.judged.length < 2 ? null : (
        <ul
          aria-label={strings.conditions}
          className="flex flex-col gap-1 border-t border-line pt-1.5"
        >
          {check.judged.map((judged) => {
            const words = judgedWords(judged, nameOf);
            return (
              <li key={words} className="flex items-start gap-1.5 text-ink-2">
                {judged.isMet ? (
                  <Check
                    size={14}
                    strokeWidth={2}
                    aria-label={strings.met1}
                    className="mt-0.75 shrink-0 text-ok"
                  />
                ) : (
                  <Circle
                    size={14}
                    strokeWidth={1.75}
                    aria-label={strings.unmet}
                    className="mt-0.75 shrink-0 text-ink-3"
                  />
                )}
                {words}
              </li>
            );
          })}
        </ul>
      )}
    </div>
  );
}
