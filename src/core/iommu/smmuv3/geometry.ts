/*
 * Shape of VMSAv8-64 translation tables: granule g bits, stride g - 3 bits of index a level, level
 * shift sh(l) = g + stride x (3 - l).
 */

/** log2 of the page size: 4K, 16K, 64K. */
export type GranuleBits = 12 | 14 | 16;

/** Coding of STE.S2TG and CD.TG0; 3 is reserved (null). @source Arm IHI 0070 §5.2, §5.4 */
export const GRANULE_BY_TG: readonly (GranuleBits | null)[] = [12, 16, 14, null];

/** Coding of CD.IPS and STE.S2PS: bits of output address; 7 is reserved and acts as 6. */
export const SIZE_BY_PS: readonly number[] = [32, 36, 40, 42, 44, 48, 52, 52];

/** One stage's table as the registers describe it. */
export interface TableShape {
  readonly granule: GranuleBits;
  /** Bits of input address that the table covers. */
  readonly inputBits: number;
  readonly startLevel: number;
  /** Bits of output address that are legal: min(IPS or S2PS, OAS). */
  readonly outputBits: number;
  /** Base address with the bits below the table's size cleared. */
  readonly base: bigint;
}

/** Lowest address bit that a table of this level indexes. */
export function levelShift(granule: GranuleBits, level: number): number {
  return granule + (granule - 3) * (3 - level);
}

/** Index bits of the table at the start level; more than the stride means concatenated tables. */
export function startWidth(granule: GranuleBits, inputBits: number, startLevel: number): number {
  return inputBits - levelShift(granule, startLevel);
}

/** Start level of a stage-1 walk. @source Arm DDI 0487 D8.2 */
export function stage1StartLevel(granule: GranuleBits, inputBits: number): number {
  return 3 - Math.floor((inputBits - granule - 1) / (granule - 3));
}

/** Start level that STE.S2SL0 names; null: reserved. @source Arm DDI 0487 D8.2.6 */
export function stage2StartLevel(granule: GranuleBits, sl0: number): number | null {
  const byGranule = granule === 12 ? [2, 1, 0, null] : [3, 2, 1, null];
  return byGranule[sl0] ?? null;
}

/** Whether a stage-2 table may start here: 1 to stride + 4 index bits, at most 16 tables side by side. */
export function isStage2StartLegal(
  granule: GranuleBits,
  inputBits: number,
  startLevel: number,
): boolean {
  const width = startWidth(granule, inputBits, startLevel);
  return width >= 1 && width <= granule - 3 + 4;
}

/** Highest and lowest address bit that index the table of `level`. */
export function indexBits(
  shape: Pick<TableShape, 'granule' | 'inputBits' | 'startLevel'>,
  level: number,
): { readonly high: number; readonly low: number } {
  const low = levelShift(shape.granule, level);
  const high = level === shape.startLevel ? shape.inputBits - 1 : low + shape.granule - 4;
  return { high, low };
}

/** Clears the bits of a table's base that its size implies. @source Arm IHI 0070 §5.4 (TTB0) */
export function alignBase(base: bigint, width: number, outputBits: number): bigint {
  const bytes = Math.max(2 ** (width + 3), outputBits > 48 ? 64 : 16);
  return base & ~(BigInt(bytes) - 1n);
}

/** Whether a leaf may stand at this level: pages at 3; blocks 4K L1 L2, 16K L2, 64K L2. @source Arm DDI 0487 D8.3 */
export function isBlockLevel(granule: GranuleBits, level: number): boolean {
  return level === 2 || (granule === 12 && level === 1);
}

/** Entries that the contiguous hint joins at this level. @source Arm DDI 0487 D8.3 (Contiguous bit) */
export function contiguousEntries(granule: GranuleBits, level: number): number {
  if (granule === 12) return 16;
  if (granule === 14) return level === 3 ? 128 : 32;
  return 32;
}
