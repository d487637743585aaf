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
import { providerSide, runsInRealm } from './realm-side.ts';
import { physVecToSgt } from './phys-vec.ts';
import type { MapStep, PhysRange, SgEntry } from './phys-vec.ts';
import type { IovaRange } from './iova.ts';
import { PLAIN_EXPORT, vfioExport } from './vfio-export.ts';

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
  /** The scatter table; empty when refused. */
  readonly entries: readonly SgEntry[];
  /** What the client puts into its requests: the transfer's bytes as far as the table claims them. */
  readonly sends: readonly SgEntry[];
  /** Page-table entries that stay. */
  readonly ptes: readonly PteWrite[];
  /** Lines of the kernel log. */
  readonly log: readonly string[];
  readonly life: DmaBufLife;
  /** What the list discussion of 2025-07-30 would do instead; null: the same. */
  readonly proposal: {
    readonly at: 'attach';
    readonly errno: Errno;
    readonly rule: RuleId;
    readonly reason: string;
  } | null;
}

/** Refusals whose reason is known before mapping, so that attaching can fail already. */
const KNOWN_BEFORE: ReadonlyMap<RuleId, string> = new Map([
  ['DMA-DIRECT-MASK', 'the DMA mask does not reach the BAR'],
  ['DMABUF-NOT-SUPPORTED', 'the map type is NOT_SUPPORTED'],
]);

