import { useId } from 'react';
import { Check, X } from 'lucide-react';
import type { Question } from '../../lessons/schema.ts';
import { predict, useLessons } from '../../store/lessons.ts';
import { strings } from '../strings/lessons.ts';
import { intoView } from './into-view.ts';

/** Asks what will happen; once answered it is played, and said. */
export function PredictQuestion({ question }: { readonly question: Question }) {
  const prediction = useLessons((state) => state.prediction);
  const id = useId();
  return (
    <section aria-labelledby={id} className="flex flex-col gap-2">
      <h3 id={id} className="font-strong">
        {question.ask}
      </h3>
      <ul className="flex flex-col gap-1">
        {question.options.map(({ text }, index) => {
          const isTrue = prediction?.truth === index;
          const isChosen = prediction?.chosen === index;
          const look = isTrue
            ? 'border-ok bg-ok-soft'
            : isChosen
              ? 'border-stop bg-stop-soft'
              : 'border-line-strong bg-raised';
          return (
            <li key={text}>
              <button
                type="button"
                aria-pressed={isChosen}
                disabled={prediction !== null}
                onClick={() => void predict(index)}
                className={`flex min-h-9 w-full items-center gap-2 rounded-control border px-2.5 py-1.5 text-left enabled:hover:bg-hover pointer-coarse:min-h-11 ${look}`}
              >
                <span className="grow">{text}</span>
                {isTrue ? (
                  <Check size={16} strokeWidth={2} aria-label={strings.truth} className="text-ok" />
                ) : null}
                {isChosen && !isTrue ? (
                  <X size={16} strokeWidth={2} aria-label={strings.yours} className="text-stop" />
                ) : null}
              </button>
            </li>
          );
        })}
      </ul>
      <div role="status">
        {prediction === null ? null : (
          <p ref={intoView}>
            <strong className="font-strong">
              {prediction.chosen === prediction.truth ? strings.right : strings.wrong}
            </strong>{' '}
            {question.because}
          </p>
        )}
      </div>
    </section>
  );
}
