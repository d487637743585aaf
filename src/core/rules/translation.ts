import type { Rule } from './types.ts';

/** Translation by an IOMMU, physical address spaces and TDISP. */
export const TRANSLATION_RULES = {
  'SMMU-S2': {
    title: 'Stage 2 translation',
    explanation:
      'The stream table entry of this requester names a stage-2 table; the walk of that table gives the physical address.',
    cites: 'Arm IHI 0070 §3.3, §5.2',
    confidence: 'spec',
  },
} as const satisfies Record<string, Rule>;
