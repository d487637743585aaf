/** What the panels say about IOMMUs at work. */
export const iommuStrings = {
  hitRate: (hits: number, all: number) => `${Math.round((100 * hits) / all)} % hits`,
  counted: (did: { hits: number; waits: number; misses: number; reads: number }) =>
    `${did.hits} hits, ${did.waits} waits for a walk under way, ${did.misses} misses, ${did.reads} memory reads`,
  look: (kind: 'hit' | 'wait' | 'miss', tlp: number, time: string) =>
    `${{ hit: 'TLB hit', wait: 'Wait for a walk', miss: 'Miss' }[kind]} of TLP ${tlp}: ${time}`,
  looks: (kind: 'hit' | 'wait' | 'miss', count: number, time: string) =>
    `${count} ${{ hit: 'TLB hits', wait: 'waits for a walk', miss: 'misses' }[kind]} from ${time}`,
  letters: { hit: 'H', wait: '…', miss: 'M' },
  title: 'IOMMU',
  kind: 'Kind',
  kinds: {
    smmuv3: 'Arm SMMUv3',
    'vtd-legacy': 'Intel VT-d, legacy mode',
    'vtd-scalable': 'Intel VT-d, scalable mode',
    amdvi: 'AMD-Vi',
    tce: 'POWER TCE',
    identity: 'Identity map',
    none: 'None',
  },
  keeps: 'Streams and mappings stay; each kind writes them into tables of its own form.',
  interconnect: 'Interconnect',
  merges: 'Joins writes',
  never: 'Never',
  upTo: (bytes: number) => `Up to ${bytes} B`,
  mergeLabel: (bytes: number) => `Joins writes up to ${bytes} B`,
  resplits: 'Ports cut to MPS',
  hairpin: 'Out by same port',
  normalOnly: 'Only writes to Normal memory (IOMMU_CACHE) are joined, never those to IOMMU_MMIO.',
} as const;
