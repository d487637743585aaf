import type { Machine } from '../../core/machine/types.ts';
import { firstDifference } from '../../core/pcie/path-difference.ts';
import type { FirstDifference } from '../../core/pcie/path-difference.ts';
import type { FlowInfo } from '../../core/sim/types.ts';
import { explainFlow } from './explanation.ts';
import type { ExplainedHop } from './explanation.ts';

/** One run with the machine that it ran on. */
interface Ran {
  readonly machine: Machine;
  readonly flows: readonly FlowInfo[];
}

/** 'same', 'new' where the earlier run has no such flow, or the first hop that differs. */
export type FlowComparison = 'same' | 'new' | FirstDifference<ExplainedHop>;

/** Where the path of a flow parts from that of the same leg of the same transfer in an earlier run. */
export function compareFlow(baseline: Ran, machine: Machine, info: FlowInfo): FlowComparison {
  const old = baseline.flows.find(
    (one) => one.transferId === info.transferId && one.piece === info.piece && one.leg === info.leg,
  );
  if (old === undefined) return 'new';
  const difference = firstDifference(
    explainFlow(baseline.machine, old),
    explainFlow(machine, info),
  );
  return difference ?? 'same';
}
