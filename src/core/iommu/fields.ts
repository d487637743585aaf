import { assert } from '../base/assert.ts';

/*
 * Bit fields of structures made of 64-bit little-endian words. Bit numbers count through the whole
 * structure, as the specifications print them.
 */

/** Bits `msb:lsb` of a structure; both ends in the same 64-bit word. */
export interface Field {
  readonly msb: number;
  readonly lsb: number;
  /** An address keeps its place: bits [55:6] of the structure are bits [55:6] of the address. */
  readonly isAddress: boolean;
}

/** A field that holds a number of at most 32 bits. */
export function bits(msb: number, lsb = msb): Field {
  return { msb, lsb, isAddress: false };
}

/** A field that holds an address without its low bits, which are zero. */
export function addressBits(msb: number, lsb: number): Field {
  return { msb, lsb, isAddress: true };
}

/** The mask of `msb:lsb` within one 64-bit word. */
export function maskOf(msb: number, lsb: number): bigint {
  return ((1n << BigInt(msb - lsb + 1)) - 1n) << BigInt(lsb);
}

/** The value of bits `msb:lsb` of one word. */
export function extract(word: bigint, msb: number, lsb: number): number {
  return Number((word & maskOf(msb, lsb)) >> BigInt(lsb));
}

function place(field: Field): { word: number; mask: bigint; shift: bigint } {
  const word = Math.floor(field.lsb / 64);
  assert(Math.floor(field.msb / 64) === word, 'a field stays within one 64-bit word');
  const lsb = field.lsb - 64 * word;
  const mask = maskOf(field.msb - 64 * word, lsb);
  return { word, mask, shift: field.isAddress ? 0n : BigInt(lsb) };
}

/** The field's value as it stands in the words; an address comes back with its low bits zero. */
export function readBits(words: readonly bigint[], field: Field): bigint {
  const { word, mask, shift } = place(field);
  return ((words[word] ?? 0n) & mask) >> shift;
}

/** The field's value as a number; for fields of at most 32 bits. */
export function readNumber(words: readonly bigint[], field: Field): number {
  return Number(readBits(words, field));
}

/** Writes a field; bits of `value` that do not fit are lost, as in hardware. */
export function writeBits(words: bigint[], field: Field, value: bigint): void {
  const { word, mask, shift } = place(field);
  words[word] = ((words[word] ?? 0n) & ~mask) | ((value << shift) & mask);
}
