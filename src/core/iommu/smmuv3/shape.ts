import { readBits, readNumber } from '../fields.ts';
import {
  GRANULE_BY_TG,
  SIZE_BY_PS,
  alignBase,
  stage1StartLevel,
  stage2StartLevel,
  startWidth,
} from './geometry.ts';
import type { TableShape } from './geometry.ts';
import { CD, STE } from './layout.ts';

/*
 * The table of each stage as its STE or CD describes it.
 */

/** What STE.S2PS allows: min(S2PS, OAS), at most 48 bits with 4K and 16K granules. */
export function stage2OutputBits(ste: readonly bigint[], oas: number): number {
  const size = Math.min(SIZE_BY_PS[readNumber(ste, STE.S2PS)] ?? 52, oas);
  return GRANULE_BY_TG[readNumber(ste, STE.S2TG)] === 16 ? size : Math.min(size, 48);
}

/** The stage-2 table that an STE names; null where the coding is reserved. */
export function stage2Shape(ste: readonly bigint[], oas: number): TableShape | null {
  const granule = GRANULE_BY_TG[readNumber(ste, STE.S2TG)] ?? null;
  if (granule === null) return null;
  const startLevel = stage2StartLevel(granule, readNumber(ste, STE.S2SL0));
  if (startLevel === null) return null;
  const inputBits = 64 - readNumber(ste, STE.S2T0SZ);
  const outputBits = stage2OutputBits(ste, oas);
  const width = startWidth(granule, inputBits, startLevel);
  const base = alignBase(readBits(ste, STE.S2TTB), width, outputBits);
  return { granule, inputBits, startLevel, outputBits, base };
}

/** The stage-1 table that a CD names; null where the coding is reserved. */
export function stage1Shape(cd: readonly bigint[], oas: number): TableShape | null {
  const granule = GRANULE_BY_TG[readNumber(cd, CD.TG0)] ?? null;
  if (granule === null) return null;
  const inputBits = 64 - readNumber(cd, CD.T0SZ);
  const size = Math.min(SIZE_BY_PS[readNumber(cd, CD.IPS)] ?? 52, oas);
  const outputBits = granule === 16 ? size : Math.min(size, 48);
  const startLevel = stage1StartLevel(granule, inputBits);
  const width = startWidth(granule, inputBits, startLevel);
  const base = alignBase(readBits(cd, CD.TTB0), width, outputBits);
  return { granule, inputBits, startLevel, outputBits, base };
}
