import { defined } from '../base/assert.ts';
import type { Machine, MachineFunction, Window } from '../machine/types.ts';
import { busAddr } from '../base/address.ts';
import type { Translator } from '../pcie/types.ts';
import type { RuleId } from '../rules/catalogue.ts';
import type { Transfer } from '../scenario/schema.ts';
import { PLAIN_DEVICE, dmaBitMask } from './dma-device.ts';
import type { DmaDevice, Errno, PteWrite } from './dma-device.ts';
import { exportedBuffer, stepDmaBuf } from './dma-buf-life.ts';
import type { DmaBufLife, LifeNote } from './dma-buf-life.ts';
import { PROT_ATTRIBUTES } from './iommu-prot.ts';
import type { LinuxMachine } from './machine-tree.ts';
import { messageText } from './p2pdma-messages.ts';
import { calcMapType } from './p2pdma.ts';
import type { P2pDecision } from './p2pdma.ts';
import { physVecToSgt } from './phys-vec.ts';
import type { MapStep, PhysRange, SgEntry } from './phys-vec.ts';

/** One thing that Linux does for a transfer, in order, to be played. */
export type PlanStep =
  | {
      readonly kind: 'export' | 'attach' | 'detach';
      readonly errno: 0 | Errno;
      readonly notes: readonly LifeNote[];
    }
  | MapStep;

/** What Linux decides for a transfer to a BAR. */
export interface Plan {
  readonly transfer: Transfer;
  readonly client: number;
  readonly provider: number;
  readonly decision: P2pDecision;
  /** 0: mapped. */
  readonly errno: 0 | Errno;
  readonly steps: readonly PlanStep[];
  /** What the client puts into its requests; empty when refused. */
  readonly entries: readonly SgEntry[];
  /** Page-table entries that stay. */
  readonly ptes: readonly PteWrite[];
  /** Lines of the kernel log. */
  readonly log: readonly string[];
  readonly life: DmaBufLife;
  /** What the list discussion of 2025-07-30 would do instead; null: the same. */
  readonly proposal: { readonly at: 'attach'; readonly errno: Errno; readonly rule: RuleId } | null;
}

/** Refusals whose reason is known before mapping, so that attaching could fail already. */
function proposalOf(steps: readonly MapStep[]): Plan['proposal'] {
  const refusal = steps.find((step) => step.kind === 'refused');
  const isKnownBefore =
    refusal?.rule === 'DMA-DIRECT-MASK' || refusal?.rule === 'DMABUF-NOT-SUPPORTED';
  return isKnownBefore ? { at: 'attach', errno: '-EINVAL', rule: 'DMABUF-PROPOSED-ATTACH' } : null;
}

/** Interrupt messages of x86 have this range of addresses; IOVAs never lie in it. */
const MSI_WINDOW: Window = { base: busAddr(0xfee0_0000n), limit: busAddr(0xfeef_ffffn) };

/** What the IOVA allocator keeps clear of: bridge windows and BARs of the client's segment, and the MSI range. */
function reservedWindows(machine: Machine, segment: number): Window[] {
  const windows = machine.functions
    .filter(({ bdf }) => bdf.segment === segment)
    .flatMap(({ bars, bridge }) => [
      ...bars.filter(({ space }) => space === 'mem').map(({ window }) => window),
      bridge?.memory ?? null,
      bridge?.prefetchable ?? null,
    ])
    .filter((window) => window !== null);
  return [...windows, MSI_WINDOW];
}

/**
 * The client as the DMA API of this machine sees it.
 *
 * @param request what the transfer says about mask, range map and trust.
 */
export function dmaDeviceOf(
  machine: Machine,
  linux: LinuxMachine,
  client: MachineFunction,
  request: Pick<Transfer, 't' | 'linux'>,
): DmaDevice {
  const iommuIndex = machine.hostBridges[client.hostBridge]?.iommu ?? null;
  const iommuId = iommuIndex === null ? undefined : machine.iommus[iommuIndex];
  const drawn = machine.scenario.components.find(({ id }) => id === iommuId);
  const isTce = drawn?.kind === 'iommu' && drawn.model === 'tce';
  const isTranslated = linux.iommu !== 'none' && !linux.parameters.passthrough;
  const ipaBits = drawn?.kind === 'iommu' ? drawn.ipaBits : 48;
  const { maskBits = 64, rangeMap } = request.linux ?? {};
  return {
    ...PLAIN_DEVICE,
    name: client.name,
    ops: isTce ? 'tce' : isTranslated ? 'iommu' : 'direct',
    dmaMask: dmaBitMask(maskBits),
    rangeMap:
      rangeMap === undefined
        ? null
        : rangeMap.map(({ cpuStart, dmaStart, sizeBytes }) => ({
            cpuStart: BigInt(cpuStart),
            dmaStart: BigInt(dmaStart),
            sizeBytes: BigInt(sizeBytes),
          })),
    forcesSwiotlb: linux.parameters.swiotlb === 'force',
    inRealm: client.tdisp !== null,
    isTrusted: request.t === 1,
    sharedBit: 1n << BigInt(Math.max(0, ipaBits - 1)),
    iommu: {
      ...PLAIN_DEVICE.iommu,
      tables: linux.iommu === 'smmuv3' ? 'lpae' : 'x86',
      reserved: reservedWindows(machine, client.bdf.segment),
    },
  };
}

const PAGE_BYTES = 4096n;

