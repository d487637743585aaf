import type { Plan } from '../core/linux/map-p2p.ts';
import { refusedStep } from '../core/linux/refused-step.ts';
import { followTransfer } from '../store/follow.ts';
import { useRun } from '../store/run.ts';
import { useView } from '../store/view.ts';
import type { Command } from './command.ts';

interface Shown {
  readonly plan: Plan;
  readonly step: number;
}

/** The plan that is explained, or could be, with its open step; null: nothing asks Linux. */
function shown(): Shown | null {
  const { plan: chosen, flow } = useView.getState();
  const { plans = [], flows = [] } = useRun.getState().run ?? {};
  const id = chosen?.transferId ?? flows[flow ?? 0]?.transferId ?? plans[0]?.transfer.id;
  const plan = plans.find(({ transfer }) => transfer.id === id);
  if (plan === undefined) return null;
  // A refused plan is shown at its refusal; that of a transfer whose hops are shown is not open at all.
  return { plan, step: chosen?.step ?? refusedStep(plan) };
}

function go(plan: Plan, step: number): void {
  useView.getState().set({ rightTab: 'explain', plan: { transferId: plan.transfer.id, step } });
}

/** The next step; behind the last one of a mapped transfer its first TLP. */
function next(): void {
  const found = shown();
  if (found === null) return;
  const { plan, step } = found;
  const count = plan.steps.length + (plan.sends.length > 0 ? 1 : 0);
  if (step + 1 < count) go(plan, step + 1);
  else if (plan.sends.length > 0) followTransfer(plan.transfer.id);
}

function previous(): void {
  const found = shown();
  if (found !== null) go(found.plan, Math.max(0, found.step - 1));
}

export const PLAN_COMMANDS = [
  {
    id: 'plan.next',
    group: 'time',
    run: next,
    isEnabled: () => shown() !== null,
  },
  {
    id: 'plan.previous',
    group: 'time',
    run: previous,
    isEnabled: () => shown() !== null,
  },
] as const satisfies readonly Command[];
