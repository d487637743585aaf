import type { AerError } from './types.ts';

/** Uncorrectable error status bit of each error. @source PCIe Base §7.8.4.2; pciutils lib/header.h */
export const AER_BITS: Readonly<Record<AerError, number>> = {
  surpriseDown: 5,
  poisoned: 12,
  completionTimeout: 14,
  completerAbort: 15,
  unexpectedCompletion: 16,
  malformed: 18,
  unsupportedRequest: 20,
  acsViolation: 21,
  misroutedIde: 29,
};
