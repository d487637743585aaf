import { useMemo } from 'react';
import { enumerate } from '../../core/machine/enumerate.ts';
import type { Machine } from '../../core/machine/types.ts';
import type { FlowInfo } from '../../core/sim/types.ts';
import { useView } from '../../store/view.ts';
import { compareFlow } from './differences.ts';
import type { FlowComparison } from './differences.ts';

/** How the explained flow compares with the pinned baseline; null without one. */
export function useComparison(
  machine: Machine | null,
  info: FlowInfo | undefined,
): FlowComparison | null {
  const baseline = useView((state) => state.baseline);
  const before = useMemo(
    () => (baseline ? enumerate(baseline.scenario).machine : null),
    [baseline],
  );
  return useMemo(() => {
    if (!baseline || !before || !machine || !info) return null;
    return compareFlow({ machine: before, flows: baseline.run.flows }, machine, info);
  }, [baseline, before, machine, info]);
}
