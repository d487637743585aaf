import { hexGrouped } from '../base/address.ts';
import type { Operand, TranslateRequest, TranslateResult, TranslateStep } from '../pcie/types.ts';
import type { RuleId } from '../rules/catalogue.ts';
import type { SimMemory } from './memory.ts';
import { timingOf } from './timing.ts';

/*
 * What the IOMMUs other than the SMMU have in common: reading tables with a log, walking radix tables
 * whose permissions narrow downwards, and stating the result.
 */

/** One translation under way: the memory that it reads, and the reads so far. */
export interface Reader {
  readonly memory: SimMemory;
  readonly steps: TranslateStep[];
}

/** Which bits of what index a structure. */
export interface IndexedBy {
  readonly input: bigint;
  readonly indexHigh: number;
  readonly indexLow: number;
}

/** Reads `count` words of a structure and logs the read. */
export function readStructure(
  reader: Reader,
  what: IndexedBy & { readonly table: string; readonly address: bigint; readonly count: number },
  describe: (words: readonly bigint[]) => string,
): readonly bigint[] {
  const { count, ...step } = what;
  const words = reader.memory.readWords(step.address, count);
  reader.steps.push({ ...step, words, descriptor: words[0] ?? 0n, meaning: describe(words) });
  return words;
}

/** A table entry of any radix format. */
export type Entry =
  | { readonly kind: 'absent' }
  | { readonly kind: 'reserved' }
  | {
      readonly kind: 'table' | 'leaf';
      readonly address: bigint;
      readonly read: boolean;
      readonly write: boolean;
    };

export interface RadixTable {
  readonly root: bigint;
  /** Lowest address bit that each level indexes, top first. */
  readonly shifts: readonly number[];
  /** Index bits of the top level. */
  readonly topBits: number;
  readonly decode: (entry: bigint, shift: number) => Entry;
  /** `SL PML4`, ...: the name of the level in the walk. */
  readonly nameOf: (level: number) => string;
  readonly stage: 1 | 2;
}

export type RadixResult =
  | {
      readonly kind: 'leaf';
      readonly address: bigint;
      readonly sizeBytes: number;
      readonly read: boolean;
      readonly write: boolean;
    }
  | { readonly kind: 'absent' | 'reserved' };

function describeEntry(entry: Entry): string {
  if (entry.kind === 'absent') return 'not present: nothing is mapped here';
  if (entry.kind === 'reserved') return 'reserved bits set';
  const access = `${entry.read ? 'R' : '-'}${entry.write ? 'W' : '-'}`;
  return `${entry.kind} ${hexGrouped(entry.address)}, ${access}`;
}

/**
 * Walks a radix table; read and write permission of every level must agree.
 *
 * @param through where given, table addresses are translated first (nested walks); null ends the walk.
 * @returns the output address of `input` with the permissions that all levels leave.
 */
export function walkRadix(
  reader: Reader,
  table: RadixTable,
  input: bigint,
  through?: (address: bigint, level: number) => bigint | null,
): RadixResult {
  let base = table.root;
  let permissions = { read: true, write: true };
  for (let level = 0; ; level++) {
    const shift = table.shifts[level];
    if (shift === undefined) return { kind: 'reserved' };
    const above = table.shifts[level - 1];
    const indexHigh = above === undefined ? shift + table.topBits - 1 : above - 1;
    const index = (input >> BigInt(shift)) & ((1n << BigInt(indexHigh - shift + 1)) - 1n);
    const at = base + 8n * index;
    const address = through === undefined ? at : through(at, level);
    if (address === null) return { kind: 'absent' };
    const name = {
      table: table.nameOf(level),
      stage: table.stage,
      level: table.shifts.length - level,
    };
    const indexed = { input, indexHigh, indexLow: shift, address, count: 1 };
    const [word = 0n] = readStructure(reader, { ...name, ...indexed }, ([entry = 0n]) =>
      describeEntry(table.decode(entry, shift)),
    );
    const entry = table.decode(word, shift);
    if (entry.kind === 'absent' || entry.kind === 'reserved') return { kind: entry.kind };
    permissions = {
      read: permissions.read && entry.read,
      write: permissions.write && entry.write,
    };
    if (entry.kind === 'leaf') {
      const offset = input & ((1n << BigInt(shift)) - 1n);
      return {
        kind: 'leaf',
        address: entry.address | offset,
        sizeBytes: 2 ** shift,
        ...permissions,
      };
    }
    base = entry.address;
  }
}

/** A request that goes on, translated or passed. Reads snoop, so the type is that of host memory. */
export function goesOn(
  reader: Reader,
  told: {
    readonly rule: RuleId;
    readonly address: bigint;
    readonly pas: 'NS' | 'REALM';
    readonly operands: readonly Operand[];
    readonly ipa?: bigint;
    /** Bytes of the page that it found; absent: nothing was looked up. */
    readonly pageBytes?: number;
  },
): TranslateResult {
  const { pageBytes, ...given } = told;
  const operands = [
    ...told.operands,
    { name: 'PA', value: hexGrouped(told.address), decided: true },
  ];
  // These IOMMUs have no memory type of their own: nothing in their tables lets writes be gathered.
  const type = { memoryType: 'as the TLP says', mayGather: false };
  const stages = pageBytes === undefined ? 0 : told.ipa === undefined ? 1 : 2;
  const coldReads = reader.steps.length;
  const timing = timingOf({ coldReads, stages, reachBytes: pageBytes ?? 2 ** 52 });
  return { kind: 'translated', ...given, operands, ...type, walk: reader.steps, timing };
}

/** A request that the IOMMU refuses and logs. */
export function refuses(
  reader: Reader,
  told: {
    readonly rule: RuleId;
    readonly event: string | null;
    readonly operands: readonly Operand[];
    readonly record?: readonly bigint[];
  },
): TranslateResult {
  const timing = timingOf({ coldReads: reader.steps.length, stages: 1, reachBytes: 4096 });
  return { kind: 'fault', completion: 'UR', ...told, walk: reader.steps, timing };
}

/** What every result states first: who asks, for what. */
export function requestOperands({ requesterId, address, write, t }: TranslateRequest): Operand[] {
  return [
    { name: 'requester', value: hexGrouped(BigInt(requesterId)) },
    { name: 'input address', value: hexGrouped(address) },
    { name: 'access', value: write ? 'write' : 'read' },
    { name: 'T', value: String(t) },
  ];
}
