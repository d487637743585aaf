import type { Plan } from '../../core/linux/map-p2p.ts';
import { useRun } from '../../store/run.ts';
import { useView } from '../../store/view.ts';

interface ExplainedPlan {
  /** The plan that is explained; null: hops are. */
  readonly plan: Plan | null;
  /** Nothing of its transfer is sent: there are no hops to explain and no path to draw. */
  readonly isAlone: boolean;
}

/** Linux's plan where the panel and the canvas explain it: the one asked for, or that of a run that sent nothing. */
export function useExplainedPlan(): ExplainedPlan {
  const plans = useRun((state) => state.run?.plans);
  const flows = useRun((state) => state.run?.flows);
  const flow = useView((state) => state.flow) ?? 0;
  const chosen = useView((state) => state.plan?.transferId);
  const info = flows?.[flow];
  const plan =
    plans?.find(({ transfer }) => transfer.id === chosen) ??
    (info === undefined ? plans?.[0] : undefined) ??
    null;
  return { plan, isAlone: plan !== null && plan.transfer.id !== info?.transferId };
}
