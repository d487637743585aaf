import type { Rule } from './types.ts';

/** Rules of what a header itself says, before and after it is routed. */
export const HEADER_RULES = {
  'TLP-MALFORMED': {
    title: 'The header breaks a rule of the format',
    explanation:
      'The first receiver checks the format of a TLP and finds it Malformed, a fatal error: it logs the header, drops the TLP and sends no completion.',
    cites: 'PCIe Base §2.2, §2.3, §6.2.3',
    confidence: 'spec',
  },
  'TLP-LOW-64': {
    title: 'A 4DW header with an address below 4 GiB',
    explanation:
      'A sender must take the 3DW form for such an address. What a receiver does with the 4DW form is not specified, so its way is not foretold.',
    cites: 'PCIe Base §2.2.4.1',
    confidence: 'assumption',
  },
  'TLP-KIND-UNMODELLED': {
    title: 'Not followed: this kind of TLP',
    explanation:
      'Messages, locked transactions, TLPs with prefixes and configuration requests from above are read and checked, but their way through ports is not modelled.',
    cites: 'PCIe Base §2.2.8, §7.3.3',
    confidence: 'assumption',
  },
  'TLP-CPL-UNAWAITED': {
    title: 'Unexpected Completion: nobody waits for it',
    explanation:
      'It reached a function that has no outstanding request with this Requester ID and Tag. The function logs an Unexpected Completion and drops it.',
    cites: 'PCIe Base §2.3.2',
    confidence: 'spec',
  },
  'TLP-POISONED': {
    title: 'Poisoned: the data is not used',
    explanation:
      'EP=1 says that the payload is known to be bad. Ports pass it on; the function that it is for logs Poisoned TLP Received and does not use the data.',
    cites: 'PCIe Base §2.7.2',
    confidence: 'spec',
  },
} as const satisfies Record<string, Rule>;
