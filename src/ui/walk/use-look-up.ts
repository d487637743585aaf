import { useEffect, useState } from 'react';
import type { FlowInfo, LookUpEvent } from '../../core/sim/types.ts';
import { useJourney } from '../../store/journey.ts';
import { useTraceSource } from '../../store/trace.ts';
import type { TraceSource } from '../../store/trace.ts';

/** The look of the followed TLP into an IOMMU. */
export interface WalkLookUp extends LookUpEvent {
  /** Where it asked, from the first byte of its flow; 0 for all of the first page. */
  readonly offsetBytes: number;
}

const PAGE_BYTES = 4096n;

/**
 * What the followed TLP met at an IOMMU of the run.
 *
 * @param iommu index in `Machine.iommus`.
 * @returns null while that is not known, or where the TLP asked no IOMMU.
 */
export function useLookUp(info: FlowInfo | null, iommu: number | null): WalkLookUp | null {
  const source = useTraceSource((state) => state.source);
  const { tlpId, events } = useJourney();
  const [known, setKnown] = useState<{ source: TraceSource; look: LookUpEvent | null } | null>(
    null,
  );
  useEffect(() => {
    const [first] = events;
    const last = events.at(-1);
    if (source === null || first === undefined || last === undefined) return;
    let isStale = false;
    const ask = async (): Promise<void> => {
      const all = await source.lookUps(first.tPs, last.tPs);
      const look = all.find((one) => one.tlpId === tlpId && one.iommu === iommu) ?? null;
      if (!isStale) setKnown({ source, look });
    };
    void ask();
    return () => {
      isStale = true;
    };
  }, [source, events, tlpId, iommu]);
  // What an older run answered, or of another TLP, says nothing here.
  const found = known?.source === source ? (known?.look ?? null) : null;
  const [issued] = info?.route.request ?? [];
  if (found === null || found.tlpId !== tlpId || found.iommu !== iommu || issued === undefined)
    return null;
  const offset = events.find((event) => event.tlpId === tlpId)?.offsetBytes ?? 0;
  const into = Number(issued.address % PAGE_BYTES) + offset;
  const isFirst = into < Number(PAGE_BYTES);
  return { ...found, offsetBytes: isFirst ? 0 : offset };
}
