import { ArrowRight } from 'lucide-react';
import type { Plan } from '../../core/linux/map-p2p.ts';
import { refusalOf } from '../../core/linux/plan-text.ts';
import type { Machine } from '../../core/machine/types.ts';
import { panelStrings } from '../strings/panels.ts';
import { planStrings as words } from '../strings/plan.ts';
import { transferWords } from '../words/transfer-words.ts';
import { PlanView } from './PlanView.tsx';
import { StepBar } from './StepBar.tsx';

interface Props {
  readonly machine: Machine;
  readonly plan: Plan;
  /** Index of the open step; null: the one that refused. */
  readonly step: number | null;
}

/** A transfer of which nothing is sent: the plan alone, and with what it ended. */
export function RefusedPlan({ machine, plan, step }: Props) {
  const refusal = refusalOf(plan);
  const told = transferWords(machine, plan.transfer.id);
  const ended = refusal === null ? words.nothingSent : words.refusedBy(refusal.errno);
  const open = step ?? (refusal?.step ?? 1) - 1;
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <header className="border-b border-line px-3 py-2">
        <p className="m-0 flex items-center gap-2">
          <strong className="font-strong">{plan.transfer.op}</strong>
          <span className="ml-auto truncate text-s text-ink-2">{plan.transfer.name}</span>
        </p>
        <p className="m-0 mt-1 flex flex-wrap items-center gap-1 text-ink-2">
          <span>{told?.from ?? plan.transfer.from}</span>
          <ArrowRight size={14} strokeWidth={1.75} aria-label={panelStrings.to} />
          <span>{told?.to ?? ''}</span>
        </p>
      </header>
      <div className="min-h-9 border-b border-line px-3 py-1 text-s">
        <StepBar plan={plan} open={open} />
      </div>
      <PlanView machine={machine} plan={plan} open={open} />
      <footer className="flex flex-wrap items-center gap-x-2 border-t border-line px-3 py-2">
        <strong className="font-strong text-stop" data-testid="outcome">
          {ended}
        </strong>
        <code className="ml-auto font-mono text-s text-ink-2">{plan.decision.mapType}</code>
      </footer>
    </div>
  );
}
