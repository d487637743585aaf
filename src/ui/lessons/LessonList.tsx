import { Check, Pencil } from 'lucide-react';
import { LESSONS } from '../../lessons/catalogue.ts';
import { startLesson, useLessons } from '../../store/lessons.ts';
import { CommandButton } from '../shell/CommandButton.tsx';
import { builderStrings } from '../strings/lesson-builder.ts';
import { strings } from '../strings/lessons.ts';

/** All lessons in order; the finished ones are marked and can be opened again. */
export function LessonList() {
  const finished = useLessons((state) => state.finished);
  const done = LESSONS.filter(({ id }) => finished.includes(id)).length;
  return (
    <section
      aria-label={strings.list}
      className="flex min-h-0 grow flex-col gap-2 overflow-auto p-2"
    >
      <p className="px-2 text-ink-2">{strings.intro}</p>
      <ol>
        {LESSONS.map(({ id, title }, index) => (
          <li key={id}>
            <button
              type="button"
              data-testid={`lesson-${id}`}
              onClick={() => void startLesson(id)}
              className="flex min-h-8 w-full items-center gap-2 rounded-control px-2 text-left -outline-offset-2 hover:bg-hover pointer-coarse:min-h-11"
            >
              <span className="w-5 shrink-0 text-right font-mono text-ink-3 tabular-nums">
                {index + 1}
              </span>
              <span className="grow truncate">{title}</span>
              {finished.includes(id) ? (
                <Check
                  size={16}
                  strokeWidth={2}
                  aria-label={strings.finished}
                  className="shrink-0 text-ok"
                />
              ) : null}
            </button>
          </li>
        ))}
      </ol>
      <CommandButton
        id="lesson.make"
        look="outline"
        text={builderStrings.open}
        icon={<Pencil size={16} strokeWidth={1.75} aria-hidden />}
        className="mx-2 self-start"
      />
      {done === 0 ? null : (
        <p className="px-2 text-ink-3">{strings.progress(done, LESSONS.length)}</p>
      )}
    </section>
  );
}
