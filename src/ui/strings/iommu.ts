/** What the panels say about IOMMUs at work. */
export const iommuStrings = {
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
