import type { Rule } from './types.ts';

/** Rules of routing by address and ID, of decoding, and of the root complex. */
export const ROUTING_RULES = {
  'ROUTE-ISSUE': {
    title: 'Request issued',
    explanation: 'The requester has Bus Master Enable set and puts the request on its link.',
    cites: 'PCIe Base §7.5.1.1.3',
    confidence: 'spec',
  },
} as const satisfies Record<string, Rule>;
