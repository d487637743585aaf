import type { ReactNode } from 'react';
import { formatTime } from '../../core/base/units.ts';
import type { FlowInfo, TransferSummary } from '../../core/sim/types.ts';
import { panelStrings } from '../strings/panels.ts';

interface Props {
  readonly info: FlowInfo;
  readonly summary: TransferSummary | undefined;
  readonly children: ReactNode;
}

/** How the journey ended, in one line under the hops: outcome, time, completion status. */
export function OutcomeLine({ info, summary, children }: Props) {
  const { outcome, completionStatus } = info.route;
  const words = panelStrings.outcome[outcome];
  const took =
    summary === undefined || summary.firstPs === null || summary.lastPs === null
      ? ''
      : ` ${panelStrings.explain.at(formatTime(summary.lastPs))}`;
  return (
    <footer className="flex items-center gap-2 border-t border-line px-3 py-1.5">
      <strong className="font-strong" data-testid="outcome">
        {words}
        {outcome === 'delivered' ? took : ''}
      </strong>
      {completionStatus !== null && (
        <code className="font-mono text-s text-ink-2">Cpl {completionStatus}</code>
      )}
      <span className="ml-auto">{children}</span>
    </footer>
  );
}
