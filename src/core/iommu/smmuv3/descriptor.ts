import { maskOf } from '../fields.ts';
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

/** Masks of bits [47:n] of an entry, by n. */
const ADDRESS_MASKS: readonly bigint[] = Array.from({ length: 48 }, (_, n) => maskOf(47, n));
const HIGH_ADDRESS = maskOf(15, 12);

/**
 * The output address of a table or leaf entry: bits [47:lowest]; with 64K granules and 52-bit output
 * addresses bits 15:12 of the entry are address bits 51:48.
 */
function outputAddress(word: bigint, granule: GranuleBits, lowest: number, is52: boolean): bigint {
  const low = word & (ADDRESS_MASKS[lowest] ?? 0n);
  return is52 && granule === 16 ? low | ((word & HIGH_ADDRESS) << 36n) : low;
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
  // Two halves as plain numbers: this is the innermost step of every walk.
  const low = Number(word & 0xffff_ffffn);
  const high = Number(word >> 32n);
  const type = low & 3;
  if ((type & 1) === 0) return { kind: 'invalid' };
  const { granule, level, is52 } = at;
  if (type === 3 && level < 3) {
    return {
      kind: 'table',
      address: outputAddress(word, granule, granule, is52),
      pxnTable: ((high >>> 27) & 1) === 1,
      xnTable: ((high >>> 28) & 1) === 1,
      apTable: (high >>> 29) & 3,
    };
  }
  const isLeaf = level === 3 ? type === 3 : isBlockLevel(granule, level);
  if (!isLeaf) return { kind: 'reserved' };
  return {
    kind: 'leaf',
    address: outputAddress(word, granule, levelShift(granule, level), is52),
    attrIndx: (low >>> 2) & 7,
    memAttr: (low >>> 2) & 15,
    ap: (low >>> 6) & 3,
    sh: (low >>> 8) & 3,
    af: ((low >>> 10) & 1) === 1,
    notGlobal: ((low >>> 11) & 1) === 1,
    contiguous: ((high >>> 20) & 1) === 1,
    xn: (high >>> 21) & 3,
    ns: ((high >>> 23) & 1) === 1,
  };
}
