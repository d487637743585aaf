import type { EntryKind } from '../../core/iommu/smmuv3/entry-fields.ts';
import type { WalkPhase } from '../../core/iommu/walk-view.ts';

/** What the walk view says. */
export const walkStrings = {
  emptyTitle: 'No IOMMU on this path',
  emptyHint: 'Choose a transfer that an IOMMU translates.',
  title: (iommu: string) => `${iommu} walk`,
  nothingRead: 'No table was read: the IOMMU answered without one.',
  view: 'Show as',
  views: { picture: 'Picture', table: 'Table' },
  opens: 'Open at every IOMMU',
  reads: (memory: number, cached: number) => {
    const read = memory === 1 ? '1 memory read' : `${memory} memory reads`;
    return cached === 0 ? read : `${read}, ${cached} from a cache`;
  },
  cold: (memory: number) => `${memory} reads with empty caches`,
  unwalked: {
    hit: (memory: number) => `TLB hit: nothing read; ${memory} reads with empty caches`,
    wait: (memory: number) => `Waits for a walk under way; ${memory} reads with empty caches`,
  },
  nested: (inner: number) =>
    `Addresses of stage 1 are IPAs: ${inner} of the reads are stage 2 finding its tables.`,
  list: 'Table reads in order; arrow keys walk them',
  phases: {
    stream: 'Stream table',
    context: 'Context',
    stage1: 'Stage 1',
    stage2: 'Stage 2',
    output: 'Output',
  } satisfies Record<WalkPhase, string>,
  kinds: {
    structure: '',
    table: 'table',
    leaf: 'leaf',
    invalid: 'invalid',
    reserved: 'reserved',
  } satisfies Record<EntryKind, string>,
  throughFor: (title: string) => `Stage 2 for ${title}`,
  read: (number: number, count: number, table: string, meaning: string) =>
    `Read ${number} of ${count}, ${table}: ${meaning}`,
  index: (table: string, value: string) => `${table} = ${value}`,
  offset: 'offset',
  unread: 'not reached',
  cached: 'cached',
  output: 'Output',
  translated: (address: string) => `PA ${address}`,
  noRecord: 'aborted without a record',
  granule: {
    title: 'Granule check',
    entry: (level: number) => `GPT level ${level}`,
    gpi: 'GPI',
    verdict: (space: string, isOpen: boolean) =>
      `${space} access ${isOpen ? 'passes' : 'refused, no event'}`,
  },
  ruler: (space: string, input: string) => `${space} ${input}, bit by bit`,
  entry: 'The entry that was read',
  entryAt: (address: string) => `at ${address}`,
  fields: (table: string) => `Fields of ${table}`,
  field: 'Field',
  bits: 'Bits',
  value: 'Value',
  means: 'Means',
  words: 'Words',
  word: (index: number) => `word ${index}`,
  table: 'Table',
  indexColumn: 'Index',
  descriptorAt: 'Descriptor at',
};
