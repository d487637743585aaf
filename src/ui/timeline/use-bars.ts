import { useEffect, useState } from 'react';
import type { Bars } from '../../core/sim/types.ts';
import { useTraceSource } from '../../store/trace.ts';
import { LEAST_SHARE } from './lanes.ts';
import type { Span } from './lanes.ts';

/** The bars of a stretch of time; keeps the last answer until the next one is there. */
export function useBars({ fromPs, toPs }: Span, tlpId: number | null): Bars {
  const source = useTraceSource((state) => state.source);
  const [bars, setBars] = useState<Bars>({ links: [], iommus: [] });
  useEffect(() => {
    let isCurrent = true;
    const load = async (): Promise<void> => {
      const leastPs = (toPs - fromPs) * LEAST_SHARE;
      const found = (await source?.bars({ fromPs, toPs, leastPs, tlpId })) ?? null;
      if (isCurrent) setBars(found ?? { links: [], iommus: [] });
    };
    void load();
    return () => {
      isCurrent = false;
    };
  }, [source, fromPs, toPs, tlpId]);
  return bars;
}
