import { hexGrouped } from '../../base/address.ts';
import type { Machine, MachineHostBridge } from '../../machine/types.ts';
import type { AtsAnswer, TranslateRequest, TranslateResult, Translator } from '../../pcie/types.ts';
import type { Iommu } from '../../scenario/schema.ts';
import { extract, maskOf } from '../fields.ts';
import { goesOn, readStructure, refuses, requestOperands } from '../reader.ts';
import type { Reader } from '../reader.ts';
import { buildAmdvi } from './tables.ts';
import type { DeviceTable } from './tables.ts';

const ADDRESS = maskOf(51, 12);

/** Event codes of the event log. @source AMD 48882 (event log); smmu-cca.md §8.2 */
const EVENT_CODES = {
  ILLEGAL_DEV_TABLE_ENTRY: 1,
  IO_PAGE_FAULT: 2,
  INVALID_DEVICE_REQUEST: 8,
} as const;

type EventName = keyof typeof EVENT_CODES;

/** What a device table entry says. */
interface DeviceEntry {
  readonly isValid: boolean;
  readonly isTranslationValid: boolean;
  readonly mode: number;
  readonly root: bigint;
  readonly read: boolean;
  readonly write: boolean;
  readonly domain: number;
  /** I: the device may use ATS. */
  readonly hasAts: boolean;
}

function entryOf(words: readonly bigint[]): DeviceEntry {
  const [low = 0n, high = 0n] = words;
  return {
    isValid: (low & 1n) !== 0n,
    isTranslationValid: (low & 2n) !== 0n,
    mode: extract(low, 11, 9),
    root: low & ADDRESS,
    read: extract(low, 61, 61) === 1,
    write: extract(low, 62, 62) === 1,
    domain: extract(high, 15, 0),
    hasAts: extract(high, 32, 32) === 1,
  };
}

function describeEntry(words: readonly bigint[]): string {
  const { isValid, isTranslationValid, mode, root } = entryOf(words);
  if (!isValid) return 'V=0: passes untranslated';
  return `V=1 TV=${isTranslationValid ? 1 : 0} Mode=${mode} root ${hexGrouped(root)}`;
}

function readDevice(reader: Reader, table: DeviceTable, requesterId: number): DeviceEntry {
  const address = table.base + BigInt(32 * requesterId);
  const indexed = { input: BigInt(requesterId), indexHigh: 15, indexLow: 0 };
  const words = readStructure(
    reader,
    { table: 'DTE', address, count: 4, ...indexed },
    describeEntry,
  );
  return entryOf(words);
}

interface Page {
  readonly address: bigint;
  readonly sizeBytes: number;
  readonly read: boolean;
  readonly write: boolean;
}

/** Input bits that the tables of so many levels cover. */
const coveredBits = (levels: number): number => Math.min(12 + 9 * levels, 64);

/** Page of odd size (next level 7): the lowest clear address bit from 12 on tells it. */
function oddSize(word: bigint): { readonly address: bigint; readonly sizeBytes: number } {
  let bit = 12;
  while (bit < 51 && ((word >> BigInt(bit)) & 1n) === 1n) bit++;
  const sizeBytes = 2 ** (bit + 1);
  return { address: word & ADDRESS & ~(BigInt(sizeBytes) - 1n), sizeBytes };
}

/** The address bits that the levels between `level` and `next` would have indexed. */
function skippedBits(input: bigint, level: number, next: number): bigint {
  const width = BigInt(9 * (level - 1 - next));
  return (input >> BigInt(12 + 9 * next)) & ((1n << width) - 1n);
}

function describePage(word: bigint): string {
  if ((word & 1n) === 0n) return 'PR=0: nothing is mapped here';
  const next = extract(word, 11, 9);
  const access = `IR=${extract(word, 61, 61)} IW=${extract(word, 62, 62)}`;
  return `next level ${next}, ${hexGrouped(word & ADDRESS)}, ${access}`;
}

/**
 * Walks the host page table of a device table entry. A level may name any lower one next, and the address
 * bits of the levels left out must be zero; permissions narrow downwards.
 *
 * @returns null: nothing mapped.
 * @source AMD 48882 (host page tables)
 */
function walk(reader: Reader, entry: DeviceEntry, input: bigint): Page | null {
  if (input >> BigInt(coveredBits(entry.mode)) !== 0n) return null;
  let { read, write } = entry;
  let table = entry.root;
  let level = entry.mode;
  while (level > 0) {
    const low = 3 + 9 * level;
    const index = (input >> BigInt(low)) & 0x1ffn;
    const indexed = { input, indexHigh: low + 8, indexLow: low, level, stage: 2 as const };
    const what = { table: `L${level}`, address: table + 8n * index, count: 1, ...indexed };
    const [word = 0n] = readStructure(reader, what, ([found = 0n]) => describePage(found));
    if ((word & 1n) === 0n) return null;
    read = read && extract(word, 61, 61) === 1;
    write = write && extract(word, 62, 62) === 1;
    const next = extract(word, 11, 9);
    if (next === 0 || next === 7) {
      const page = next === 7 ? oddSize(word) : { address: word & ADDRESS, sizeBytes: 2 ** low };
      const offset = input & (BigInt(page.sizeBytes) - 1n);
      return { ...page, address: page.address | offset, read, write };
    }
    if (next >= level || skippedBits(input, level, next) !== 0n) return null;
    table = word & ADDRESS;
    level = next;
  }
  return null;
}

