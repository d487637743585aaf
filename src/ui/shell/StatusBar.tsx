import { Check, CircleX, LoaderCircle, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useDocument } from '../../store/document.ts';
import { useRun } from '../../store/run.ts';
import { strings } from '../strings/en.ts';
import { SaveState } from './SaveState.tsx';

const ICON = { size: 14, strokeWidth: 1.75, 'aria-hidden': true } as const;

function State({ icon, text }: { readonly icon: ReactNode; readonly text: string }) {
  return (
    <span className="flex shrink-0 items-center gap-1.5">
      {icon}
      {text}
    </span>
  );
}

function Health() {
  const status = useRun((state) => state.status);
  const diagnostics = useRun((state) => state.diagnostics);
  const errors = diagnostics.filter((one) => one.severity === 'error').length;
  const warnings = diagnostics.length - errors;
  if (status === 'running') {
    return <State icon={<LoaderCircle {...ICON} />} text={strings.status.running} />;
  }
  return (
    <>
      <State
        icon={errors > 0 ? <CircleX {...ICON} className="text-stop" /> : <Check {...ICON} />}
        text={strings.status.errors(errors)}
      />
      {warnings > 0 ? (
        <State
          icon={<TriangleAlert {...ICON} className="text-detour" />}
          text={strings.status.warnings(warnings)}
        />
      ) : null}
    </>
  );
}

/** Errors, counts, and whether the work is saved. */
export function StatusBar() {
  const devices = useDocument((state) => state.scenario.components.length);
  const flows = useRun((state) => state.run?.flows.length ?? 0);
  const events = useRun((state) => state.run?.eventCount ?? 0);
  return (
    <footer
      aria-label={strings.regions.status}
      data-region="status"
      className="flex h-(--status-h) shrink-0 items-center gap-4 overflow-hidden border-t border-line bg-panel px-3 whitespace-nowrap text-ink-3"
    >
      <Health />
      <span>{strings.status.devices(devices)}</span>
      <span>{strings.status.flows(flows)}</span>
      <span>{strings.status.events(events)}</span>
      <span className="grow" />
      <SaveState />
    </footer>
  );
}
