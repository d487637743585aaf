import { useMemo } from 'react';
import { findKernel } from '../../core/linux/kernels.ts';
import { runsInRealm } from '../../core/linux/realm-side.ts';
import type { Plan } from '../../core/linux/map-p2p.ts';
import type { Machine } from '../../core/machine/types.ts';
import { useDocument } from '../../store/document.ts';
import { useRun } from '../../store/run.ts';
import { actionStrings } from '../strings/device-actions.ts';
import { planStrings as words } from '../strings/plan.ts';
import { BufferLife } from './BufferLife.tsx';
import { DeviceActions } from './DeviceActions.tsx';
import { KernelTable } from './KernelTable.tsx';
import { RequestForm, askLinux } from './RequestForm.tsx';
import { PlanStepRow } from './PlanStepRow.tsx';
import { shownSteps } from './plan-lines.ts';

interface Props {
  readonly machine: Machine;
  readonly plan: Plan;
  /** Index of the open step. */
  readonly open: number;
}

/** What Linux does before the first TLP of a transfer can leave: step by step, each with its rule. */
export function PlanView({ machine, plan, open }: Props) {
  const steps = useMemo(() => shownSteps(plan), [plan]);
  const found = findKernel(useDocument((state) => state.scenario.system.kernel));
  const lives = useRun((state) => state.run?.lives);
  const life = lives?.find(({ transferId }) => transferId === plan.transfer.id);
  const provider = machine.functions[plan.provider];
  const client = machine.functions[plan.client];
  const isInRealm = client !== undefined && runsInRealm(machine, client);
  const here = Math.min(open, steps.length - 1);
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <ol aria-label={words.steps} className="m-0 list-none p-2">
        {steps.map((step, i) => (
          <PlanStepRow
            key={`${i} ${step.title}`}
            step={step}
            index={i}
            isOpen={i === here}
            transferId={plan.transfer.id}
          />
        ))}
      </ol>
      {plan.proposal !== null && (
        <p className="m-0 px-3 pb-2 text-s text-detour">
          {words.proposed(plan.proposal.errno)}{' '}
          <button
            type="button"
            className="text-here underline underline-offset-2"
            onClick={() =>
              askLinux(plan.transfer.id, { ...plan.transfer.linux, attachChecks: true })
            }
          >
            {words.asProposed}
          </button>
        </p>
      )}
      {life !== undefined && <BufferLife life={life} />}
      {provider !== undefined && (
        <section
          aria-label={actionStrings.title(provider.name)}
          className="border-t border-line px-3 py-2 text-s"
        >
          <h3 className="m-0 mb-1 font-strong">{actionStrings.title(provider.name)}</h3>
          <DeviceActions functionId={provider.id} />
        </section>
      )}
      <RequestForm transfer={plan.transfer} isInRealm={isInRealm} />
      {plan.log.length > 0 && (
        <section className="border-t border-line px-3 py-2 text-s">
          <h3 className="m-0 mb-1 font-strong">{words.log}</h3>
          {plan.log.map((line) => (
            <code key={line} className="block font-mono break-words text-ink-2">
              {line}
            </code>
          ))}
        </section>
      )}
      {found.ok && (
        <KernelTable machine={machine} transferId={plan.transfer.id} kernel={found.value.key} />
      )}
    </div>
  );
}
