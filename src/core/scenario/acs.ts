/*
 * The bits of the ACS capability and control registers by the specification's names.
 * @source PCIe Base §7.7.12
 */

/** Bits 0 to 6 stand in both registers; 7 means "enhanced" in the capability and IORB in the control word. */
export const ACS_BIT = {
  SV: 1 << 0,
  TB: 1 << 1,
  RR: 1 << 2,
  CR: 1 << 3,
  UF: 1 << 4,
  EC: 1 << 5,
  DT: 1 << 6,
} as const;

/** The capability bit that says that the control bits 7 to 12 exist. */
export const ACS_ENHANCED = 1 << 7;

/** Control fields that exist only with the enhanced capability: bit position and width. */
export const ACS_ENHANCED_FIELD = {
  IORB: { shift: 7, width: 1 },
  DSP_MT: { shift: 8, width: 2 },
  USP_MT: { shift: 10, width: 2 },
  UNCLAIMED_RR: { shift: 12, width: 1 },
} as const;

export type AcsBitName = keyof typeof ACS_BIT;
export type AcsFieldName = keyof typeof ACS_ENHANCED_FIELD;

/** Names of the basic bits, in register order. */
export const ACS_BIT_NAMES: readonly AcsBitName[] = ['SV', 'TB', 'RR', 'CR', 'UF', 'EC', 'DT'];

/** Joins bits by name: `acsWord('SV', 'RR')` = 5. */
export function acsWord(...names: readonly AcsBitName[]): number {
  return names.reduce((word, name) => word | ACS_BIT[name], 0);
}
