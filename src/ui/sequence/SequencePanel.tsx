import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useEffect, useMemo, useRef } from 'react';
import { runCommand } from '../../commands/registry.ts';
import { playLife } from '../../core/cca/life.ts';
import type { LifeMoment } from '../../core/cca/life.ts';
import { useLife } from '../../store/life.ts';
import { sequenceStrings as words } from '../strings/sequence.ts';
import { Button, IconButton } from '../widgets/Button.tsx';
import { rovingIndex } from '../widgets/Tabs.tsx';
import { MomentView } from './MomentView.tsx';
import { TablesView } from './TablesView.tsx';

/** The life of an assigned device: its steps, the calls of the one that is open, and the tables that it changes. */
export function SequencePanel() {
  const moments = useMemo(() => playLife(), []);
  const step = useLife((state) => state.step);
  const moment = moments[step];
  if (moment === undefined) return null;
  return (
    <section aria-label={words.label} className="flex min-h-0 min-w-0 flex-1 max-[1023px]:flex-col">
      <StepList moments={moments} step={step} />
      <div className="flex min-h-0 min-w-0 flex-1 items-stretch overflow-y-auto border-l border-line max-[1023px]:flex-col max-[1023px]:border-l-0">
        <div className="flex min-w-0 flex-[1_1_300px] flex-col p-3 max-[1023px]:flex-none">
          <div className="mb-1 flex items-center gap-1">
            <span className="mr-auto text-s text-ink-3 tabular-nums">
              {words.stepOf(step + 1, moments.length)}
            </span>
            <IconButton
              label={words.previous}
              keys="PageUp"
              disabled={step === 0}
              onClick={() => runCommand('life.previous')}
            >
              <ChevronLeft size={16} strokeWidth={1.75} aria-hidden />
            </IconButton>
            <IconButton
              label={words.next}
              keys="PageDown"
              disabled={step === moments.length - 1}
              onClick={() => runCommand('life.next')}
            >
              <ChevronRight size={16} strokeWidth={1.75} aria-hidden />
            </IconButton>
            <Button look="outline" onClick={() => runCommand('life.show')}>
              {words.show}
            </Button>
          </div>
          <MomentView moment={moment} />
        </div>
        <TablesView moment={moment} />
      </div>
    </section>
  );
}

interface ListProps {
  readonly moments: readonly LifeMoment[];
  readonly step: number;
}

/** All steps under their phases: one tab stop, arrows go from step to step. */
function StepList({ moments, step }: ListProps) {
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    list.current?.querySelectorAll('button')[step]?.scrollIntoView({ block: 'nearest' });
  }, [step]);
  return (
    <ol
      ref={list}
      aria-label={words.steps}
      className="m-0 w-76 flex-none list-none overflow-y-auto px-1 py-2 max-[1023px]:max-h-40 max-[1023px]:w-full"
    >
      {moments.map(({ id, phase, refusal }, index) => (
        <li key={id} className="flex items-center">
          <span className="w-16 flex-none pl-2 text-s text-ink-3">
            {moments[index - 1]?.phase === phase ? '' : words.phases[phase]}
          </span>
          <button
            type="button"
            aria-current={index === step ? 'step' : undefined}
            tabIndex={index === step ? 0 : -1}
            className={`min-h-7 min-w-0 flex-1 truncate rounded-control px-2 text-left text-s hover:bg-hover ${
              index === step ? 'bg-here-soft font-strong text-ink' : 'text-ink-2'
            } ${refusal === null ? '' : 'text-stop'}`}
            onClick={() => useLife.getState().goTo(index)}
            onKeyDown={(event) => {
              const next = rovingIndex(event.key, index, moments.length);
              if (next === null) return;
              event.preventDefault();
              event.stopPropagation();
              useLife.getState().goTo(next);
              list.current?.querySelectorAll('button')[next]?.focus();
            }}
          >
            {words.moments[id].title}
          </button>
        </li>
      ))}
    </ol>
  );
}
