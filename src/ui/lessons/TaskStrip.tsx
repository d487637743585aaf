import { runCommand } from '../../commands/registry.ts';
import { stepOf, useLessons } from '../../store/lessons.ts';
import { strings } from '../strings/lessons.ts';
import { Button } from '../widgets/Button.tsx';

/** What stands over the canvas while the lessons panel is not seen: the task in short, and the way back to it. */
export function TaskStrip() {
  const lesson = useLessons((state) => state.lesson);
  const step = useLessons(stepOf);
  if (lesson === null || step === null) return null;
  return (
    <section
      aria-label={strings.strip}
      className="flex items-center gap-2 border-b border-line bg-panel py-1.5 pr-2 pl-3"
    >
      <p className="line-clamp-2 min-w-0 grow text-ink-2">
        <strong className="font-strong text-ink">{lesson.title}</strong> {step.text}
      </p>
      <Button look="outline" onClick={() => runCommand('view.lessons')}>
        {strings.openPanel}
      </Button>
    </section>
  );
}
