import { hex } from '../base/address.ts';
import type { Machine } from '../machine/types.ts';
import type { Iommu } from '../scenario/schema.ts';

/* Map, change and unmap: the tables of an IOMMU of the document as an editor writes them. */

type Table = Iommu['tables'][number];

/** One range of a table of the document. */
export type DocumentMapping = Table['mappings'][number];

function onTable(
  { tables }: Iommu,
  id: string,
  change: (mappings: DocumentMapping[]) => DocumentMapping[],
): Pick<Iommu, 'tables'> {
  return {
    tables: tables.map((one) => (one.id === id ? { ...one, mappings: change(one.mappings) } : one)),
  };
}

/** The tables with one more mapping at the end of a table: where it overlaps others, it replaces them. */
export function withMapping(
  iommu: Iommu,
  table: string,
  mapping: DocumentMapping,
): Pick<Iommu, 'tables'> {
  return onTable(iommu, table, (mappings) => [...mappings, mapping]);
}

/** The tables with one mapping of a table in the place of another. */
export function withMappingAt(
  iommu: Iommu,
  at: { readonly table: string; readonly index: number },
  mapping: DocumentMapping,
): Pick<Iommu, 'tables'> {
  return onTable(iommu, at.table, (mappings) =>
    mappings.map((one, index) => (index === at.index ? mapping : one)),
  );
}

/** The tables with one mapping of a table gone: its range is not mapped any more. */
export function withoutMapping(
  iommu: Iommu,
  at: { readonly table: string; readonly index: number },
): Pick<Iommu, 'tables'> {
  return onTable(iommu, at.table, (mappings) => mappings.filter((_, index) => index !== at.index));
}

const RIGHTS = { read: true, write: true, attribute: 'mmio' } as const;

/** The first BAR of the machine that has an address. */
function firstBar(machine: Machine | null): DocumentMapping['to'] {
  for (const fn of machine?.functions ?? []) {
    const bar = fn.bars.find(({ window }) => window !== null);
    if (bar !== undefined) return { function: fn.id, bar: bar.index };
  }
  return '0x0';
}

/** What follows a target after `sizeBytes`. */
function behind(to: DocumentMapping['to'], sizeBytes: number): DocumentMapping['to'] {
  if (typeof to === 'string') return hex(BigInt(to) + BigInt(sizeBytes));
  return { ...to, offset: hex(BigInt(to.offset ?? '0x0') + BigInt(sizeBytes)) };
}

/**
 * A mapping that an editor starts from: one page behind the last mapping of the table, its output behind
 * that one's; the first page to the first BAR where the table is empty.
 *
 * @param pageBytes page size of the table.
 */
export function nextMapping(
  machine: Machine | null,
  { mappings }: Table,
  pageBytes: number,
): DocumentMapping {
  const last = mappings.at(-1);
  if (last === undefined) {
    return {
      from: hex(BigInt(pageBytes)),
      to: firstBar(machine),
      sizeBytes: pageBytes,
      ...RIGHTS,
    };
  }
  const { from, to, sizeBytes, read, write, attribute } = last;
  return {
    from: hex(BigInt(from) + BigInt(sizeBytes)),
    to: behind(to, sizeBytes),
    sizeBytes: pageBytes,
    read,
    write,
    attribute,
  };
}
