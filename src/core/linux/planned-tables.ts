import type { Iommu, Scenario, Transfer } from '../scenario/schema.ts';
import type { PteWrite } from './dma-device.ts';
import type { IovaRange } from './iova.ts';

type Stream = Iommu['streams'][number];

/** Where the drawn IOMMU of a client keeps the entries that Linux writes for it. */
export interface DrawnDomain {
  readonly iommu: Iommu;
  /** null: the document leaves the client's stream to the driver. */
  readonly stream: Stream | null;
}

/** The table that untranslated requests of a stream go through first; null: none. */
function tableOf(stream: Stream | null): string | null {
  if (stream === null) return null;
  if (stream.config === 'stage2') return stream.table ?? null;
  return stream.config === 'stage1' || stream.config === 'nested' ? (stream.stage1 ?? null) : null;
}

/** Models whose tables hold a DMA domain; the others are no translation or know none. */
const WITH_TABLES: readonly Iommu['model'][] = [
  'smmuv3',
  'vtd-legacy',
  'vtd-scalable',
  'amdvi',
  'tce',
];

/** The drawn IOMMU behind a client with its stream for T=0 requests; null: none that has tables. */
export function drawnDomain(
  scenario: Scenario,
  iommuId: string | undefined,
  client: string,
): DrawnDomain | null {
  const found = scenario.components.find(({ id }) => id === iommuId);
  if (found?.kind !== 'iommu' || !WITH_TABLES.includes(found.model)) return null;
  const stream = found.streams.find(({ requester, t }) => requester === client && t === 0);
  return { iommu: found, stream: stream ?? null };
}

/** IOVAs that the document's own mappings of a domain hold. */
export function drawnRanges({ iommu, stream }: DrawnDomain): IovaRange[] {
  const id = tableOf(stream);
  const table = iommu.tables.find((one) => one.id === id);
  return (table?.mappings ?? []).map(({ from, sizeBytes }) => {
    return { first: BigInt(from), last: BigInt(from) + BigInt(sizeBytes) - 1n };
  });
}

const hex = (value: bigint): `0x${string}` => `0x${value.toString(16)}`;

function mappingOf({ iova, phys, sizeBytes, prot, read, write }: PteWrite) {
  const attribute = prot === 'MMIO' ? 'mmio' : prot === 'CACHE' ? 'cache' : 'normal-nc';
  return {
    from: hex(iova),
    to: hex(phys),
    sizeBytes: Number(sizeBytes),
    read,
    write,
    attribute,
  } as const;
}

/**
 * The IOMMU with page-table entries of one client written: into the table that its stream names, or, where the document
 * gives it none, into a DMA domain of its own.
 */
export function withEntries(iommu: Iommu, client: string, ptes: readonly PteWrite[]): Iommu {
  const stream = iommu.streams.find(({ requester, t }) => requester === client && t === 0) ?? null;
  const id = tableOf(stream);
  const written = ptes.map(mappingOf);
  if (id !== null && iommu.tables.some((table) => table.id === id)) {
    const tables = iommu.tables.map((table) =>
      table.id === id ? { ...table, mappings: [...table.mappings, ...written] } : table,
    );
    return { ...iommu, tables };
  }
  const own = `dma-domain:${client}`.slice(0, 64);
  const others = iommu.streams.filter((one) => one !== stream);
  const config =
    iommu.model === 'smmuv3'
      ? ({ config: 'stage1', stage1: own } as const)
      : ({ config: 'stage2', table: own } as const);
  return {
    ...iommu,
    streams: [...others, { requester: client, t: 0, ...config }],
    tables: [...iommu.tables, { id: own, name: `DMA domain of ${client}`, mappings: written }],
  };
}

/** The IOMMU with the identity default domain of `iommu.passthrough=1` for one client. */
export function withIdentity(iommu: Iommu, client: string): Iommu {
  const others = iommu.streams.filter(({ requester, t }) => requester !== client || t !== 0);
  return { ...iommu, streams: [...others, { requester: client, t: 0, config: 'bypass' }] };
}

/** A transfer as its client sends it after mapping: the address and the bytes that the table gave. */
export function sentAs(
  transfer: Transfer,
  { address, sizeBytes }: { readonly address: bigint; readonly sizeBytes: bigint },
): Transfer {
  return { ...transfer, address: hex(address), bytes: Number(sizeBytes) };
}
