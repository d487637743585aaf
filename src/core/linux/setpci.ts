import { parseBdf } from '../base/bdf.ts';
import type { Bdf } from '../base/bdf.ts';
import { err, ok } from '../base/result.ts';
import type { Result } from '../base/result.ts';
import { writableControl } from './acs-boot.ts';

/** A write to the ACS control word as setpci spells it. */
export interface AcsWrite {
  readonly bdf: Bdf;
  readonly value: number;
  /** Bits that are written; the others keep their value. */
  readonly mask: number;
}

/**
 * Reads `0000:3b:00.0,ECAP_ACS+6.w=001d` (also `=value:mask`, and a byte write).
 *
 * @returns the error as one sentence for anything that is no write to the ACS control word.
 */
export function parseAcsWrite(text: string): Result<AcsWrite, string> {
  const form =
    /^\s*(?:-s\s+)?([0-9a-f:.]+)[,\s]+ECAP_ACS\+0*6\.([wb])=([0-9a-f]+)(?::([0-9a-f]+))?\s*$/i;
  const match = form.exec(text);
  const bdf = parseBdf(match?.[1] ?? '');
  if (match === null || bdf === null) {
    return err(`${text}: not a write to ACS control; expected BDF,ECAP_ACS+6.w=HEX`);
  }
  const width = match[2]?.toLowerCase() === 'b' ? 0xff : 0xffff;
  const mask = match[4] === undefined ? width : Number.parseInt(match[4], 16) & width;
  return ok({ bdf, value: Number.parseInt(match[3] ?? '', 16) & width, mask });
}

/** The control word after a write: bits that the capability lacks stay 0. */
export function applyAcsWrite(
  control: number,
  write: Pick<AcsWrite, 'value' | 'mask'>,
  capability: number,
): number {
  return ((control & ~write.mask) | (write.value & write.mask)) & writableControl(capability);
}
