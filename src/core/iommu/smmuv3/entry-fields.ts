import type { TranslateStep } from '../../pcie/types.ts';
import { addressBits, bits, readBits } from '../fields.ts';
import type { Field } from '../fields.ts';
import { memoryTypeName, shareabilityOf, stage2Type } from './attributes.ts';
import { decodeDescriptor } from './descriptor.ts';
import { GRANULE_BY_TG, SIZE_BY_PS, levelShift } from './geometry.ts';
import type { GranuleBits } from './geometry.ts';
import { CD, L1CD, L1STD, STE } from './layout.ts';

/*
 * Every structure and table entry that an SMMU reads, field by field: for the walk view and for editors.
 */

/** One field: name, bits, value, and what the value says where a number alone does not. */
export interface FieldValue {
  readonly name: string;
  readonly msb: number;
  readonly lsb: number;
  readonly value: bigint;
  /** '' where the value speaks for itself. */
  readonly meaning: string;
}

/** What an entry of a walk is: a structure of the configuration, or a table entry by what it says. */
export type EntryKind = 'structure' | 'table' | 'leaf' | 'invalid' | 'reserved';

const CONFIG_WORDS: readonly string[] = [
  'abort',
  'abort',
  'abort',
  'abort',
  'bypass',
  'stage 1',
  'stage 2',
  'stage 1 and 2',
];

/** What STE.Config selects, in words. @source Arm IHI 0070 §5.2 */
export function configWords(config: number): string {
  return CONFIG_WORDS[config & 7] ?? '';
}

const yes = (word: string) => (value: number) => (value === 0 ? '' : word);
const inputBits = (value: number): string => `${64 - value} bits of input`;
const outputBits = (value: number): string => `${SIZE_BY_PS[value] ?? ''} bits of output`;
const share = (value: number): string => shareabilityOf(value);

function granuleWords(value: number): string {
  const granule = GRANULE_BY_TG[value] ?? null;
  return granule === null ? 'reserved' : `${2 ** (granule - 10)}K pages`;
}

/** What the number in a field says, by the field's name; a name means the same in every structure. */
const MEANINGS: Readonly<Record<string, (value: number) => string>> = {
  V: (value) => (value === 0 ? 'not valid' : 'valid'),
  Config: configWords,
  S1Fmt: (value) => ['linear', 'two levels, 4K', 'two levels, 64K', 'reserved'][value] ?? '',
  S1DSS: (value) =>
    ['no PASID: abort', 'no PASID: bypass', 'no PASID: CD 0', 'reserved'][value] ?? '',
  EATS: (value) => ['no ATS', 'full ATS', 'split-stage ATS', 'ATS with DPT check'][value] ?? '',
  S2T0SZ: inputBits,
  T0SZ: inputBits,
  S2SL0: (value) => (value === 3 ? 'reserved' : 'start level, by granule'),
  S2TG: granuleWords,
  TG0: granuleWords,
  S2PS: outputBits,
  IPS: outputBits,
  S2SH0: share,
  SH0: share,
  SH: share,
  S2AA64: (value) => (value === 0 ? 'AArch32: not supported' : 'AArch64'),
  AA64: (value) => (value === 0 ? 'AArch32: not supported' : 'AArch64'),
  EPD0: yes('no walks through TTB0'),
  EPD1: yes('no walks through TTB1'),
  S2PTW: yes('tables in Device memory fault'),
  S2R: yes('stage-2 faults are recorded'),
  R: yes('faults are recorded'),
  A: yes('faults abort'),
  S2AFFD: yes('access flag not checked'),
  AFFD: yes('access flag not checked'),
  AF: (value) => (value === 0 ? 'not accessed: F_ACCESS' : ''),
  Contiguous: yes('one of a run that one TLB entry may hold'),
  nG: yes('this ASID only'),
  'AP[2:1]': (value) =>
    `${(value & 2) === 0 ? 'read and write' : 'read-only'}${(value & 1) === 0 ? ', privileged' : ''}`,
  S2AP: (value) => ['no access', 'read-only', 'write-only', 'read and write'][value] ?? '',
  MemAttr: (value) => memoryTypeName(stage2Type(value)),
  AttrIndx: (value) => `attribute ${value} of MAIR`,
  NS: yes('output is Non-secure'),
  XN: yes('no instruction fetch'),
  UXN: yes('no instruction fetch'),
  PXN: yes('no privileged instruction fetch'),
  APTable: yes('narrows the levels below'),
};

