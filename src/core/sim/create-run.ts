import { err, ok } from '../base/result.ts';
import type { Result } from '../base/result.ts';
import { translatorsOf } from '../iommu/translators.ts';
import type { Machine } from '../machine/types.ts';
import { DEFAULT_LIMITS, playRun, sizeProblem } from './run.ts';
import type { Run, RunLimits } from './run.ts';

/** Simulates a machine with every model of an IOMMU that there is; see `playRun`. */
export function createRun(machine: Machine, limits: RunLimits = DEFAULT_LIMITS): Run {
  return playRun(machine, translatorsOf, limits);
}

/** Simulates a machine of any size; the error is the sentence of its `sizeProblem`. */
export function tryRun(machine: Machine): Result<Run, string> {
  const problem = sizeProblem(machine);
  return problem === null ? ok(createRun(machine)) : err(problem);
}
