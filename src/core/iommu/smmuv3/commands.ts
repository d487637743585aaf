import { addressBits, bits, readBits, readNumber, writeBits } from '../fields.ts';
import type { Field } from '../fields.ts';
import type { CacheKey, SmmuCache, Tag } from './cache.ts';

/** Command opcodes. @source Arm IHI 0070 §4 */
export const OPCODES = {
  CFGI_STE: 0x03,
  CFGI_STE_RANGE: 0x04,
  CFGI_CD: 0x05,
  CFGI_CD_ALL: 0x06,
  TLBI_NH_ALL: 0x10,
  TLBI_NH_ASID: 0x11,
  TLBI_NH_VA: 0x12,
  TLBI_NH_VAA: 0x13,
  TLBI_EL2_ALL: 0x20,
  TLBI_EL2_ASID: 0x21,
  TLBI_EL2_VA: 0x22,
  TLBI_S12_VMALL: 0x28,
  TLBI_S2_IPA: 0x2a,
  TLBI_NSNH_ALL: 0x30,
  ATC_INV: 0x40,
  PRI_RESP: 0x41,
  SYNC: 0x46,
} as const;

export type Opcode = keyof typeof OPCODES;

/** Where operands stand in the 16 bytes of a command. @source Arm IHI 0070 §4; Linux arm-smmu-v3.h */
const OPERANDS = {
  SSV: bits(11),
  SSID: bits(31, 12),
  SID: bits(63, 32),
  VMID: bits(47, 32),
  ASID: bits(63, 48),
  NUM: bits(16, 12),
  SCALE: bits(24, 20),
  TG: bits(75, 74),
  TTL: bits(73, 72),
  Leaf: bits(64),
  Range: bits(68, 64),
  ADDR: addressBits(127, 76),
  SIZE: bits(69, 64),
  PRGI: bits(72, 64),
  RESP: bits(77, 76),
  CS: bits(13, 12),
} as const satisfies Record<string, Field>;

export type Operand = keyof typeof OPERANDS;

const VA = ['VMID', 'ASID', 'NUM', 'SCALE', 'TG', 'TTL', 'Leaf', 'ADDR'] as const;

/** The operands that each command has. */
const SHAPES: Readonly<Record<Opcode, readonly Operand[]>> = {
  CFGI_STE: ['SID', 'Leaf'],
  CFGI_STE_RANGE: ['SID', 'Range'],
  CFGI_CD: ['SID', 'SSID', 'Leaf'],
  CFGI_CD_ALL: ['SID'],
  TLBI_NH_ALL: ['VMID'],
  TLBI_NH_ASID: ['VMID', 'ASID'],
  TLBI_NH_VA: VA,
  TLBI_NH_VAA: VA.filter((name) => name !== 'ASID'),
  TLBI_EL2_ALL: [],
  TLBI_EL2_ASID: ['ASID'],
  TLBI_EL2_VA: VA.filter((name) => name !== 'VMID'),
  TLBI_S12_VMALL: ['VMID'],
  TLBI_S2_IPA: VA.filter((name) => name !== 'ASID'),
  TLBI_NSNH_ALL: [],
  ATC_INV: ['SSV', 'SSID', 'SID', 'ADDR', 'SIZE'],
  PRI_RESP: ['SSV', 'SSID', 'SID', 'PRGI', 'RESP'],
  SYNC: ['CS'],
};

/** One command of the command queue; an operand that is not given is 0. */
export interface Command {
  readonly op: Opcode;
  readonly operands: Readonly<Partial<Record<Operand, bigint>>>;
}

/** A command from numbers: `command('TLBI_NH_ASID', { VMID: 0, ASID: 3 })`. */
export function command(
  op: Opcode,
  operands: Readonly<Partial<Record<Operand, bigint | number>>> = {},
): Command {
  const values: Partial<Record<Operand, bigint>> = {};
  for (const name of SHAPES[op]) values[name] = BigInt(operands[name] ?? 0);
  return { op, operands: values };
}

/** The two words of a command as the command queue holds it. */
export function encodeCommand({ op, operands }: Command): bigint[] {
  const words = [BigInt(OPCODES[op]), 0n];
  for (const name of SHAPES[op]) writeBits(words, OPERANDS[name], operands[name] ?? 0n);
  return words;
}

/** Reads a command; null: an illegal opcode (CERROR_ILL). */
export function decodeCommand(words: readonly bigint[]): Command | null {
  const opcode = readNumber(words, bits(7, 0));
  for (const op of opcodes()) {
    if (OPCODES[op] !== opcode) continue;
    const operands: Partial<Record<Operand, bigint>> = {};
    for (const name of SHAPES[op]) operands[name] = readBits(words, OPERANDS[name]);
    return { op, operands };
  }
  return null;
}

