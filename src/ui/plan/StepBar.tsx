import { ChevronLeft, ChevronRight } from 'lucide-react';
import { runCommand } from '../../commands/registry.ts';
import type { Plan } from '../../core/linux/map-p2p.ts';
import { planStrings as words } from '../strings/plan.ts';
import { IconButton } from '../widgets/Button.tsx';
import { shownSteps } from './plan-lines.ts';

interface Props {
  readonly plan: Plan;
  /** Index of the open step. */
  readonly open: number;
}

/** Which step of the plan is open, and the way to its neighbours. */
export function StepBar({ plan, open }: Props) {
  const count = shownSteps(plan).length;
  const here = Math.min(open, count - 1);
  return (
    <span className="flex items-center">
      <span className="pr-1 font-strong tabular-nums">{words.stepOf(here + 1, count)}</span>
      <IconButton
        label={words.previous}
        disabled={here === 0}
        onClick={() => runCommand('plan.previous')}
      >
        <ChevronLeft size={16} strokeWidth={1.75} aria-hidden />
      </IconButton>
      <IconButton
        label={words.next}
        disabled={here === count - 1}
        onClick={() => runCommand('plan.next')}
      >
        <ChevronRight size={16} strokeWidth={1.75} aria-hidden />
      </IconButton>
    </span>
  );
}
