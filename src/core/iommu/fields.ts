import { assert } from '../base/assert.ts';

/*
 * Bit fields of structures made of 64-bit little-endian words. Bit numbers count through the whole
 * structure, as the specifications print them.
 */

/** Bits `msb:lsb` of a structure; both ends in the same 64-bit word. */
export interface Field {
  readonly msb: number;
  readonly lsb: number;
  /** Where it stands: which word, its mask there, and how far its value is shifted. */
  readonly word: number;
  readonly mask: bigint;
  readonly shift: bigint;
}

/** A field that holds a number of at most 32 bits. */
export function bits(msb: number, lsb = msb): Field {
  const { word, mask } = placeOf(msb, lsb);
  return { msb, lsb, word, mask, shift: BigInt(lsb - 64 * word) };
}

/**
 * A field that holds an address without its low bits, which are zero. An address keeps its place: bits
 * [55:6] of the structure are bits [55:6] of the address.
 */
export function addressBits(msb: number, lsb: number): Field {
  return { msb, lsb, ...placeOf(msb, lsb), shift: 0n };
}

function placeOf(msb: number, lsb: number): { word: number; mask: bigint } {
  const word = Math.floor(lsb / 64);
  assert(Math.floor(msb / 64) === word, 'a field stays within one 64-bit word');
  return { word, mask: maskOf(msb - 64 * word, lsb - 64 * word) };
}

/** The mask of `msb:lsb` within one 64-bit word. */
export function maskOf(msb: number, lsb: number): bigint {
  return ((1n << BigInt(msb - lsb + 1)) - 1n) << BigInt(lsb);
}

/** The value of bits `msb:lsb` of one word. */
export function extract(word: bigint, msb: number, lsb: number): number {
  return Number((word & maskOf(msb, lsb)) >> BigInt(lsb));
}

/** The field's value as it stands in the words; an address comes back with its low bits zero. */
export function readBits(words: readonly bigint[], field: Field): bigint {
  return ((words[field.word] ?? 0n) & field.mask) >> field.shift;
}

/** The field's value as a number; for fields of at most 32 bits. */
export function readNumber(words: readonly bigint[], field: Field): number {
  return Number(readBits(words, field));
}

/** Writes a field; bits of `value` that do not fit are lost, as in hardware. */
export function writeBits(words: bigint[], field: Field, value: bigint): void {
  const { word, mask, shift } = field;
  words[word] = ((words[word] ?? 0n) & ~mask) | ((value << shift) & mask);
}
