import { hexGrouped } from '../../base/address.ts';
import type { Machine, MachineHostBridge } from '../../machine/types.ts';
import type { Operand, TranslateRequest, TranslateResult, Translator } from '../../pcie/types.ts';
import type { RuleId } from '../../rules/catalogue.ts';
import type { Iommu } from '../../scenario/schema.ts';
import { maskOf } from '../fields.ts';
import { resolveMappings } from '../mappings.ts';
import { SimMemory } from '../memory.ts';
import { allocatorFrom, writeTable } from '../radix-table.ts';
import type { Allocator, TableFormat } from '../radix-table.ts';
import { goesOn, readStructure, refuses, requestOperands, walkRadix } from '../reader.ts';
import type { Entry, RadixTable, Reader } from '../reader.ts';
import { streamsOf } from '../streams.ts';

/*
 * POWER PHB: requester ID to partitionable endpoint (PE), PE and address bit 59 to a translation
 * validation entry (TVE), and through its TCE table. Any error freezes the whole PE (EEH).
 */

const ADDRESS = maskOf(51, 12);
/** Requester ID to PE, 2 bytes in hardware; here one word a requester: valid bit 63, PE number. */
const RTT_BASE = 0x4400_0000n;
/** TVEs, one word each, index 2 x PE + address bit 59. */
const TVT_BASE = 0x4410_0000n;
const TABLES_AT = 0x4420_0000n;
const VALID = 1n << 63n;
const BYPASS_BIT = 1n << 59n;

/** TVE as this model packs it: table address [51:12], levels [2:0], log2 of the window's bytes [11:3]. */
const LEVELS = 7n;

const PAGE_SHIFT = 12;

function tceFormat(levels: number): TableFormat {
  return {
    shifts: Array.from({ length: levels }, (_, i) => PAGE_SHIFT + 9 * (levels - 1 - i)),
    topBits: 9,
    isLeafLevel: (shift) => shift === PAGE_SHIFT,
    leaf: (address, _shift, { read, write }) => address | (read ? 1n : 0n) | (write ? 2n : 0n),
    table: (address) => address | 3n,
    child: (entry) => (entry === 0n ? null : entry & ADDRESS),
    split: (entry) => entry,
  };
}

/** A TCE: read 1, write 2, real page number from bit 12; tables above it look the same. */
function decodeTce(word: bigint, shift: number): Entry {
  const [read, write] = [(word & 1n) !== 0n, (word & 2n) !== 0n];
  if (!read && !write) return { kind: 'absent' };
  return { kind: shift === PAGE_SHIFT ? 'leaf' : 'table', address: word & ADDRESS, read, write };
}

interface Phb {
  readonly memory: SimMemory;
  /** Size of the bypass window: the end of memory, rounded up to a power of two. */
  readonly bypassBytes: bigint;
}

function bypassBytes(machine: Machine, hostBridge: number): bigint {
  const ends = machine.memories
    .filter((memory) => memory.hostBridge === hostBridge)
    .map(({ window }) => BigInt(window.limit) + 1n);
  let size = 4096n;
  for (const end of ends) while (size < end) size *= 2n;
  return ends.length === 0 ? 0n : size;
}

function levelsFor(bits: number): number {
  return Math.min(Math.max(Math.ceil((bits - PAGE_SHIFT) / 9), 1), 5);
}

function build(machine: Machine, hostBridge: number, iommu: Iommu): Phb {
  const memory = new SimMemory();
  const allocator: Allocator = allocatorFrom(TABLES_AT);
  const windowBits = Math.min(iommu.ipaBits, 57);
  const levels = levelsFor(windowBits);
  const tables = new Map<string, bigint>();
  for (const { stream, requesterId } of streamsOf(machine, iommu, { t: 0, hostBridge })) {
    memory.write64(RTT_BASE + BigInt(8 * requesterId), VALID | BigInt(requesterId));
    const tve = TVT_BASE + BigInt(16 * requesterId);
    if (stream.config === 'abort' || stream.config === 'nested') continue;
    memory.write64(tve + 8n, VALID);
    const id = stream.config === 'stage1' ? stream.stage1 : stream.table;
    const document = iommu.tables.find((table) => table.id === id);
    if (stream.config === 'bypass' || document === undefined) continue;
    const table =
      tables.get(document.id) ??
      writeTable(memory, allocator, tceFormat(levels), resolveMappings(machine, document.mappings));
    tables.set(document.id, table);
    memory.write64(tve, table | BigInt(levels) | (BigInt(windowBits) << 3n) | VALID);
  }
  for (const { space, address, value } of iommu.patches ?? []) {
    if (space === 'NS') memory.write64(BigInt(address), BigInt(value));
  }
  return { memory, bypassBytes: bypassBytes(machine, hostBridge) };
}

