import type { AerError } from './types.ts';

/** Status bit of each error, in the register of its kind. @source PCIe Base §7.8.4.2, §7.8.4.5; pciutils lib/header.h */
export const AER_BITS: Readonly<Record<AerError, number>> = {
  badTlp: 6,
  replayRollover: 8,
  replayTimeout: 12,
  surpriseDown: 5,
  poisoned: 12,
  completionTimeout: 14,
  completerAbort: 15,
  unexpectedCompletion: 16,
  receiverOverflow: 17,
  malformed: 18,
  unsupportedRequest: 20,
  acsViolation: 21,
  misroutedIde: 29,
};

/** Whether an error is repaired where it occurs, and so stands in the Correctable Error Status register. */
export function isCorrectable(error: AerError): boolean {
  return error === 'badTlp' || error === 'replayRollover' || error === 'replayTimeout';
}