/** The buffer as ranges: pieces of the target, one page apart when there are several. */
function rangesOf(transfer: Transfer, phys: bigint, barBytes: bigint): PhysRange[] {
  const count = BigInt(transfer.linux?.ranges ?? 1);
  const offset = phys % PAGE_BYTES;
  const wanted = BigInt(transfer.bytes) + offset;
  const pages = (wanted + PAGE_BYTES - 1n) / PAGE_BYTES;
  const each = ((pages + count - 1n) / count) * PAGE_BYTES;
  const first = phys - offset;
  const ranges = Array.from({ length: Number(count) }, (_, n) => {
    // A page between two ranges keeps them from being one.
    const gap = count > 1n ? PAGE_BYTES : 0n;
    return { phys: first + BigInt(n) * (each + gap), sizeBytes: each };
  });
  const isInside = ranges.every(({ phys: at, sizeBytes }) => at + sizeBytes <= first + barBytes);
  return isInside || count > 1n ? ranges : [{ phys, sizeBytes: BigInt(transfer.bytes) }];
}

/**
 * mapP2p: everything Linux does before a transfer to a peer's BAR can start: export, attach, map type, every range's
 * address, page-table writes; or where it stops, with which errno, and what is taken back.
 *
 * @returns null for a transfer to memory, or to a BAR without an address: there is nothing to map; and for kernels that
 *   know no DMA_ATTR_MMIO, where the map type is all there is to say.
 * @source linux-dma.md §1 to §3
 */
export function mapP2p(machine: Machine, linux: LinuxMachine, transfer: Transfer): Plan | null {
  const { to } = transfer;
  if (!linux.kernel.hasDmaAttrMmio) return null;
  const clientIndex = machine.functionById.get(transfer.from);
  const providerIndex = to.kind === 'bar' ? machine.functionById.get(to.function) : undefined;
  if (to.kind !== 'bar' || clientIndex === undefined || providerIndex === undefined) return null;
  const client = defined(machine.functions[clientIndex], 'client');
  const provider = defined(machine.functions[providerIndex], 'provider');
  const window = provider.bars.find(({ index }) => index === to.bar)?.window ?? null;
  if (window === null) return null;
  const { tree, kernel, cpu } = linux;
  const decision = calcMapType(tree, { kernel, cpu }, providerIndex, clientIndex);
  const common = {
    transfer,
    client: clientIndex,
    provider: providerIndex,
    decision,
    log: decision.messages.map(messageText),
  };
  const rangeCount = transfer.linux?.ranges ?? 1;
  const exported = exportedBuffer({ memoryDecode: provider.memoryDecode, rangeCount });
  const importer = { id: client.name, peer2peer: true, revocable: true, isIommufd: false };
  const attached = stepDmaBuf(kernel, exported, { kind: 'attach', importer });
  const opening: PlanStep[] = [
    { kind: 'export', errno: 0, notes: [{ rule: 'VFIO-EXPORTED', text: provider.name }] },
    { kind: 'attach', errno: attached.errno, notes: attached.notes },
  ];
  const nothing = { entries: [], ptes: [], proposal: null };
  if (attached.errno !== 0) {
    return { ...common, ...nothing, errno: attached.errno, steps: opening, life: attached.state };
  }
  const busOffset = machine.hostBridges[provider.hostBridge]?.busOffset ?? 0n;
  const mapped = physVecToSgt(kernel, {
    ranges: rangesOf(
      transfer,
      window.base + BigInt(to.offset) + busOffset,
      window.limit - window.base + 1n - BigInt(to.offset),
    ),
    mapType: decision.mapType,
    busOffset: -busOffset,
    device: dmaDeviceOf(machine, linux, client, transfer),
    direction:
      transfer.op === 'MRd' ? 'TO_DEVICE' : transfer.op === 'MWr' ? 'FROM_DEVICE' : 'BIDIRECTIONAL',
    ccShared: transfer.linux?.ccShared ?? false,
  });
  const { errno } = mapped;
  const life = stepDmaBuf(kernel, attached.state, { kind: 'map', importer: client.name, errno });
  const closing: PlanStep[] =
    errno === 0
      ? []
      : [{ kind: 'detach', errno: 0, notes: [{ rule: 'VFIO-MAP-FAILED', text: errno }] }];
  const ptes = mapped.steps.flatMap((step) => (step.kind === 'pte' ? [step.write] : []));
  return {
    ...common,
    errno,
    steps: [...opening, ...mapped.steps, ...closing],
    entries: mapped.entries,
    ptes: errno === 0 ? ptes : [],
    life: life.state,
    proposal: proposalOf(mapped.steps),
  };
}

/**
 * An IOMMU with the page-table entries of plans in place: requests of a client to an address of its plan are
 * translated by them, everything else is asked of `inner`.
 *
 * @param inner null: there is no drawn IOMMU; what no plan maps faults.
 */
export function withPlannedEntries(
  inner: Translator | null,
  entries: readonly { readonly requesterId: number; readonly ptes: readonly PteWrite[] }[],
): Translator {
  return {
    translate: (request) => {
      const pte = entries
        .filter(({ requesterId }) => requesterId === request.requesterId)
        .flatMap(({ ptes }) => ptes)
        .find(
          ({ iova, sizeBytes }) => request.address >= iova && request.address < iova + sizeBytes,
        );
      if (pte !== undefined && (request.write ? pte.write : pte.read)) {
        return {
          kind: 'translated',
          address: request.address - pte.iova + pte.phys,
          pas: 'NS',
          memoryType: PROT_ATTRIBUTES[pte.prot].stage1.name,
          rule: 'DMA-IOMMU-MMIO',
          operands: [{ name: 'mapped by', value: 'Linux', decided: true }],
          walk: [],
        };
      }
      if (inner !== null) return inner.translate(request);
      const operands = [{ name: 'page-table entry', value: 'none', decided: true }];
      return {
        kind: 'fault',
        event: 'F_TRANSLATION',
        rule: 'SMMU-F_TRANSLATION',
        operands,
        walk: [],
      };
    },
  };
}
