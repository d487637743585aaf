import { addressBands } from '../../core/iommu/address-bands.ts';
import type { AddressMap } from '../../core/iommu/address-bands.ts';
import { iommuOf } from '../../core/iommu/connect.ts';
import type { Machine } from '../../core/machine/types.ts';
import type { TranslateResult } from '../../core/pcie/types.ts';
import type { Iommu } from '../../core/scenario/schema.ts';
import type { FlowInfo } from '../../core/sim/types.ts';
import { translationAt } from '../../store/walk.ts';
import { asking } from '../query/ask-path.ts';

/** What another world maps for the same requester. */
export interface OtherMap {
  readonly map: AddressMap;
  readonly t: 0 | 1;
}

/** The addresses of one flow: what its stream maps, and where its TLP stands in each space. */
export interface CurrentMap {
  readonly iommu: Iommu;
  readonly ipaBits: number;
  readonly map: AddressMap;
  /** T bit of its requests. */
  readonly t: 0 | 1;
  /** The stage 2 of the same requester's requests with the other T bit; null: there is none. */
  readonly other: OtherMap | null;
  /** What the requester sent. */
  readonly input: bigint;
  /** What the IOMMU answered on this TLP's way; null: the way meets none. */
  readonly result: TranslateResult | null;
}

/** The map of a flow's stream; null where no IOMMU of the document has one for it. */
export function currentMap(drawn: Machine, info: FlowInfo): CurrentMap | null {
  const { machine } = asking(drawn).planned;
  const { sent, route } = info;
  const [issued] = route.request;
  const index = machine.functionById.get(sent.from);
  const requester = index === undefined ? undefined : machine.functions[index];
  const bridge = requester === undefined ? undefined : machine.hostBridges[requester.hostBridge];
  const iommu = bridge === undefined ? null : iommuOf(machine, bridge);
  const stream = iommu?.streams.find((one) => one.requester === sent.from && one.t === sent.t);
  if (!iommu || !stream || !issued) return null;
  const beside = iommu.streams.find(
    (one) => one.requester === sent.from && one.t !== sent.t && one.config === 'stage2',
  );
  return {
    iommu,
    ipaBits: iommu.ipaBits,
    map: addressBands(machine, iommu, stream),
    t: stream.t,
    other: beside === undefined ? null : { map: addressBands(machine, iommu, beside), t: beside.t },
    input: issued.address,
    result: translationAt(info, null)?.result ?? null,
  };
}
