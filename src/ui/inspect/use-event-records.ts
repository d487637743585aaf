import { useEffect, useMemo, useState } from 'react';
import { faultBehind } from '../../core/iommu/event-queue.ts';
import type { EventRecord } from '../../core/iommu/event-queue.ts';
import type { Machine } from '../../core/machine/types.ts';
import { transferRequest } from '../../core/pcie/transfer-request.ts';
import type { RequestTlp, TranslateResult } from '../../core/pcie/types.ts';
import type { FlowInfo, TraceEvent } from '../../core/sim/types.ts';
import { useRun } from '../../store/run.ts';
import { useTraceSource } from '../../store/trace.ts';
import type { TraceSource } from '../../store/trace.ts';
import { asking } from '../query/ask-path.ts';

type Fault = Extract<TranslateResult, { kind: 'fault' }>;

/** The hop of a flow at which an SMMU refuses it. */
interface Refusal {
  readonly hop: number;
  readonly fault: Fault;
  readonly request: RequestTlp;
  readonly hostBridge: number;
}

/** Records of one run, by whose queue holds them. */
export type RecordsByQueue = Readonly<Record<'NS' | 'REALM', readonly EventRecord[]>>;

const NONE: RecordsByQueue = { NS: [], REALM: [] };
/** Rows of the trace that are looked through, at most, and at once. */
const SEARCH_ROWS = 200_000;
const PAGE_ROWS = 5_000;

/** Where an IOMMU of the machine refuses the flows of a run, by flow. */
function refusalsOf(
  machine: Machine,
  flows: readonly FlowInfo[],
  iommu: number,
): ReadonlyMap<number, Refusal> {
  const found = new Map<number, Refusal>();
  flows.forEach(({ route, sent, leg }, flow) => {
    if (leg !== 'request') return;
    const at = route.request.findIndex(
      ({ place, translation }) =>
        place.kind === 'iommu' && place.index === iommu && translation?.kind === 'fault',
    );
    const fault = route.request[at]?.translation;
    const asked = transferRequest(machine, sent);
    if (fault?.kind !== 'fault' || fault.record === undefined || asked === null) return;
    const address = route.request[at - 1]?.address ?? asked.request.address;
    const hostBridge = machine.hostBridges.find((one) => one.iommu === iommu)?.index ?? 0;
    found.set(flow, { hop: at, fault, request: { ...asked.request, address }, hostBridge });
  });
  return found;
}

/** The records of these refusals in the order of the trace. */
async function recordsIn(
  source: TraceSource,
  machine: Machine,
  refusals: ReadonlyMap<number, Refusal>,
): Promise<RecordsByQueue> {
  const { translators } = asking(machine).planned;
  const records: Record<'NS' | 'REALM', EventRecord[]> = { NS: [], REALM: [] };
  const note = (event: TraceEvent): void => {
    const refusal = refusals.get(event.flow);
    const translator = translators.get(refusal?.hostBridge ?? -1);
    if (refusal?.hop !== event.hop || translator === undefined) return;
    const met = faultBehind(translator, refusal.fault, refusal, event.offsetBytes);
    if (met.kind !== 'fault' || met.record === undefined) return;
    const { tPs, tlpId } = event;
    records[met.queue ?? 'NS'].push({ tPs, tlpId, words: met.record });
  };
  const rows = Math.min(source.eventCount, SEARCH_ROWS);
  for (let from = 0; from < rows; from += PAGE_ROWS) {
    for (const event of await source.events(from, PAGE_ROWS)) note(event);
  }
  return records;
}

/**
 * What an SMMU of the run recorded, in order.
 *
 * @param id of the IOMMU in the document.
 * @returns null while that is not known.
 */
export function useEventRecords(id: string): RecordsByQueue | null {
  const machine = useRun((state) => state.machine);
  const flows = useRun((state) => state.run?.flows);
  const source = useTraceSource((state) => state.source);
  const [known, setKnown] = useState<{ source: TraceSource; records: RecordsByQueue } | null>(null);
  const refusals = useMemo(() => {
    const iommu = machine?.iommus.indexOf(id) ?? -1;
    if (machine === null || flows === undefined || iommu < 0) return new Map<number, Refusal>();
    return refusalsOf(machine, flows, iommu);
  }, [machine, flows, id]);
  useEffect(() => {
    if (source === null || machine === null || refusals.size === 0) return;
    let isStale = false;
    const ask = async (): Promise<void> => {
      const records = await recordsIn(source, machine, refusals);
      if (!isStale) setKnown({ source, records });
    };
    void ask();
    return () => {
      isStale = true;
    };
  }, [source, machine, refusals]);
  if (refusals.size === 0) return NONE;
  return known?.source === source ? known.records : null;
}
