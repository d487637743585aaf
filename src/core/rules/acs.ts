import type { Rule } from './types.ts';

/** Access Control Services, in the order in which a port applies them. */
export const ACS_RULES = {
  'ACS-RR': {
    title: 'P2P Request Redirect',
    explanation:
      'With RR set, a peer-to-peer request is sent upstream to the root complex instead of straight to the peer.',
    cites: 'PCIe Base §6.12.3, §7.7.12',
    confidence: 'spec',
  },
} as const satisfies Record<string, Rule>;
