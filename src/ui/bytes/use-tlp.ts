import { useEffect, useMemo, useState } from 'react';
import type { Machine } from '../../core/machine/types.ts';
import { tlpFields } from '../../core/pcie/tlp-fields.ts';
import type { TlpAtHop } from '../../core/pcie/tlp-fields.ts';
import { transferRequest } from '../../core/pcie/transfer-request.ts';
import type { FlowInfo } from '../../core/sim/types.ts';
import { useJourney } from '../../store/journey.ts';
import { useRun } from '../../store/run.ts';
import { useTraceSource } from '../../store/trace.ts';
import { useView } from '../../store/view.ts';
import { hopsOf } from '../../core/pcie/hops-of.ts';
import { findTlpIndex } from './tlp-index.ts';
import type { LegFlows, TlpIndex } from './tlp-index.ts';

/** The selected TLP with the place where it is looked at. */
export interface SelectedTlp extends TlpAtHop {
  readonly machine: Machine;
  readonly info: FlowInfo;
  /** Index in the hops of its leg; the TLP is shown as it leaves that hop. */
  readonly hop: number;
  readonly hopCount: number;
}

const FIRST: TlpIndex = { request: 0, completion: 0 };

function legFlows(flows: readonly FlowInfo[], info: FlowInfo): LegFlows {
  const legOf = (leg: FlowInfo['leg']): number =>
    flows.findIndex(
      (one) => one.transferId === info.transferId && one.piece === info.piece && one.leg === leg,
    );
  const completion = legOf('completion');
  return { request: legOf('request'), completion: completion < 0 ? null : completion };
}

/** Which TLP of its transfer is selected; the first one until the trace has said. */
function useTlpIndex(info: FlowInfo | undefined): TlpIndex {
  const source = useTraceSource((state) => state.source);
  const flows = useRun((state) => state.run?.flows);
  const tlpId = useView((state) => state.tlpId);
  const journey = useJourney();
  const [index, setIndex] = useState(FIRST);
  useEffect(() => {
    let isCurrent = true;
    const find = async (): Promise<void> => {
      const isKnown = source && flows && info && tlpId !== null && journey.tlpId === tlpId;
      const found = isKnown
        ? await findTlpIndex(source, journey.events, tlpId, legFlows(flows, info))
        : FIRST;
      if (isCurrent) setIndex(found);
    };
    void find();
    return () => {
      isCurrent = false;
    };
  }, [source, flows, info, tlpId, journey]);
  return index;
}

/** The selected TLP's header as it leaves the selected hop; null when nothing is selected. */
export function useSelectedTlp(): SelectedTlp | null {
  const machine = useRun((state) => state.machine);
  const run = useRun((state) => state.run);
  const flow = useView((state) => state.flow) ?? 0;
  const info = run?.flows[flow];
  const here = useView((state) => state.hop);
  const index = useTlpIndex(info);
  return useMemo(() => {
    const asked = machine && info ? transferRequest(machine, info.sent) : null;
    const hops = info ? hopsOf(info) : [];
    if (!machine || !info || !asked || hops.length === 0) return null;
    const hop = Math.min(here ?? 0, hops.length - 1);
    const tlp = tlpFields({
      machine,
      ...asked,
      route: info.route,
      leg: info.leg,
      hop,
      requestIndex: index.request,
      completionIndex: index.completion,
      bytes: info.sent.bytes,
    });
    return { ...tlp, machine, info, hop, hopCount: hops.length };
  }, [machine, info, here, index]);
}
