import type { Rule } from './types.ts';

/** What becomes of TLPs when something breaks while they are in flight. */
export const FAULT_RULES = {
  'FAULT-LINK-LOST': {
    title: 'Lost on a link that went down',
    explanation:
      'The link went down while the TLP was on it. The data link layer throws away what the other side has not acknowledged; a posted request is gone without a word.',
    cites: 'PCIe Base §2.9, §3.2.1',
    confidence: 'spec',
  },
  'FAULT-CPL-LOST': {
    title: 'Completion lost',
    explanation:
      'The completion was taken off the wire by the fault that you injected. The completer has done its work and knows nothing of it; the requester waits.',
    cites: 'PCIe Base §2.8',
    confidence: 'spec',
  },
  'FC-OVERFLOW': {
    title: 'Receiver Overflow',
    explanation:
      'The transmitter sent without a credit and the buffer of the receiver was full. The receiver throws the TLP away and logs Receiver Overflow, by default fatal. What software does then is not simulated.',
    cites: 'PCIe Base §2.6.1.2, §6.2',
    confidence: 'spec',
  },
  'DLL-BAD-TLP': {
    title: 'Bad LCRC: sent again',
    explanation:
      'A bit flipped on the link, so the LCRC does not match. The data link layer of the receiver throws the TLP away, logs Bad TLP and sends a Nak; the transmitter still has the TLP in its replay buffer and sends it, and all that followed it, once more. Nobody above the link learns of it but for the time.',
    cites: 'PCIe Base §3.6, §6.2.1',
    confidence: 'spec',
  },
  'DLL-REPLAY-TIMEOUT': {
    title: 'Replay Timer Timeout',
    explanation:
      'The replay was bad too. The receiver sends one Nak only, so the transmitter hears nothing until its replay timer, three ACK latency limits, runs out. It sends the TLP once more.',
    cites: 'PCIe Base §3.6.2.1, §3.6.3',
    confidence: 'spec',
  },
  'DLL-REPLAY-ROLLOVER': {
    title: 'REPLAY_NUM Rollover',
    explanation:
      'The fourth replay in a row rolls the two bits of REPLAY_NUM over: the link is retrained, then the TLP is sent again. The time of that is not simulated.',
    cites: 'PCIe Base §3.6.2.1, §6.2',
    confidence: 'spec',
  },
  'CPL-UNEXPECTED': {
    title: 'Completion after the timeout',
    explanation:
      'The requester had given up by the time this completion came, so no request with its tag is outstanding: it logs Unexpected Completion and throws the data away. Had the tag been used again, the data would have gone to the wrong read.',
    cites: 'PCIe Base §2.3.2, §2.8, §6.2.3.2.4.5',
    confidence: 'spec',
  },
  'CPL-TIMEOUT': {
    title: 'Completion Timeout',
    explanation:
      'The answer never came, so the requester gives up, logs Completion Timeout and frees the tag. A processor that waits reads all ones. Device Control 2 names the range, by default 50 µs to 50 ms; the end of the range is shown.',
    cites: 'PCIe Base §2.8, §7.5.3.16',
    confidence: 'spec',
  },
} as const satisfies Record<string, Rule>;
