import { useEffect, useState } from 'react';
import type { Machine } from '../../core/machine/types.ts';
import type { Injected } from '../../core/pcie/inject.ts';
import type { Hop } from '../../core/pcie/types.ts';
import { useRun } from '../../store/run.ts';
import { useTlpEdit } from '../../store/tlp-edit.ts';
import type { InjectedTlp } from '../../store/tlp-edit.ts';

/** The TLP that was put on the wire by hand, and what the machine as it is now makes of it. */
export interface InjectedPath {
  readonly machine: Machine;
  /** Index of the function that receives it; null: the machine has lost it. */
  readonly port: number | null;
  readonly result: Injected | null;
  readonly isOnCanvas: boolean;
}

/** A TLP and what became of it. */
interface Answer {
  readonly injected: InjectedTlp;
  readonly path: InjectedPath;
}

/** null: no TLP was put on the wire by hand, or there is no machine. Follows every edit of the document. */
export function useInjected(): InjectedPath | null {
  const machine = useRun((state) => state.machine);
  const injected = useTlpEdit((state) => state.injected);
  const [answer, setAnswer] = useState<Answer | null>(null);
  useEffect(() => {
    let isCurrent = true;
    const ask = async (): Promise<void> => {
      if (machine === null || injected === null) return;
      // Every IOMMU comes along: not before somebody needs it.
      const { injectedPath } = await import('./injected-path.ts');
      if (isCurrent) setAnswer({ injected, path: injectedPath(machine, injected) });
    };
    void ask();
    return () => {
      isCurrent = false;
    };
  }, [machine, injected]);
  return answer !== null && answer.injected === injected ? answer.path : null;
}

/** The hops of the TLP itself: a completion put on the wire has no request. */
export function ownHops({ route }: Injected): readonly Hop[] {
  return route.request.length > 0 ? route.request : route.completion;
}
