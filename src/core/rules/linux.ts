import type { Rule } from './types.ts';

/** What Linux decides about peer-to-peer DMA. */
export const LINUX_RULES = {
  'P2PDMA-BUS-ADDR': {
    title: 'Same switch, no redirect: bus address',
    explanation:
      'Both functions share an upstream bridge and no port between them redirects, so the client uses the bus address of the BAR and nothing is mapped.',
    cites: 'Linux drivers/pci/p2pdma.c calc_map_type_and_dist()',
    confidence: 'kernel',
  },
} as const satisfies Record<string, Rule>;
