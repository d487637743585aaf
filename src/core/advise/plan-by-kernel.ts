import { KERNELS } from '../linux/kernels.ts';
import type { KernelKey } from '../linux/kernels.ts';
import { linuxMachine } from '../linux/machine-tree.ts';
import { refusalOf } from '../linux/plan-text.ts';
import { translatorsOf } from '../iommu/translators.ts';
import { planRun } from '../linux/planned-run.ts';
import type { Errno } from '../linux/dma-device.ts';
import type { Machine } from '../machine/types.ts';
import { route } from '../pcie/route.ts';
import { transferRequest } from '../pcie/transfer-request.ts';
import type { RouteOutcome } from '../pcie/types.ts';
import type { RuleId } from '../rules/catalogue.ts';

/** What kernels that follow each other in the version table make of one transfer, the same for all of them. */
export interface KernelAnswer {
  readonly kernels: readonly KernelKey[];
  /** 0: mapped. */
  readonly errno: 0 | Errno;
  /** Why it was refused; null: it was not. */
  readonly rule: RuleId | null;
  /** What the first request carries; null: nothing is sent. */
  readonly address: bigint | null;
  readonly space: 'bus' | 'phys' | 'shared' | 'iova' | null;
  /** How the first request ends on the wires; null: nothing is sent. */
  readonly outcome: RouteOutcome | null;
}

type Answer = Omit<KernelAnswer, 'kernels'>;

function answerOf(machine: Machine, kernel: KernelKey, transferId: string): Answer | null {
  const run = planRun(machine, translatorsOf, () => linuxMachine(machine, { kernel }));
  const plan = run.plans.find(({ transfer }) => transfer.id === transferId);
  if (plan === undefined) return null;
  const sent = run.sends.find(({ id }) => id === transferId);
  const asked = sent === undefined ? null : transferRequest(run.machine, sent);
  const { translators } = run;
  const path = asked === null ? null : route({ machine: run.machine, translators, ...asked });
  const range = plan.steps.find((step) => step.kind === 'range');
  return {
    errno: plan.errno,
    rule: refusalOf(plan)?.rule ?? null,
    address: plan.sends[0]?.address ?? null,
    space: plan.errno === 0 ? (range?.space ?? null) : null,
    outcome: path?.outcome ?? null,
  };
}

const isSame = (a: Answer, b: Answer): boolean =>
  a.errno === b.errno &&
  a.rule === b.rule &&
  a.address === b.address &&
  a.space === b.space &&
  a.outcome === b.outcome;

/**
 * What every kernel of the version table makes of a transfer that asks Linux, and how its first request ends; kernels
 * in a row that do the same are one answer. Empty where there is nothing to map.
 */
export function planByKernel(machine: Machine, transferId: string): readonly KernelAnswer[] {
  const answers: KernelAnswer[] = [];
  for (const { key } of KERNELS) {
    const answer = answerOf(machine, key, transferId);
    if (answer === null) continue;
    const last = answers.at(-1);
    if (last !== undefined && isSame(last, answer)) {
      answers[answers.length - 1] = { ...last, kernels: [...last.kernels, key] };
    } else answers.push({ ...answer, kernels: [key] });
  }
  return answers;
}
