import type { Machine, MachineHostBridge } from '../../machine/types.ts';
import type { AtsAnswer, TranslateRequest, TranslateResult, Translator } from '../../pcie/types.ts';
import type { RuleId } from '../../rules/catalogue.ts';
import type { Iommu } from '../../scenario/schema.ts';
import { extract, maskOf } from '../fields.ts';
import { goesOn, readStructure, refuses, requestOperands, walkRadix } from '../reader.ts';
import type { RadixResult, RadixTable, Reader } from '../reader.ts';
import { LEVELS_BY_AW, buildVtd, decodeFirstLevel, decodeSecondLevel, shiftsOf } from './tables.ts';
import type { VtdTables } from './tables.ts';

const ADDRESS = maskOf(51, 12);

/** Fault reasons by rule, legacy and scalable mode. @source Linux drivers/iommu/intel/dmar.c */
const REASONS = {
  'VTD-ROOT': { legacy: 0x01, scalable: 0x39 },
  'VTD-CONTEXT': { legacy: 0x02, scalable: 0x41 },
  'VTD-CONTEXT-INVALID': { legacy: 0x03, scalable: 0x43 },
  'VTD-ADDRESS': { legacy: 0x04, scalable: 0x84 },
  'VTD-WRITE': { legacy: 0x05, scalable: 0x85 },
  'VTD-READ': { legacy: 0x06, scalable: 0x86 },
  'VTD-BLOCKED': { legacy: 0x0d, scalable: 0x44 },
  'VTD-PASID-DIRECTORY': { legacy: 0x51, scalable: 0x51 },
  'VTD-PASID-ENTRY': { legacy: 0x59, scalable: 0x59 },
  'VTD-PASID-INVALID': { legacy: 0x5b, scalable: 0x5b },
  'VTD-FIRST-LEVEL': { legacy: 0x71, scalable: 0x71 },
  'VTD-SECOND-LEVEL': { legacy: 0x79, scalable: 0x79 },
} as const satisfies Partial<Record<RuleId, { legacy: number; scalable: number }>>;

type FaultRule = keyof typeof REASONS;

/** How a stream is translated: what the context or PASID entry says. */
type Regime =
  | { readonly kind: 'fault'; readonly rule: FaultRule }
  | { readonly kind: 'pass'; readonly hasAts: boolean }
  | {
      readonly kind: 'tables';
      readonly hasAts: boolean;
      readonly first: RadixTable | null;
      readonly second: RadixTable | null;
    };

const fault = (rule: FaultRule): Regime => ({ kind: 'fault', rule });

function secondLevel(root: bigint, aw: number): RadixTable | null {
  const levels = LEVELS_BY_AW[aw];
  if (levels === undefined) return null;
  const shifts = shiftsOf(levels);
  const nameOf = (level: number): string => `SL L${levels - level}`;
  return { root, shifts, topBits: 9, decode: decodeSecondLevel, nameOf, stage: 2 };
}

function firstLevel(root: bigint): RadixTable {
  const nameOf = (level: number): string => `FL L${4 - level}`;
  return { root, shifts: shiftsOf(4), topBits: 9, decode: decodeFirstLevel, nameOf, stage: 1 };
}

const presence = ([word = 0n]: readonly bigint[]): string =>
  (word & 1n) === 0n ? 'not present' : `present, table ${(word & ADDRESS).toString(16)}h`;

/** Root entry: P0, context table pointer; in scalable mode its upper half serves devfn 128 and up. */
function readRoot(reader: Reader, tables: VtdTables, requesterId: number): bigint | null {
  const isUpper = tables.isScalable && (requesterId & 0xff) >= 128;
  const address = tables.root + BigInt(16 * (requesterId >> 8) + (isUpper ? 8 : 0));
  const indexed = { input: BigInt(requesterId), indexHigh: 15, indexLow: 8 };
  const [word = 0n] = readStructure(
    reader,
    { table: 'root', address, count: 1, ...indexed },
    presence,
  );
  return (word & 1n) === 0n ? null : word & ADDRESS;
}

function legacyRegime(reader: Reader, context: bigint, requesterId: number): Regime {
  const address = context + BigInt(16 * (requesterId & 0xff));
  const indexed = { input: BigInt(requesterId), indexHigh: 7, indexLow: 0 };
  const what = { table: 'context', address, count: 2, ...indexed };
  const [low = 0n, high = 0n] = readStructure(reader, what, (words) => {
    return `${presence(words)}, TT=${extract(words[0] ?? 0n, 3, 2)} AW=${extract(words[1] ?? 0n, 2, 0)}`;
  });
  if ((low & 1n) === 0n) return fault('VTD-CONTEXT');
  const tt = extract(low, 3, 2);
  if (tt === 2) return { kind: 'pass', hasAts: false };
  const second = secondLevel(low & ADDRESS, extract(high, 2, 0));
  if (tt === 3 || second === null) return fault('VTD-CONTEXT-INVALID');
  return { kind: 'tables', hasAts: tt === 1, first: null, second };
}

