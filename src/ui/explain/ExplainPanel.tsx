import { useMemo } from 'react';
import { useRun } from '../../store/run.ts';
import { useView } from '../../store/view.ts';
import { panelStrings } from '../strings/panels.ts';
import { EmptyState } from '../widgets/EmptyState.tsx';
import { BaselineLine } from './BaselineLine.tsx';
import { FlowSummary } from './FlowSummary.tsx';
import { HopRow } from './HopRow.tsx';
import { LegBar } from './LegBar.tsx';
import { OutcomeLine } from './OutcomeLine.tsx';
import { PlanView } from '../plan/PlanView.tsx';
import { RefusedPlan } from '../plan/RefusedPlan.tsx';
import { useExplainedPlan } from '../plan/use-plan.ts';
import { explainFlow } from './explanation.ts';
import { useComparison } from './use-comparison.ts';

/** Why the selected TLP went where it went: one row a hop, exactly one of them open. */
export function ExplainPanel() {
  const machine = useRun((state) => state.machine);
  const run = useRun((state) => state.run);
  const selected = useView((state) => state.flow);
  const here = useView((state) => state.hop);
  const flow = selected ?? 0;
  const info = run?.flows[flow];
  const hops = useMemo(() => (machine && info ? explainFlow(machine, info) : []), [machine, info]);
  const comparison = useComparison(machine, info);

  const chosen = useView((state) => state.plan);
  const { plan, isAlone } = useExplainedPlan();

  if (machine && plan && isAlone) {
    return <RefusedPlan machine={machine} plan={plan} step={chosen?.step ?? null} />;
  }
  if (!machine || !run || !info) {
    return (
      <EmptyState title={panelStrings.explain.emptyTitle} hint={panelStrings.explain.emptyHint} />
    );
  }
  const summary = run.transfers.find((one) => one.transferId === info.transferId);
  const open = Math.min(here ?? 0, hops.length - 1);
  const changed = typeof comparison === 'object' ? comparison?.hop : undefined;
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <FlowSummary machine={machine} info={info} hops={hops} />
      <LegBar
        flows={run.flows}
        flow={flow}
        open={open}
        hops={hops}
        plan={plan === null ? null : { plan, open: chosen?.step ?? 0 }}
      />
      {plan !== null ? (
        <PlanView machine={machine} plan={plan} open={chosen?.step ?? 0} />
      ) : (
        <>
          {comparison !== null && <BaselineLine comparison={comparison} flow={flow} />}
          <ol
            aria-label={panelStrings.explain.hops}
            className="m-0 min-h-0 flex-1 list-none overflow-y-auto p-2"
          >
            {hops.map((one, i) => (
              <HopRow
                key={one.number}
                explained={one}
                isOpen={i === open}
                isChanged={i === changed}
                flow={flow}
              />
            ))}
          </ol>
        </>
      )}
      <OutcomeLine machine={machine} info={info} summary={summary} />
    </div>
  );
}
