import type { AerError } from '../../core/pcie/types.ts';

const names: Readonly<Record<AerError, string>> = {
  badTlp: 'Bad TLP',
  replayRollover: 'REPLAY_NUM Rollover',
  replayTimeout: 'Replay Timer Timeout',
  surpriseDown: 'Surprise Down',
  poisoned: 'Poisoned TLP received',
  completionTimeout: 'Completion Timeout',
  completerAbort: 'Completer Abort',
  unexpectedCompletion: 'Unexpected Completion',
  receiverOverflow: 'Receiver Overflow',
  malformed: 'Malformed TLP',
  unsupportedRequest: 'Unsupported Request',
  acsViolation: 'ACS Violation',
  misroutedIde: 'Misrouted IDE TLP',
};

/** Words about what components log. */
export const errorStrings = {
  all: 'Errors that this run logs',
  own: 'Errors that it logs',
  names,
  register: (bit: number) => `AER bit ${bit}`,
  severity: {
    fatal: 'fatal',
    'non-fatal': 'non-fatal',
    'advisory non-fatal': 'advisory non-fatal',
    correctable: 'correctable',
  },
  times: (count: number) => `${count} TLPs`,
  inside: 'stays in the root complex',
  goesTo: (port: string) => `goes to ${port}`,
  header: 'Header log',
  noHeader: 'No header is logged.',
  goTo: 'Go to this instant',
  more: (count: number) => `and ${count} more`,
} as const;