function scalableRegime(reader: Reader, context: bigint, request: TranslateRequest): Regime {
  const { requesterId, pasid } = request;
  const address = context + BigInt(32 * (requesterId & 0x7f));
  const indexed = { input: BigInt(requesterId), indexHigh: 6, indexLow: 0 };
  const what = { table: 'context', address, count: 4, ...indexed };
  const [low = 0n, high = 0n] = readStructure(reader, what, presence);
  if ((low & 1n) === 0n) return fault('VTD-CONTEXT');
  if (pasid !== undefined && (low & 8n) === 0n) return fault('VTD-CONTEXT-INVALID');
  const number = pasid ?? extract(high, 19, 0);
  const input = BigInt(number);
  const directory = { input, indexHigh: 19, indexLow: 6, count: 1, table: 'PASID directory' };
  const at = (low & ADDRESS) + BigInt(8 * (number >> 6));
  const [entry = 0n] = readStructure(reader, { ...directory, address: at }, presence);
  if ((entry & 1n) === 0n) return fault('VTD-PASID-DIRECTORY');
  const leaf = { input, indexHigh: 5, indexLow: 0, count: 8, table: 'PASID entry' };
  const where = (entry & ADDRESS) + BigInt(64 * (number & 63));
  const words = readStructure(reader, { ...leaf, address: where }, (found) => {
    return `${presence(found)}, PGTT=${extract(found[0] ?? 0n, 8, 6)}`;
  });
  const [word = 0n, , third = 0n] = words;
  if ((word & 1n) === 0n) return fault('VTD-PASID-ENTRY');
  const hasAts = (low & 4n) !== 0n;
  const second = secondLevel(word & ADDRESS, extract(word, 4, 2));
  const first = firstLevel(third & ADDRESS);
  switch (extract(word, 8, 6)) {
    case 1:
      return { kind: 'tables', hasAts, first, second: null };
    case 2:
      return second === null
        ? fault('VTD-PASID-INVALID')
        : { kind: 'tables', hasAts, first: null, second };
    case 3:
      return second === null
        ? fault('VTD-PASID-INVALID')
        : { kind: 'tables', hasAts, first, second };
    case 4:
      return { kind: 'pass', hasAts };
    default:
      return fault('VTD-PASID-INVALID');
  }
}

function isAbove(table: RadixTable, address: bigint): boolean {
  return address >> BigInt((table.shifts[0] ?? 0) + 9) !== 0n;
}

/** Output and permissions of both levels, or the rule that stops the walk. */
type Walked =
  | { readonly kind: 'fault'; readonly rule: FaultRule; readonly at: bigint }
  | (Extract<RadixResult, { kind: 'leaf' }> & { readonly ipa: bigint | null });

function missing(write: boolean): FaultRule {
  return write ? 'VTD-WRITE' : 'VTD-READ';
}

function walkTables(
  reader: Reader,
  regime: Extract<Regime, { kind: 'tables' }>,
  address: bigint,
  write: boolean,
): Walked {
  const { first, second } = regime;
  const stop = (rule: FaultRule, at: bigint): Walked => ({ kind: 'fault', rule, at });
  const throughSecond = (input: bigint): bigint | null => {
    if (second === null) return input;
    const found = isAbove(second, input) ? null : walkRadix(reader, second, input);
    return found?.kind === 'leaf' && found.read ? found.address : null;
  };
  let output = address;
  let permissions = { read: true, write: true, sizeBytes: 2 ** 52 };
  if (first !== null) {
    if (isAbove(first, address)) return stop('VTD-ADDRESS', address);
    const nested = second === null ? undefined : throughSecond;
    const found = walkRadix(reader, first, address, nested);
    if (found.kind !== 'leaf') return stop('VTD-FIRST-LEVEL', address);
    output = found.address;
    permissions = found;
  }
  const ipa = first !== null && second !== null ? output : null;
  if (second === null) return { kind: 'leaf', ...permissions, address: output, ipa };
  if (isAbove(second, output)) return stop('VTD-ADDRESS', output);
  const found = walkRadix(reader, second, output);
  if (found.kind !== 'leaf') {
    return stop(first === null ? missing(write) : 'VTD-SECOND-LEVEL', output);
  }
  return {
    kind: 'leaf',
    address: found.address,
    sizeBytes: Math.min(found.sizeBytes, permissions.sizeBytes),
    read: found.read && permissions.read,
    write: found.write && permissions.write,
    ipa,
  };
}

