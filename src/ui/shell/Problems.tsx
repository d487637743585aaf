import { CircleX, TriangleAlert, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { runCommand } from '../../commands/registry.ts';
import type { Diagnostic } from '../../core/machine/types.ts';
import { useDocument } from '../../store/document.ts';
import { useRun } from '../../store/run.ts';
import { useView } from '../../store/view.ts';
import { requestViewport } from '../../store/viewport.ts';
import { strings } from '../strings/en.ts';
import { Button, IconButton } from '../widgets/Button.tsx';
import { useProblems } from './use-problems.ts';

/** So many problems are written out; a broken import can have hundreds. */
const SHOWN = 100;

/** Selects what a problem is about and shows it. */
function show(subject: string): void {
  useView.getState().select([subject]);
  requestViewport({ kind: 'reveal', id: subject });
}

function SeverityIcon({ severity }: { readonly severity: Diagnostic['severity'] }) {
  const shared = { size: 16, strokeWidth: 1.75, 'aria-hidden': true } as const;
  return severity === 'error' ? (
    <CircleX {...shared} className="mt-px shrink-0 text-stop" />
  ) : (
    <TriangleAlert {...shared} className="mt-px shrink-0 text-detour" />
  );
}

interface ProblemListProps {
  readonly onClose: () => void;
}

/** Everything that enumeration found, errors first; a click selects what it is about. */
export function ProblemList({ onClose }: ProblemListProps) {
  const diagnostics = useProblems();
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    panel.current?.querySelector('button')?.focus();
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === 'Escape') onClose();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [onClose]);
  const sorted = diagnostics.toSorted((a, b) => a.severity.localeCompare(b.severity));
  return (
    <section
      ref={panel}
      aria-label={strings.status.problems}
      className="fixed bottom-7 left-2 z-30 flex max-h-[50vh] w-140 max-w-[94vw] flex-col rounded-card border border-line bg-overlay text-s text-ink shadow-pop"
    >
      <div className="flex shrink-0 items-center border-b border-line py-1 pr-1 pl-3">
        <h2 className="grow font-strong">{strings.status.problems}</h2>
        <IconButton label={strings.shell.close} onClick={onClose}>
          <X size={16} strokeWidth={1.75} aria-hidden />
        </IconButton>
      </div>
      {sorted.length === 0 ? <p className="p-3 text-ink-2">{strings.status.noProblems}</p> : null}
      <ul className="min-h-0 overflow-auto p-1">
        {sorted.slice(0, SHOWN).map((one) => (
          <li key={`${one.code} ${one.subject} ${one.message}`}>
            <button
              type="button"
              onClick={() => show(one.subject)}
              className="flex w-full items-start gap-2 rounded-control px-2 py-1 text-left whitespace-normal -outline-offset-2 hover:bg-hover"
            >
              <SeverityIcon severity={one.severity} />
              <span>{one.message}</span>
            </button>
          </li>
        ))}
        {sorted.length > SHOWN ? (
          <li className="px-2 py-1 text-ink-2">{strings.import.more(sorted.length - SHOWN)}</li>
        ) : null}
      </ul>
    </section>
  );
}

/** Over the canvas while the drawing cannot be a machine: the first reason, and the way back. */
export function MachineProblem() {
  const diagnostics = useRun((state) => state.diagnostics);
  const canUndo = useDocument((state) => state.past.length > 0);
  const isEmpty = useDocument((state) => state.scenario.components.length === 0);
  const errors = diagnostics.filter((one) => one.severity === 'error');
  const [first] = errors;
  if (first === undefined || isEmpty) return null;
  return (
    <div
      role="alert"
      className="absolute inset-x-3 top-3 z-10 mx-auto flex w-fit max-w-160 items-start gap-2 rounded-card border border-line bg-overlay py-1 pr-1 pl-3 shadow-pop"
    >
      <span className="py-1">
        <SeverityIcon severity="error" />
      </span>
      <p className="py-1">
        {first.message}
        {errors.length > 1 ? ` ${strings.status.moreErrors(errors.length - 1)}` : ''}
      </p>
      <Button className="text-ink" onClick={() => show(first.subject)}>
        {strings.status.show}
      </Button>
      {canUndo ? (
        <Button className="text-ink" onClick={() => runCommand('edit.undo')}>
          {strings.commands['edit.undo']}
        </Button>
      ) : null}
    </div>
  );
}
