import type { Plan, PlanStep } from './map-p2p.ts';

/** Whether Linux stops at a step and gives an errno. */
export function isRefusal(step: PlanStep): boolean {
  if (step.kind === 'export' || step.kind === 'attach') return step.errno !== 0;
  return step.kind === 'refused';
}

/** Index of the step at which Linux refused; -1: the transfer was mapped. */
export function refusedStep({ errno, steps }: Plan): number {
  return errno === 0 ? -1 : steps.findIndex(isRefusal);
}
