import { addressBands } from '../../core/iommu/address-bands.ts';
import type { AddressMap } from '../../core/iommu/address-bands.ts';
import type { Machine } from '../../core/machine/types.ts';
import { transferRequest } from '../../core/pcie/transfer-request.ts';
import type { TranslateResult } from '../../core/pcie/types.ts';
import type { Iommu } from '../../core/scenario/schema.ts';
import type { FlowInfo } from '../../core/sim/types.ts';
import { asking } from '../query/ask-path.ts';

/** The addresses of one flow: what its stream maps, where its TLP stands in each space, and the walk. */
export interface CurrentMap {
  readonly iommu: Iommu;
  readonly ipaBits: number;
  readonly map: AddressMap;
  /** What the IOMMU was given and what it answered. */
  readonly input: bigint;
  readonly result: TranslateResult;
}

/** The map of a flow's stream; null where no IOMMU of the document has one for it. */
export function currentMap(drawn: Machine, info: FlowInfo): CurrentMap | null {
  const { machine, translators } = asking(drawn).planned;
  const transfer = info.sent;
  const asked = transferRequest(machine, transfer);
  if (asked === null) return null;
  const requester = machine.functions[asked.requester];
  const bridge = requester === undefined ? undefined : machine.hostBridges[requester.hostBridge];
  const id =
    bridge?.iommu === null || bridge === undefined ? undefined : machine.iommus[bridge.iommu];
  const iommu = machine.scenario.components.find(
    (one): one is Iommu => one.kind === 'iommu' && one.id === id,
  );
  const stream = iommu?.streams.find(
    (one) => one.requester === transfer.from && one.t === transfer.t,
  );
  const translator = bridge === undefined ? undefined : translators.get(bridge.index);
  if (!iommu || !stream || !translator || !bridge) return null;
  const { request } = asked;
  const { requesterId, address, bytes, at, t } = request;
  const write = request.kind !== 'MRd';
  const question = { hostBridge: bridge.index, requesterId, address, bytes, write, at, t };
  const result = translator.translate(question);
  return {
    iommu,
    ipaBits: iommu.ipaBits,
    map: addressBands(machine, iommu, stream),
    input: address,
    result,
  };
}