/** What a value of a field says; '' where the number speaks for itself. */
export function meaningOf(name: string, value: number): string {
  return MEANINGS[name]?.(value) ?? '';
}

const ENTRY_START = { Valid: bits(0), Type: bits(1) } as const;
const LEAF_END = { SH: bits(9, 8), AF: bits(10) } as const;

/** Entry of a translation table as this level and stage lay it out. @source Arm DDI 0487 D8.3 */
function descriptorLayout(
  kind: EntryKind,
  stage: 1 | 2,
  lowest: number,
): Readonly<Record<string, Field>> {
  if (kind === 'table') {
    const narrowing = { PXNTable: bits(59), UXNTable: bits(60), APTable: bits(62, 61) };
    return { ...ENTRY_START, Address: addressBits(47, 12), ...(stage === 1 ? narrowing : {}) };
  }
  if (kind !== 'leaf') return ENTRY_START;
  const Address = addressBits(47, lowest);
  if (stage === 1) {
    return {
      ...ENTRY_START,
      AttrIndx: bits(4, 2),
      'AP[2:1]': bits(7, 6),
      ...LEAF_END,
      nG: bits(11),
      Address,
      Contiguous: bits(52),
      PXN: bits(53),
      UXN: bits(54),
    };
  }
  return {
    ...ENTRY_START,
    MemAttr: bits(5, 2),
    S2AP: bits(7, 6),
    ...LEAF_END,
    Address,
    Contiguous: bits(52),
    XN: bits(54, 53),
    NS: bits(55),
  };
}

const STRUCTURES: Readonly<Record<string, Readonly<Record<string, Field>>>> = {
  STE,
  CD,
  L1STD,
  L1CD,
};

/** Page size of a walk, told from the address bits that indexed a level; 4K where they do not say. */
export function granuleOf(level: number, indexLow: number): GranuleBits {
  const known = ([12, 14, 16] as const).find((one) => levelShift(one, level) === indexLow);
  return known ?? 12;
}

/** A table entry of an SMMU's walk by stage, level and page size; null for structures and other IOMMUs. */
function placeOf(
  step: TranslateStep,
): { stage: 1 | 2; level: number; granule: GranuleBits } | null {
  const { stage, level, table, indexLow = 12 } = step;
  const isSmmu = table.startsWith('S1 ') || table.startsWith('S2 ');
  if (!isSmmu || stage === undefined || level === undefined) return null;
  return { stage, level, granule: granuleOf(level, indexLow) };
}

/** What the entry of a read says of the walk: go on (table), stop (leaf), or fault; null: not an SMMU's. */
export function entryKindOf(step: TranslateStep): EntryKind | null {
  if (step.stage === undefined && STRUCTURES[step.table] !== undefined) return 'structure';
  const place = placeOf(step);
  return place === null ? null : decodeDescriptor(step.descriptor, { ...place, is52: false }).kind;
}

function valuesOf(
  layout: Readonly<Record<string, Field>>,
  words: readonly bigint[],
): readonly FieldValue[] {
  return Object.entries(layout)
    .toSorted(([, a], [, b]) => a.lsb - b.lsb)
    .map(([name, field]) => {
      const value = readBits(words, field);
      const meaning = meaningOf(name, Number(value));
      return { name, msb: field.msb, lsb: field.lsb, value, meaning };
    });
}

/** Every field of a stream table entry or context descriptor, in bit order. */
export function fieldsOf(structure: 'STE' | 'CD', words: readonly bigint[]): readonly FieldValue[] {
  return valuesOf(structure === 'STE' ? STE : CD, words);
}

/** The fields of what one read of a walk brought; none for the structures of other IOMMUs. */
export function layoutOfStep(step: TranslateStep): Readonly<Record<string, Field>> {
  const structure = step.stage === undefined ? STRUCTURES[step.table] : undefined;
  if (structure !== undefined) return structure;
  const place = placeOf(step);
  const kind = entryKindOf(step);
  if (place === null || kind === null) return {};
  const { granule, level, stage } = place;
  return descriptorLayout(kind, stage, levelShift(granule, level));
}

/**
 * Every field of what one read of a walk brought, in bit order.
 *
 * @returns nothing for the structures of other IOMMUs, whose words stand for themselves.
 */
export function fieldsOfStep(step: TranslateStep): readonly FieldValue[] {
  return valuesOf(layoutOfStep(step), step.words ?? [step.descriptor]);
}
