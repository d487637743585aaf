import type { GranuleCheck } from '../../pcie/types.ts';
import { isGranuleOpen } from '../granule-table.ts';
import type { Pas, SmmuView } from './types.ts';

/** What a GPI says, by its code. @source Arm DDI 0487 D9 */
const GPI_WORDS: Readonly<Record<number, string>> = {
  0x0: 'no access',
  0x4: 'system agent',
  0x5: 'Non-secure protected',
  0x8: 'Secure',
  0x9: 'Non-secure',
  0xa: 'Root',
  0xb: 'Realm',
  0xd: 'Non-secure only',
  0xf: 'any space',
};

/** `B Realm`: the code and what it says. */
function gpiWords(gpi: bigint | null): string {
  if (gpi === null) return 'invalid entry';
  return `${gpi.toString(16).toUpperCase()} ${GPI_WORDS[Number(gpi)] ?? ''}`;
}

/**
 * The check of one output against the granule protection table: what was read in Root memory, and what it
 * says.
 *
 * @returns null where the SMMU has no such table.
 */
export function granuleCheckOf(view: SmmuView, pas: Pas, address: bigint): GranuleCheck | null {
  const found = view.memory.granuleOf(address);
  if (found === null) return null;
  const isOpen = isGranuleOpen(pas, found.gpi);
  return { address, pas, gpi: gpiWords(found.gpi), isOpen, reads: found.steps };
}