/** Fault recording register, 128 bits: page, source, reason, type, F. @source VT-d §11.4.14 */
function faultRecord(request: TranslateRequest, reason: number): bigint[] {
  const type = request.write ? 0n : 1n << 62n;
  const high = BigInt(request.requesterId) | (BigInt(reason) << 32n) | type | (1n << 63n);
  return [request.address & ~0xfffn, high];
}

function faultResult(
  reader: Reader,
  tables: VtdTables,
  request: TranslateRequest,
  rule: FaultRule,
): TranslateResult {
  const reason = REASONS[rule][tables.isScalable ? 'scalable' : 'legacy'];
  const text = `${reason.toString(16).padStart(2, '0').toUpperCase()}h`;
  const operands = [
    ...requestOperands(request),
    { name: 'fault reason', value: text, decided: true },
  ];
  const record = faultRecord(request, reason);
  return refuses(reader, { rule, event: `DMAR fault ${text}`, operands, record });
}

function regimeOf(reader: Reader, tables: VtdTables, request: TranslateRequest): Regime {
  const context = readRoot(reader, tables, request.requesterId);
  if (context === null) return fault('VTD-ROOT');
  return tables.isScalable
    ? scalableRegime(reader, context, request)
    : legacyRegime(reader, context, request.requesterId);
}

const passRule = 'VTD-PASS-THROUGH';

function translateWith(tables: VtdTables, request: TranslateRequest): TranslateResult {
  const reader: Reader = { memory: tables.memory, steps: [] };
  const operands = requestOperands(request);
  const pas = request.t === 1 ? 'REALM' : 'NS';
  const fails = (rule: FaultRule): TranslateResult => faultResult(reader, tables, request, rule);
  const regime = regimeOf(reader, tables, request);
  if (regime.kind === 'fault') return fails(regime.rule);
  if (request.at !== 'untranslated' && !regime.hasAts) return fails('VTD-BLOCKED');
  if (request.at === 'translated') {
    return goesOn(reader, { rule: 'VTD-TRANSLATED', address: request.address, pas, operands });
  }
  if (regime.kind === 'pass') {
    return goesOn(reader, { rule: passRule, address: request.address, pas, operands });
  }
  const walked = walkTables(reader, regime, request.address, request.write);
  if (walked.kind === 'fault') return fails(walked.rule);
  if (request.at === 'untranslated' && !(request.write ? walked.write : walked.read)) {
    return fails(missing(request.write));
  }
  const { first, second } = regime;
  const single = first === null ? 'VTD-SECOND' : 'VTD-FIRST';
  const rule = first !== null && second !== null ? 'VTD-NESTED' : single;
  const ipa = walked.ipa === null ? {} : { ipa: walked.ipa };
  const pageBytes = walked.sizeBytes;
  return goesOn(reader, { rule, address: walked.address, pas, operands, pageBytes, ...ipa });
}

/** A Translation Request: permissions instead of faults; blocked streams get UR. */
function answerWith(
  tables: VtdTables,
  request: TranslateRequest & { readonly noWrite: boolean },
): AtsAnswer {
  const reader: Reader = { memory: tables.memory, steps: [] };
  const operands = requestOperands(request);
  const told = { operands, walk: reader.steps, space: 'PA', sizeBytes: 0 } as const;
  const nothing = { read: false, write: false, address: null } as const;
  const regime = regimeOf(reader, tables, request);
  const refusal = regime.kind === 'fault' ? regime.rule : regime.hasAts ? null : 'VTD-BLOCKED';
  if (regime.kind === 'fault' || refusal !== null) {
    const result = faultResult(reader, tables, request, refusal ?? 'VTD-BLOCKED');
    const event = result.kind === 'fault' ? result.event : null;
    return { ...told, ...nothing, status: 'UR', event, rule: result.rule };
  }
  const success = { ...told, status: 'Success', event: null, rule: 'VTD-ATS-ANSWER' } as const;
  if (regime.kind === 'pass') {
    return { ...success, read: true, write: !request.noWrite, address: request.address };
  }
  const walked = walkTables(reader, regime, request.address, false);
  if (walked.kind === 'fault') return { ...success, ...nothing };
  const write = walked.write && !request.noWrite;
  const address = walked.read || write ? walked.address : null;
  return { ...success, read: walked.read, write, address, sizeBytes: walked.sizeBytes };
}

/** Intel VT-d, legacy or scalable mode. T=1 looks into tables of its own; without any it is refused. */
export function vtdTranslator(
  machine: Machine,
  { index: hostBridge }: MachineHostBridge,
  iommu: Iommu,
): Translator {
  const untrusted = buildVtd(machine, iommu, { t: 0, hostBridge });
  const trusted = buildVtd(machine, iommu, { t: 1, hostBridge });
  return {
    translate: (request) => translateWith(request.t === 1 ? trusted : untrusted, request),
    answerTranslationRequest: (request) =>
      answerWith(request.t === 1 ? trusted : untrusted, request),
  };
}
