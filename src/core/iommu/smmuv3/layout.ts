import { addressBits, bits, writeBits } from '../fields.ts';
import type { Field } from '../fields.ts';

/*
 * Where the fields of SMMUv3 structures stand. Names and bit numbers are the architecture's.
 */

/** Stream table entry, 64 bytes. @source Arm IHI 0070 §5.2 */
export const STE = {
  V: bits(0),
  Config: bits(3, 1),
  S1Fmt: bits(5, 4),
  S1ContextPtr: addressBits(55, 6),
  S1CDMax: bits(63, 59),
  S1DSS: bits(65, 64),
  S1CIR: bits(67, 66),
  S1COR: bits(69, 68),
  S1CSH: bits(71, 70),
  S2FWB: bits(89),
  S1STALLD: bits(91),
  EATS: bits(93, 92),
  STRW: bits(95, 94),
  MemAttr: bits(99, 96),
  MTCFG: bits(100),
  ALLOCCFG: bits(104, 101),
  SHCFG: bits(109, 108),
  NSCFG: bits(111, 110),
  PRIVCFG: bits(113, 112),
  INSTCFG: bits(115, 114),
  S2VMID: bits(143, 128),
  S2T0SZ: bits(165, 160),
  S2SL0: bits(167, 166),
  S2IR0: bits(169, 168),
  S2OR0: bits(171, 170),
  S2SH0: bits(173, 172),
  S2TG: bits(175, 174),
  S2PS: bits(178, 176),
  S2AA64: bits(179),
  S2ENDI: bits(180),
  S2AFFD: bits(181),
  S2PTW: bits(182),
  S2S: bits(185),
  S2R: bits(186),
  DPT_VMATCH: bits(191, 190),
  S2TTB: addressBits(247, 196),
  MECID: bits(319, 304),
} as const satisfies Record<string, Field>;

/** Context descriptor, 64 bytes. @source Arm IHI 0070 §5.4 */
export const CD = {
  T0SZ: bits(5, 0),
  TG0: bits(7, 6),
  IR0: bits(9, 8),
  OR0: bits(11, 10),
  SH0: bits(13, 12),
  EPD0: bits(14),
  ENDI: bits(15),
  T1SZ: bits(21, 16),
  TG1: bits(23, 22),
  EPD1: bits(30),
  V: bits(31),
  IPS: bits(34, 32),
  AFFD: bits(35),
  TBI0: bits(38),
  AA64: bits(41),
  S: bits(44),
  R: bits(45),
  A: bits(46),
  ASET: bits(47),
  ASID: bits(63, 48),
  TTB0: addressBits(115, 68),
  MAIR: bits(255, 192),
} as const satisfies Record<string, Field>;

/** First level of a two-level stream table, 8 bytes. @source Arm IHI 0070 §5.1 */
export const L1STD = {
  Span: bits(4, 0),
  L2Ptr: addressBits(55, 6),
} as const satisfies Record<string, Field>;

/** First level of a two-level context descriptor table, 8 bytes. @source Arm IHI 0070 §5.3 */
export const L1CD = {
  V: bits(0),
  L2Ptr: addressBits(51, 12),
} as const satisfies Record<string, Field>;

export type SteField = keyof typeof STE;
export type CdField = keyof typeof CD;

/** STE.Config: bit 2 on, then bit 0 stage 1, bit 1 stage 2. */
export const CONFIG = { abort: 0b000, bypass: 0b100, s1: 0b101, s2: 0b110, nested: 0b111 } as const;

function encode(
  layout: Readonly<Record<string, Field>>,
  values: Readonly<Record<string, bigint | number>>,
): bigint[] {
  const words: bigint[] = Array.from({ length: 8 }, () => 0n);
  for (const [name, value] of Object.entries(values)) {
    const field = layout[name];
    if (field !== undefined) writeBits(words, field, BigInt(value));
  }
  return words;
}

/** The eight words of a stream table entry with these fields; what is not given is 0. */
export function encodeSte(values: Readonly<Partial<Record<SteField, bigint | number>>>): bigint[] {
  return encode(STE, values);
}

/** The eight words of a context descriptor with these fields; what is not given is 0. */
export function encodeCd(values: Readonly<Partial<Record<CdField, bigint | number>>>): bigint[] {
  return encode(CD, values);
}
