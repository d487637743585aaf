import type { Machine } from '../machine/types.ts';
import type { Iommu } from '../scenario/schema.ts';
import { resolveMappings } from './mappings.ts';

/*
 * What the addresses panel shows for one stream: bands of the spaces IOVA, IPA and PA, and the ribbons
 * that the stream's tables draw between them.
 */

export type Space = 'IOVA' | 'IPA' | 'PA';

export interface AddressBand {
  readonly space: Space;
  readonly start: bigint;
  readonly sizeBytes: bigint;
  readonly name: string;
  /** Component that owns it: the function of a BAR, a memory; null: a range that a table maps. */
  readonly owner: string | null;
  readonly kind: 'mapped' | 'bar' | 'memory';
  /** IPA of a Realm scene: the top bit is set, so the range is shared; null where there is no such split. */
  readonly isShared: boolean | null;
}

export interface AddressRibbon {
  readonly from: { readonly space: Space; readonly start: bigint };
  readonly to: { readonly space: Space; readonly start: bigint };
  readonly sizeBytes: bigint;
  readonly read: boolean;
  readonly write: boolean;
  readonly attribute: 'mmio' | 'cache' | 'normal-nc';
  readonly isNonSecure: boolean;
  /** Which mapping of which table of the document draws it. */
  readonly table: string;
  readonly mapping: number;
}

export interface AddressMap {
  /** Columns from left to right. */
  readonly spaces: readonly Space[];
  readonly bands: readonly AddressBand[];
  readonly ribbons: readonly AddressRibbon[];
}

type Stream = Iommu['streams'][number];

/** Which table leads from which space to which. */
interface Stage {
  readonly table: string | undefined;
  readonly from: Space;
  readonly to: Space;
}

function stagesOf(stream: Stream): readonly Stage[] {
  switch (stream.config) {
    case 'stage1':
      return [{ table: stream.stage1 ?? stream.table, from: 'IOVA', to: 'PA' }];
    case 'stage2':
      return [{ table: stream.table, from: 'IPA', to: 'PA' }];
    case 'nested':
      return [
        { table: stream.stage1, from: 'IOVA', to: 'IPA' },
        { table: stream.table, from: 'IPA', to: 'PA' },
      ];
    case 'abort':
    case 'bypass':
      return [];
  }
}

/** BARs and memories as physical addresses. */
function physicalBands(machine: Machine): AddressBand[] {
  const told = { space: 'PA', isShared: null } as const;
  const bars = machine.functions.flatMap((fn) =>
    fn.bars.flatMap(({ index, space, window }) => {
      if (window === null || space === 'io') return [];
      const offset = machine.hostBridges[fn.hostBridge]?.busOffset ?? 0n;
      const start = window.base + offset;
      const sizeBytes = window.limit - window.base + 1n;
      const name = `${fn.name} BAR${index}`;
      return [{ ...told, start, sizeBytes, name, owner: fn.id, kind: 'bar' as const }];
    }),
  );
  const memories = machine.memories.map(({ id, name, window }) => {
    const sizeBytes = window.limit - window.base + 1n;
    const start: bigint = window.base;
    return { ...told, start, sizeBytes, name, owner: id, kind: 'memory' as const };
  });
  return [...bars, ...memories];
}

/**
 * The address map of one stream.
 *
 * @returns bands in order of space and address; a stream that bypasses or aborts has no ribbons, and the
 *   physical bands alone.
 */
export function addressBands(machine: Machine, iommu: Iommu, stream: Stream): AddressMap {
  const stages = stagesOf(stream);
  const bands: AddressBand[] = [];
  const ribbons: AddressRibbon[] = [];
  const isSplit = iommu.streams.some(({ t }) => t === 1);
  const sharedFrom = 1n << BigInt(Math.max(iommu.ipaBits - 1, 0));
  const isShared = (space: Space, start: bigint): boolean | null =>
    isSplit && space === 'IPA' ? start >= sharedFrom : null;
  for (const { table, from, to } of stages) {
    const document = iommu.tables.find(({ id }) => id === table);
    document?.mappings.forEach((given, index) => {
      const [mapping] = resolveMappings(machine, [given]);
      if (mapping === undefined) return;
      const { read, write, attribute, isNonSecure, sizeBytes } = mapping;
      ribbons.push({
        from: { space: from, start: mapping.from },
        to: { space: to, start: mapping.to },
        sizeBytes,
        read,
        write,
        attribute,
        isNonSecure,
        table: document.id,
        mapping: index,
      });
      bands.push({
        space: from,
        start: mapping.from,
        sizeBytes,
        name: document.name,
        owner: null,
        kind: 'mapped',
        isShared: isShared(from, mapping.from),
      });
    });
  }
  const spaces: Space[] = [...new Set(stages.flatMap(({ from, to }) => [from, to]))];
  const columns = spaces.length === 0 ? (['PA'] as const) : spaces;
  const order: readonly Space[] = ['IOVA', 'IPA', 'PA'];
  const all = [...bands, ...physicalBands(machine)].sort(
    (a, b) =>
      order.indexOf(a.space) - order.indexOf(b.space) ||
      (a.start < b.start ? -1 : a.start > b.start ? 1 : 0),
  );
  return { spaces: columns, bands: all, ribbons };
}
