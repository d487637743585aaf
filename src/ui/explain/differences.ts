import type { Machine } from '../../core/machine/types.ts';
import type { FlowInfo } from '../../core/sim/types.ts';
import { explainFlow } from './explanation.ts';
import type { ExplainedHop } from './explanation.ts';

/** The first hop at which two paths part. null: the path ends before it. */
export interface FirstDifference {
  /** Index in the hops of the leg. */
  readonly hop: number;
  readonly before: ExplainedHop | null;
  readonly now: ExplainedHop | null;
}

/** Two hops are the same when the same component decided the same by the same rule and sent it to the same address. */
function isSame(a: ExplainedHop, b: ExplainedHop): boolean {
  return (
    a.place.id === b.place.id &&
    a.hop.verdict === b.hop.verdict &&
    a.hop.rule === b.hop.rule &&
    a.hop.address === b.hop.address
  );
}

/** The first hop at which two lists of hops part, or null where they are the same. */
export function firstDifference(
  before: readonly ExplainedHop[],
  now: readonly ExplainedHop[],
): FirstDifference | null {
  const longer = Math.max(before.length, now.length);
  for (let hop = 0; hop < longer; hop++) {
    const [old, present] = [before[hop] ?? null, now[hop] ?? null];
    if (old === null || present === null || !isSame(old, present)) {
      return { hop, before: old, now: present };
    }
  }
  return null;
}

/** One run with the machine that it ran on. */
interface Ran {
  readonly machine: Machine;
  readonly flows: readonly FlowInfo[];
}

/** 'same', 'new' where the earlier run has no such flow, or the first hop that differs. */
export type FlowComparison = 'same' | 'new' | FirstDifference;

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