function proposalOf(steps: readonly MapStep[]): Plan['proposal'] {
  const refusal = steps.find((step) => step.kind === 'refused');
  const reason = refusal === undefined ? undefined : KNOWN_BEFORE.get(refusal.rule);
  return reason === undefined
    ? null
    : { at: 'attach', errno: '-EINVAL', rule: 'DMABUF-PROPOSED-ATTACH', reason };
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
  const isBypassed = linux.tree.hostBridges[client.hostBridge]?.bypassesIommu ?? false;
  const isTranslated = linux.iommu !== 'none' && !linux.parameters.passthrough && !isBypassed;
  const ipaBits = drawn?.kind === 'iommu' ? drawn.ipaBits : 48;
  const iovaBits = drawn?.kind === 'iommu' ? (drawn.iovaBits ?? 48) : 48;
  const inputBits = Math.min(ipaBits, iovaBits);
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
    inRealm: runsInRealm(machine, client),
    isTrusted: request.t === 1,
    sharedBit: 1n << BigInt(Math.max(0, ipaBits - 1)),
    iommu: {
      ...PLAIN_DEVICE.iommu,
      apertureEnd: (1n << BigInt(inputBits)) - 1n,
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
  const wanted = BigInt(Math.max(transfer.bytes, transfer.linux?.bufferBytes ?? 0)) + offset;
  const pages = (wanted + PAGE_BYTES - 1n) / PAGE_BYTES;
  const each = ((pages + count - 1n) / count) * PAGE_BYTES;
  const first = phys - offset;
  const ranges = Array.from({ length: Number(count) }, (_, n) => {
    // A page between two ranges keeps them from being one.
    const gap = count > 1n ? PAGE_BYTES : 0n;
    return { phys: first + BigInt(n) * (each + gap), sizeBytes: each };
  });
  const isInside = ranges.every(
    ({ phys: at, sizeBytes }) => at + sizeBytes <= first + offset + barBytes,
  );
  const isKept = isInside || transfer.linux !== undefined;
  return isKept ? ranges : [{ phys, sizeBytes: BigInt(transfer.bytes) }];
}

/** The transfer's bytes in the entries of the table, from `skip` bytes on; adjoining pieces are one. */
function sendsOf(entries: readonly SgEntry[], skip: bigint, bytes: bigint): SgEntry[] {
  const sends: SgEntry[] = [];
  let before = 0n;
  for (const { address, sizeBytes } of entries) {
    const from = before > skip ? before : skip;
    const end = before + sizeBytes < skip + bytes ? before + sizeBytes : skip + bytes;
    if (end > from) {
      const start = address + (from - before);
      const last = sends.at(-1);
      if (last !== undefined && last.address + last.sizeBytes === start) {
        sends[sends.length - 1] = { ...last, sizeBytes: last.sizeBytes + end - from };
      } else sends.push({ address: start, sizeBytes: end - from });
    }
    before += sizeBytes;
  }
  return sends;
}

/**
 * mapP2p: everything Linux does before a transfer to a peer's BAR can start: export, attach, map type, every range's
 * address, page-table writes; or where it stops, with which errno, and what is taken back.
 *
 * @param taken IOVAs that live mappings of the client's domain hold.
 * @returns null for a transfer to memory, or to a BAR without an address: there is nothing to map; and on kernels that
 *   know no DMA_ATTR_MMIO for one that does not ask Linux, where the map type is all there is to say.
 * @source linux-dma.md §1 to §3
 */
export function mapP2p(
  machine: Machine,
  linux: LinuxMachine,
  transfer: Transfer,
  taken: readonly IovaRange[] = [],
): Plan | null {
  const { to } = transfer;
  const isAsked = transfer.linux !== undefined;
  if (!linux.kernel.hasDmaAttrMmio && !isAsked) return null;
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
  const busOffset = machine.hostBridges[provider.hostBridge]?.busOffset ?? 0n;
  const phys = window.base + BigInt(to.offset) + busOffset;
  const barBytes = window.limit - window.base + 1n;
  const ranges = rangesOf(transfer, phys, barBytes - BigInt(to.offset));
  const exported = exportedBuffer({
    memoryDecode: provider.memoryDecode,
    rangeCount: ranges.length,
  });
  const nothing = { entries: [], sends: [], ptes: [], proposal: null };
  const offered = isAsked
    ? vfioExport(kernel, {
        ...PLAIN_EXPORT,
        region: to.bar,
        barBytes,
        rangeCount: ranges.length,
        ranges: ranges.map((range) => ({
          offset: range.phys - (window.base + busOffset),
          length: range.sizeBytes,
        })),
        phys: window.base + busOffset,
      })
    : ({ errno: 0, rule: 'VFIO-EXPORTED' } as const);
  const { rule } = offered;
  const opening: PlanStep[] = [
    { kind: 'export', errno: offered.errno, notes: [{ rule, text: provider.name }] },
  ];
  if (offered.errno !== 0) {
    return { ...common, ...nothing, errno: offered.errno, steps: opening, life: exported };
  }
  const importer = { id: client.name, peer2peer: true, revocable: true, isIommufd: false };
  const attached = stepDmaBuf(kernel, exported, { kind: 'attach', importer });
  opening.push({ kind: 'attach', errno: attached.errno, notes: attached.notes });
  if (attached.errno !== 0) {
    return { ...common, ...nothing, errno: attached.errno, steps: opening, life: attached.state };
  }
  const mapped = physVecToSgt(kernel, {
    ranges,
    mapType: decision.mapType,
    busOffset: -busOffset,
    device: dmaDeviceOf(machine, linux, client, transfer),
    direction:
      transfer.op === 'MRd' ? 'TO_DEVICE' : transfer.op === 'MWr' ? 'FROM_DEVICE' : 'BIDIRECTIONAL',
    // Where the provider has a record, the caller's attribute says nothing.
    ccShared: kernel.hasProviderSharing
      ? providerSide(provider) === 'shared'
      : (transfer.linux?.ccShared ?? false),
    taken,
  });
  const { errno } = mapped;
  const proposal = proposalOf(mapped.steps);
  if (proposal !== null && transfer.linux?.attachChecks === true) {
    const { rule: proposed, reason, errno: early } = proposal;
    const failed = { rule: proposed, text: reason };
    const steps = [
      ...opening.slice(0, 1),
      { kind: 'attach', errno: early, notes: [failed] } as const,
    ];
    return { ...common, ...nothing, errno: early, steps, life: exported };
  }
  const life = stepDmaBuf(kernel, attached.state, { kind: 'map', importer: client.name, errno });
  const closing: PlanStep[] =
    errno === 0
      ? []
      : [{ kind: 'detach', errno: 0, notes: [{ rule: 'VFIO-MAP-FAILED', text: errno }] }];
  const ptes = mapped.steps.flatMap((step) => (step.kind === 'pte' ? [step.write] : []));
  const skip = phys - defined(ranges[0], 'a buffer has a range').phys;
  const wanted = BigInt(transfer.bytes);
  const claimed = mapped.mappedBytes > skip ? mapped.mappedBytes - skip : 0n;
  return {
    ...common,
    errno,
    steps: [...opening, ...mapped.steps, ...closing],
    entries: mapped.entries,
    sends: sendsOf(mapped.entries, skip, claimed < wanted ? claimed : wanted),
    ptes: errno === 0 ? ptes : [],
    life: life.state,
    proposal,
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
