import { hexGrouped } from '../../core/base/address.ts';
import { formatSize } from '../../core/base/units.ts';
import type { Plan } from '../../core/linux/map-p2p.ts';
import { planLine } from '../../core/linux/plan-text.ts';
import type { PlanLine } from '../../core/linux/plan-text.ts';
import type { Operand } from '../../core/pcie/types.ts';
import { planStrings as words } from '../strings/plan.ts';

/** One step of the plan as the panel shows it. */
export interface ShownStep extends PlanLine {
  readonly operands: readonly Operand[];
  /** The last step: from here on the wires decide. */
  readonly isSending: boolean;
}

/** The steps of a plan, and behind those of a mapped one that its TLPs follow. */
export function shownSteps(plan: Plan): ShownStep[] {
  const steps = plan.steps.map((step): ShownStep => {
    const operands = 'operands' in step ? step.operands : [];
    return { ...planLine(step), operands, isSending: false };
  });
  const [first] = plan.sends;
  if (first === undefined) return steps;
  const sent = plan.sends.reduce((sum, { sizeBytes }) => sum + Number(sizeBytes), 0);
  const asked = plan.transfer.bytes;
  const size =
    sent < asked ? words.shortened(formatSize(sent), formatSize(asked)) : formatSize(sent);
  const sending: ShownStep = {
    title: words.tlps(plan.sends.length),
    detail: `${hexGrouped(first.address)}, ${size}`,
    rule: null,
    tone: 'done',
    operands: [],
    isSending: true,
  };
  return [...steps, sending];
}
