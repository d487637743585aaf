import { Check, CircleX, LoaderCircle, TriangleAlert } from 'lucide-react';
import { useCallback, useState } from 'react';
import { useDocument } from '../../store/document.ts';
import { useRun } from '../../store/run.ts';
import { strings } from '../strings/en.ts';
import { ProblemList } from './Problems.tsx';
import { useProblems } from './use-problems.ts';
import { SaveState } from './SaveState.tsx';

const ICON = { size: 14, strokeWidth: 1.75, 'aria-hidden': true } as const;

/** Errors and warnings in numbers; the button lists them. */
function Health() {
  const [isOpen, setOpen] = useState(false);
  const close = useCallback(() => setOpen(false), []);
  const isRunning = useRun((state) => state.status === 'running');
  const diagnostics = useProblems();
  const errors = diagnostics.filter((one) => one.severity === 'error').length;
  const warnings = diagnostics.length - errors;
  const ErrorIcon = errors > 0 ? CircleX : Check;
  return (
    <>
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
        className="flex h-full items-center gap-1.5 -outline-offset-2 hover:text-ink"
      >
        {isRunning ? (
          <LoaderCircle {...ICON} />
        ) : (
          <ErrorIcon {...ICON} className={errors > 0 ? 'text-stop' : ''} />
        )}
        {strings.status.errors(errors)}
        {warnings > 0 ? (
          <>
            <TriangleAlert {...ICON} className="ml-2 text-detour" />
            {strings.status.warnings(warnings)}
          </>
        ) : null}
      </button>
      {isOpen ? <ProblemList onClose={close} /> : null}
    </>
  );
}

/** Errors, counts, and whether the work is saved. */
export function StatusBar() {
  const components = useDocument((state) => state.scenario.components.length);
  const flows = useRun((state) => state.run?.flows.length ?? 0);
  const events = useRun((state) => state.run?.eventCount ?? 0);
  return (
    <footer
      aria-label={strings.regions.status}
      data-region="status"
      className="flex h-(--status-h) shrink-0 items-center gap-4 overflow-hidden border-t border-line bg-panel px-3 whitespace-nowrap text-ink-3"
    >
      <Health />
      <span>{strings.status.components(components)}</span>
      <span>{strings.status.flows(flows)}</span>
      <span>{strings.status.events(events)}</span>
      <span className="grow" />
      <SaveState />
    </footer>
  );
}
