import { extract, maskOf } from '../fields.ts';
import { isBlockLevel, levelShift } from './geometry.ts';
import type { GranuleBits } from './geometry.ts';

/** A VMSAv8-64 translation table entry, taken apart. */
export type Descriptor =
  | { readonly kind: 'invalid' }
  /** An encoding that this level does not have; it translates as invalid does. */
  | { readonly kind: 'reserved' }
  | {
      readonly kind: 'table';
      readonly address: bigint;
      readonly pxnTable: boolean;
      readonly xnTable: boolean;
      /** Bit 0 takes unprivileged access away, bit 1 writes. */
      readonly apTable: number;
    }
  | {
      readonly kind: 'leaf';
      readonly address: bigint;
      /** Stage 1: index into MAIR. */
      readonly attrIndx: number;
      /** Stage 2: memory attributes. */
      readonly memAttr: number;
      /** Stage 1 AP[2:1] or stage 2 S2AP[1:0]. */
      readonly ap: number;
      readonly sh: number;
      readonly af: boolean;
      readonly notGlobal: boolean;
      readonly contiguous: boolean;
      /** Bits 54:53. Stage 1: UXN, PXN; stage 2: XN. */
      readonly xn: number;
      /** Bit 55: in a Realm's stage 2 the output is Non-secure. */
      readonly ns: boolean;
    };

/**
 * The output address of a table or leaf entry: bits [47:lowest]; with 64K granules and 52-bit output
 * addresses bits 15:12 of the entry are address bits 51:48.
 */
function outputAddress(word: bigint, granule: GranuleBits, lowest: number, is52: boolean): bigint {
  const low = word & maskOf(47, lowest);
  return is52 && granule === 16 ? low | ((word & maskOf(15, 12)) << 36n) : low;
}

/**
 * Takes a translation table entry apart.
 *
 * @param is52 the output address size is 52 bits, which matters for 64K granules only.
 * @source Arm DDI 0487 D8.3
 */
export function decodeDescriptor(
  word: bigint,
  at: { readonly granule: GranuleBits; readonly level: number; readonly is52: boolean },
): Descriptor {
  const type = Number(word & 3n);
  if ((type & 1) === 0) return { kind: 'invalid' };
  const { granule, level, is52 } = at;
  if (type === 3 && level < 3) {
    return {
      kind: 'table',
      address: outputAddress(word, granule, granule, is52),
      pxnTable: extract(word, 59, 59) === 1,
      xnTable: extract(word, 60, 60) === 1,
      apTable: extract(word, 62, 61),
    };
  }
  const isLeaf = level === 3 ? type === 3 : isBlockLevel(granule, level);
  if (!isLeaf) return { kind: 'reserved' };
  return {
    kind: 'leaf',
    address: outputAddress(word, granule, levelShift(granule, level), is52),
    attrIndx: extract(word, 4, 2),
    memAttr: extract(word, 5, 2),
    ap: extract(word, 7, 6),
    sh: extract(word, 9, 8),
    af: extract(word, 10, 10) === 1,
    notGlobal: extract(word, 11, 11) === 1,
    contiguous: extract(word, 52, 52) === 1,
    xn: extract(word, 54, 53),
    ns: extract(word, 55, 55) === 1,
  };
}