/** Any error freezes the PE: reads of its MMIO return all ones and its DMA is dropped until recovery. */
function freezes(
  reader: Reader,
  request: TranslateRequest,
  rule: RuleId,
  why: readonly Operand[],
): TranslateResult {
  const operands = [
    ...requestOperands(request),
    ...why,
    { name: 'PE', value: 'frozen until recovery' },
  ];
  return refuses(reader, { rule, event: 'EEH', operands });
}

function throughBypass(phb: Phb, reader: Reader, request: TranslateRequest): TranslateResult {
  const address = request.address & ~BYPASS_BIT;
  const size = { name: 'bypass window', value: hexGrouped(phb.bypassBytes), decided: true };
  if (address >= phb.bypassBytes) return freezes(reader, request, 'TCE-OUTSIDE', [size]);
  const operands = [...requestOperands(request), size];
  return goesOn(reader, { rule: 'TCE-BYPASS', address, pas: 'NS', operands });
}

function throughTable(reader: Reader, request: TranslateRequest, tve: bigint): TranslateResult {
  const windowBits = Number((tve >> 3n) & 0xffn);
  const size = { name: 'window', value: hexGrouped(1n << BigInt(windowBits)), decided: true };
  if (tve === 0n || request.address >> BigInt(windowBits) !== 0n) {
    return freezes(reader, request, 'TCE-OUTSIDE', [size]);
  }
  const levels = Number(tve & LEVELS);
  const table: RadixTable = {
    root: tve & ADDRESS,
    shifts: tceFormat(levels).shifts,
    topBits: 9,
    decode: decodeTce,
    nameOf: (level) => `TCE L${levels - level}`,
    stage: 2,
  };
  const found = walkRadix(reader, table, request.address);
  const isAllowed = found.kind === 'leaf' && (request.write ? found.write : found.read);
  if (found.kind !== 'leaf' || !isAllowed) {
    const access =
      found.kind === 'leaf' ? `${found.read ? 'R' : ''}${found.write ? 'W' : ''}` : 'none';
    return freezes(reader, request, 'TCE-EEH', [{ name: 'TCE', value: access, decided: true }]);
  }
  const operands = requestOperands(request);
  const { address, sizeBytes: pageBytes } = found;
  return goesOn(reader, { rule: 'TCE-TABLE', address, pas: 'NS', operands, pageBytes });
}

function translateWith(phb: Phb, request: TranslateRequest): TranslateResult {
  const reader: Reader = { memory: phb.memory, steps: [] };
  const input = BigInt(request.requesterId);
  const rtt = { table: 'RTT', address: RTT_BASE + 8n * input, count: 1 };
  const [pe = 0n] = readStructure(
    reader,
    { ...rtt, input, indexHigh: 15, indexLow: 0 },
    ([word = 0n]) => ((word & VALID) === 0n ? 'no PE' : `PE ${word & 0xffffn}`),
  );
  const isForeign = request.t === 1 || request.at !== 'untranslated';
  if ((pe & VALID) === 0n || isForeign) {
    const why = { name: 'request', value: isForeign ? 'T=1 or AT other than 0' : 'no PE' };
    return freezes(reader, request, 'TCE-NO-PE', [why]);
  }
  const isBypass = (request.address & BYPASS_BIT) !== 0n;
  const number = 2n * (pe & 0xffffn) + (isBypass ? 1n : 0n);
  const tvt = { table: 'TVE', address: TVT_BASE + 8n * number, count: 1 };
  const indexed = { input: request.address, indexHigh: 59, indexLow: 59 };
  const [tve = 0n] = readStructure(reader, { ...tvt, ...indexed }, ([word = 0n]) => {
    if ((word & VALID) === 0n) return 'not valid: no window';
    return isBypass
      ? 'bypass window'
      : `table ${hexGrouped(word & ADDRESS)}, ${word & LEVELS} levels`;
  });
  if ((tve & VALID) === 0n) return throughTable(reader, request, 0n);
  return isBypass
    ? throughBypass(phb, reader, request)
    : throughTable(reader, request, tve & ~VALID);
}

/** POWER PHB with TCE tables. Knows neither ATS nor T=1. */
export function tceTranslator(
  machine: Machine,
  { index: hostBridge }: MachineHostBridge,
  iommu: Iommu,
): Translator {
  const phb = build(machine, hostBridge, iommu);
  return { translate: (request) => translateWith(phb, request) };
}