function opcodes(): Opcode[] {
  const names: Opcode[] = [];
  let name: Opcode;
  for (name in OPCODES) names.push(name);
  return names;
}

/** Range 31 of CFGI_STE_RANGE covers every stream: CFGI_ALL. */
const ALL_STREAMS = 31n;

/** First address and number of bytes that a TLBI by address covers. */
function coveredRange({ operands }: Command): { readonly start: bigint; readonly end: bigint } {
  const of = (name: Operand): bigint => operands[name] ?? 0n;
  const start = of('ADDR');
  // TG=0 is the form without a range: one entry, whatever its size.
  if (of('TG') === 0n) return { start, end: start + 1n };
  const granule = 1n << (10n + 2n * of('TG'));
  return { start, end: start + ((of('NUM') + 1n) << of('SCALE')) * granule };
}

function configurationMatches({ op, operands }: Command, key: CacheKey): boolean {
  if (key.kind === 'table') return false;
  const sid = operands.SID ?? 0n;
  if (op === 'CFGI_STE_RANGE') {
    const range = operands.Range ?? 0n;
    return range === ALL_STREAMS || BigInt(key.sid) >> (range + 1n) === sid >> (range + 1n);
  }
  if (BigInt(key.sid) !== sid) return false;
  if (op === 'CFGI_STE') return true;
  if (key.kind !== 'cd') return false;
  return op === 'CFGI_CD_ALL' || BigInt(key.ssid) === (operands.SSID ?? 0n);
}

/** An entry without a VMID belongs to no VM, and each VMID reaches it. */
function isVm(tag: Tag, { operands }: Command): boolean {
  return tag.vmid === null || BigInt(tag.vmid) === (operands.VMID ?? 0n);
}

function isAsid(tag: Tag, { operands }: Command): boolean {
  return tag.asid !== null && BigInt(tag.asid) === (operands.ASID ?? 0n);
}

/** What a command looks at in a cached translation or table pointer. */
interface Candidate {
  readonly tag: Tag;
  /** Stage 1 took part (combined entries included), or the entry is a stage-2 one. */
  readonly hasStage1: boolean;
  readonly start: bigint;
  readonly end: bigint;
}

function translationMatches(command: Command, entry: Candidate): boolean {
  const { tag, hasStage1 } = entry;
  const { start, end } = coveredRange(command);
  const isInRange = entry.start < end && start < entry.end;
  const isGuest = tag.world === 'EL1';
  switch (command.op) {
    case 'TLBI_NH_ALL':
      return isGuest && hasStage1 && isVm(tag, command);
    case 'TLBI_NH_ASID':
      return isGuest && hasStage1 && isVm(tag, command) && isAsid(tag, command);
    case 'TLBI_NH_VA':
      // Global entries have no ASID and go whatever ASID is given.
      return (
        isGuest &&
        hasStage1 &&
        isVm(tag, command) &&
        (tag.asid === null || isAsid(tag, command)) &&
        isInRange
      );
    case 'TLBI_NH_VAA':
      return isGuest && hasStage1 && isVm(tag, command) && isInRange;
    case 'TLBI_EL2_ALL':
      return !isGuest;
    case 'TLBI_EL2_ASID':
      return !isGuest && isAsid(tag, command);
    case 'TLBI_EL2_VA':
      return !isGuest && (tag.asid === null || isAsid(tag, command)) && isInRange;
    case 'TLBI_S12_VMALL':
      return isGuest && tag.vmid !== null && isVm(tag, command);
    case 'TLBI_S2_IPA':
      return isGuest && !hasStage1 && tag.vmid !== null && isVm(tag, command) && isInRange;
    case 'TLBI_NSNH_ALL':
      return isGuest;
    default:
      return false;
  }
}

/**
 * Drops what an invalidation command names from the caches.
 *
 * @returns how many entries went; 0 for commands that invalidate nothing here (ATC_INV, PRI_RESP, SYNC).
 * @source Arm IHI 0070 §4.3, §4.4
 */
export function invalidate(cache: SmmuCache, command: Command): number {
  if (command.op.startsWith('CFGI')) {
    return cache.dropConfiguration((key) => configurationMatches(command, key));
  }
  const translations = cache.dropTranslations((entry) =>
    translationMatches(command, {
      tag: entry.tag,
      hasStage1: entry.s1 !== null,
      start: entry.start,
      end: entry.start + BigInt(entry.sizeBytes),
    }),
  );
  // Leaf=1 leaves table pointers alone.
  if (command.operands.Leaf === 1n) return translations;
  const tables = cache.dropTables(({ tag, stage, page, shift }) =>
    translationMatches(command, {
      tag,
      hasStage1: stage === 1,
      start: page << BigInt(shift),
      end: (page + 1n) << BigInt(shift),
    }),
  );
  return translations + tables;
}
