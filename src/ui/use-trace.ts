import { useEffect, useState } from 'react';
import type { LookUpEvent, Segment } from '../core/sim/types.ts';
import { useTraceSource } from '../store/trace.ts';

/** Rows of a stretch of time, ps; keeps the last answer until the next one is there. */
function useStretch<T>(
  ask: ((fromPs: number, toPs: number) => Promise<readonly T[]>) | undefined,
  fromPs: number,
  toPs: number,
): readonly T[] {
  const [rows, setRows] = useState<readonly T[]>([]);
  useEffect(() => {
    let isCurrent = true;
    const load = async (): Promise<void> => {
      const found = (await ask?.(fromPs, toPs)) ?? [];
      if (isCurrent) setRows(found);
    };
    void load();
    return () => {
      isCurrent = false;
    };
  }, [ask, fromPs, toPs]);
  return rows;
}

/** The TLPs on links within a stretch of time. */
export function useSegments(fromPs: number, toPs: number): readonly Segment[] {
  const source = useTraceSource((state) => state.source);
  return useStretch(source?.segments, fromPs, toPs);
}

/** The looks into IOMMUs that start within a stretch of time. */
export function useLookUps(fromPs: number, toPs: number): readonly LookUpEvent[] {
  const source = useTraceSource((state) => state.source);
  return useStretch(source?.lookUps, fromPs, toPs);
}
