import { Copy } from 'lucide-react';
import { useMemo } from 'react';
import { useRun } from '../../store/run.ts';
import { useView } from '../../store/view.ts';
import { panelStrings } from '../strings/panels.ts';
import { EmptyState } from '../widgets/EmptyState.tsx';
import { FlowSummary } from './FlowSummary.tsx';
import { HopRow } from './HopRow.tsx';
import { OutcomeLine } from './OutcomeLine.tsx';
import { explainFlow, explanationMarkdown } from './explanation.ts';

/** Why the selected TLP went where it went: one row a hop, exactly one of them open. */
export function ExplainPanel() {
  const machine = useRun((state) => state.machine);
  const run = useRun((state) => state.run);
  const flow = useView((state) => state.flow);
  const here = useView((state) => state.hop);
  const info = run?.flows[flow ?? 0];
  const hops = useMemo(() => (machine && info ? explainFlow(machine, info) : []), [machine, info]);

  if (!machine || !run || !info) {
    return (
      <EmptyState title={panelStrings.explain.emptyTitle} hint={panelStrings.explain.emptyHint} />
    );
  }
  const summary = run.transfers.find((one) => one.transferId === info.transferId);
  const open = Math.min(here ?? 0, hops.length - 1);
  const title = panelStrings.explain.title(info.transferId);
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <FlowSummary machine={machine} info={info} />
      <ol aria-label={panelStrings.explain.hops} className="min-h-0 flex-1 overflow-y-auto p-2">
        {hops.map((one, i) => (
          <HopRow key={one.number} explained={one} isOpen={i === open} flow={flow ?? 0} />
        ))}
      </ol>
      <OutcomeLine info={info} summary={summary}>
        <button
          type="button"
          className="icon-button"
          aria-label={panelStrings.explain.copy}
          title={panelStrings.explain.copy}
          onClick={() => void navigator.clipboard.writeText(explanationMarkdown(title, hops))}
        >
          <Copy size={16} strokeWidth={1.75} />
        </button>
      </OutcomeLine>
    </div>
  );
}