/** The 16 bytes of an event log entry: device, domain, code, address. @source AMD 48882 (event log) */
function eventRecord(request: TranslateRequest, event: EventName, domain: number): bigint[] {
  const flags = request.write ? 1n << 53n : 0n;
  const head = BigInt(request.requesterId) | (BigInt(domain) << 32n) | flags;
  return [head | (BigInt(EVENT_CODES[event]) << 60n), request.address];
}

const RULES = {
  ILLEGAL_DEV_TABLE_ENTRY: 'AMDVI-ILLEGAL-DTE',
  IO_PAGE_FAULT: 'AMDVI-PAGE-FAULT',
  INVALID_DEVICE_REQUEST: 'AMDVI-INVALID-REQUEST',
} as const satisfies Record<EventName, string>;

function logs(
  reader: Reader,
  request: TranslateRequest,
  event: EventName,
  domain: number,
): TranslateResult {
  const operands = [
    ...requestOperands(request),
    { name: 'event', value: event, decided: true },
    { name: 'domain', value: String(domain) },
  ];
  const record = eventRecord(request, event, domain);
  return refuses(reader, { rule: RULES[event], event, operands, record });
}

function translateWith(table: DeviceTable, request: TranslateRequest): TranslateResult {
  const reader: Reader = { memory: table.memory, steps: [] };
  const entry = readDevice(reader, table, request.requesterId);
  const operands = requestOperands(request);
  const pas = request.t === 1 ? 'REALM' : 'NS';
  const passed = { address: request.address, pas, operands } as const;
  if (request.t === 1 && !entry.isValid) {
    return logs(reader, request, 'ILLEGAL_DEV_TABLE_ENTRY', entry.domain);
  }
  if (!entry.isValid) return goesOn(reader, { rule: 'AMDVI-V0', ...passed });
  if (!entry.isTranslationValid) {
    return refuses(reader, { rule: 'AMDVI-TV0', event: null, operands });
  }
  if (request.at !== 'untranslated' && !entry.hasAts) {
    return logs(reader, request, 'INVALID_DEVICE_REQUEST', entry.domain);
  }
  if (request.at === 'translated') return goesOn(reader, { rule: 'AMDVI-TRANSLATED', ...passed });
  if (entry.mode === 7) return logs(reader, request, 'ILLEGAL_DEV_TABLE_ENTRY', entry.domain);
  const page =
    entry.mode === 0
      ? { ...entry, address: request.address, sizeBytes: undefined }
      : walk(reader, entry, request.address);
  const isAllowed = page !== null && (request.write ? page.write : page.read);
  if (page === null || !isAllowed) return logs(reader, request, 'IO_PAGE_FAULT', entry.domain);
  const rule = entry.mode === 0 ? 'AMDVI-MODE0' : 'AMDVI-PAGE';
  const size = page.sizeBytes === undefined ? {} : { pageBytes: page.sizeBytes };
  return goesOn(reader, { rule, address: page.address, pas, operands, ...size });
}

function answerWith(
  table: DeviceTable,
  request: TranslateRequest & { readonly noWrite: boolean },
): AtsAnswer {
  const reader: Reader = { memory: table.memory, steps: [] };
  const entry = readDevice(reader, table, request.requesterId);
  const told = { operands: requestOperands(request), walk: reader.steps, space: 'PA' } as const;
  const nothing = { read: false, write: false, address: null, sizeBytes: 0 } as const;
  if (!entry.isValid || !entry.isTranslationValid || !entry.hasAts) {
    const event = entry.isValid ? 'INVALID_DEVICE_REQUEST' : null;
    return { ...told, ...nothing, status: 'UR', event, rule: 'AMDVI-INVALID-REQUEST' };
  }
  const success = { ...told, status: 'Success', event: null, rule: 'AMDVI-ATS-ANSWER' } as const;
  const page =
    entry.mode === 0
      ? { ...entry, address: request.address, sizeBytes: 4096 }
      : walk(reader, entry, request.address);
  const write = page !== null && page.write && !request.noWrite;
  if (page === null || (!page.read && !write)) return { ...success, ...nothing };
  return {
    ...success,
    read: page.read,
    write,
    address: page.address,
    sizeBytes: page.sizeBytes,
  };
}

/** AMD-Vi: device table, then the host page table. T=1 looks into a device table of its own. */
export function amdviTranslator(
  machine: Machine,
  { index: hostBridge }: MachineHostBridge,
  iommu: Iommu,
): Translator {
  const untrusted = buildAmdvi(machine, iommu, { t: 0, hostBridge });
  const trusted = buildAmdvi(machine, iommu, { t: 1, hostBridge });
  return {
    translate: (request) => translateWith(request.t === 1 ? trusted : untrusted, request),
    answerTranslationRequest: (request) =>
      answerWith(request.t === 1 ? trusted : untrusted, request),
  };
}
