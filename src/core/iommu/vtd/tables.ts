import type { Machine } from '../../machine/types.ts';
import type { Iommu } from '../../scenario/schema.ts';
import { extract, maskOf } from '../fields.ts';
import { resolveMappings } from '../mappings.ts';
import type { Mapping } from '../mappings.ts';
import { SimMemory } from '../memory.ts';
import { allocatorFrom, writeTable } from '../radix-table.ts';
import type { Allocator, TableFormat } from '../radix-table.ts';
import type { Entry } from '../reader.ts';
import { streamsOf } from '../streams.ts';

/*
 * VT-d structures as bytes: root, context and PASID tables, first-level and second-level page tables.
 */

const ADDRESS = maskOf(51, 12);
const TABLES_AT = 0x4400_0000n;

/** Levels of a table by its address width code AW. @source VT-d §9.3 (1: 39 bits, 2: 48, 3: 57) */
export const LEVELS_BY_AW: Readonly<Record<number, number>> = { 1: 3, 2: 4, 3: 5 };

/** The smallest AW that covers so many bits. */
export function awOf(bits: number): 1 | 2 | 3 {
  if (bits <= 39) return 1;
  return bits <= 48 ? 2 : 3;
}

/** Index shifts of a table of so many levels, top first. */
export function shiftsOf(levels: number): number[] {
  return Array.from({ length: levels }, (_, i) => 12 + 9 * (levels - 1 - i));
}

const isLarge = (shift: number): boolean => shift === 21 || shift === 30;

/** Second-level entry: R0 W1 PS7, address 51:12. @source VT-d §9.8 */
export function decodeSecondLevel(word: bigint, shift: number): Entry {
  const read = (word & 1n) !== 0n;
  const write = (word & 2n) !== 0n;
  if (!read && !write) return { kind: 'absent' };
  const isLeaf = shift === 12 || (isLarge(shift) && extract(word, 7, 7) === 1);
  return { kind: isLeaf ? 'leaf' : 'table', address: word & ADDRESS, read, write };
}

/** First-level entry: P0 RW1 US2 PS7, address 51:12; without U/S no request may use it. @source VT-d §9.7 */
export function decodeFirstLevel(word: bigint, shift: number): Entry {
  if ((word & 1n) === 0n) return { kind: 'absent' };
  const isUser = (word & 4n) !== 0n;
  const isLeaf = shift === 12 || (isLarge(shift) && extract(word, 7, 7) === 1);
  const write = isUser && (word & 2n) !== 0n;
  return { kind: isLeaf ? 'leaf' : 'table', address: word & ADDRESS, read: isUser, write };
}

function formatOf(stage: 1 | 2, levels: number): TableFormat {
  const decode = stage === 1 ? decodeFirstLevel : decodeSecondLevel;
  const large = (shift: number): bigint => (shift === 12 ? 0n : 1n << 7n);
  const flags = ({ read, write, isPrivileged }: Mapping): bigint =>
    stage === 1
      ? 1n | (write ? 2n : 0n) | (isPrivileged ? 0n : 4n)
      : (read ? 1n : 0n) | (write ? 2n : 0n);
  return {
    shifts: shiftsOf(levels),
    topBits: 9,
    isLeafLevel: (shift) => shift === 12 || isLarge(shift),
    leaf: (address, shift, mapping) => address | flags(mapping) | large(shift),
    table: (address) => address | (stage === 1 ? 7n : 3n),
    child: (entry, shift) => {
      const decoded = decode(entry, shift);
      return decoded.kind === 'table' ? decoded.address : null;
    },
    split: (entry, shift, offset) => {
      const isPage = shift === 21;
      return (isPage ? entry & ~(1n << 7n) : entry) | offset;
    },
  };
}

/** The root table of one security state, and the memory that it stands in. */
export interface VtdTables {
  readonly memory: SimMemory;
  readonly root: bigint;
  readonly isScalable: boolean;
  /** There is an entry for somebody. */
  readonly isUsed: boolean;
}

interface Building {
  readonly machine: Machine;
  readonly iommu: Iommu;
  readonly memory: SimMemory;
  readonly allocator: Allocator;
  readonly tables: Map<string, bigint>;
}

type Stream = Iommu['streams'][number];

/** Nested tables of a guest lie where the second level maps them one to one. */
const GUEST_TABLES = 0x4800_0000n;
const GUEST_TABLE_BYTES = 0x100_0000n;

function pageTable(
  building: Building,
  stage: 1 | 2,
  id: string | undefined,
  levels: number,
): bigint {
  const { machine, iommu, memory, allocator, tables } = building;
  const key = `${stage} ${id ?? ''}`;
  const known = tables.get(key);
  if (known !== undefined) return known;
  const document = iommu.tables.find((table) => table.id === id);
  const mappings = document === undefined ? [] : resolveMappings(machine, document.mappings);
  const isNested = iommu.streams.some(({ config, table }) => config === 'nested' && table === id);
  const guest: Mapping = {
    from: GUEST_TABLES,
    to: GUEST_TABLES,
    sizeBytes: GUEST_TABLE_BYTES,
    read: true,
    write: true,
    attribute: 'cache',
    isNonSecure: false,
    accessFlag: true,
    isPrivileged: false,
  };
  const all = stage === 2 && isNested ? [guest, ...mappings] : mappings;
  const isGuest =
    stage === 1 && iommu.streams.some((s) => s.config === 'nested' && s.stage1 === id);
  const where = isGuest
    ? allocatorFrom(GUEST_TABLES + BigInt(tables.size) * 0x10_0000n)
    : allocator;
  const top = writeTable(memory, where, formatOf(stage, levels), all);
  tables.set(key, top);
  return top;
}

const TT = { none: 0n, full: 1n, split: 1n } as const;

/** Context entry of legacy mode, 16 bytes; null: not present. @source VT-d §9.3 */
function legacyContext(building: Building, stream: Stream): bigint[] | null {
  const { iommu } = building;
  const aw = awOf(iommu.ipaBits);
  if (stream.config === 'bypass') return [1n | (2n << 2n), BigInt(aw)];
  const table = stream.config === 'stage2' ? stream.table : stream.stage1;
  if (stream.config === 'abort' || stream.config === 'nested') return null;
  const pointer = pageTable(building, 2, table, LEVELS_BY_AW[aw] ?? 4);
  const did = BigInt(1 + iommu.tables.findIndex(({ id }) => id === table));
  return [1n | (TT[stream.ats ?? 'none'] << 2n) | pointer, BigInt(aw) | (did << 8n)];
}

/** PASID entry, 64 bytes; PGTT 1 first-level, 2 second-level, 3 nested, 4 pass-through. @source VT-d §9.6 */
function pasidEntry(building: Building, stream: Stream, first: string | undefined): bigint[] {
  const { iommu } = building;
  const aw = awOf(iommu.ipaBits);
  const did = BigInt(1 + iommu.tables.findIndex(({ id }) => id === stream.table));
  const [present, width] = [1n, BigInt(aw) << 2n];
  const pgtt = { bypass: 4n, stage1: 1n, stage2: 2n, nested: 3n, abort: 0n }[stream.config] << 6n;
  const hasSecond = stream.config === 'stage2' || stream.config === 'nested';
  const hasFirst = stream.config === 'stage1' || stream.config === 'nested';
  const second = hasSecond ? pageTable(building, 2, stream.table, LEVELS_BY_AW[aw] ?? 4) : 0n;
  const firstTable = hasFirst ? pageTable(building, 1, first, 4) : 0n;
  return [present | width | pgtt | second, did, firstTable, 0n, 0n, 0n, 0n, 0n];
}

const PASIDS_PER_TABLE = 64;

/** Context entry of scalable mode, 32 bytes, with its PASID directory; null: not present. @source VT-d §9.4 */
function scalableContext(building: Building, stream: Stream): bigint[] | null {
  if (stream.config === 'abort') return null;
  const { memory, allocator } = building;
  const directory = allocator.allocate(8 * 2 ** 14);
  const write = (pasid: number, first: string | undefined): void => {
    const at = directory + BigInt(8 * Math.floor(pasid / PASIDS_PER_TABLE));
    if (memory.read64(at) === 0n) {
      memory.write64(at, allocator.allocate(64 * PASIDS_PER_TABLE) | 1n);
    }
    const leaf = memory.read64(at) & ADDRESS;
    const entry = leaf + BigInt(64 * (pasid % PASIDS_PER_TABLE));
    memory.writeWords(entry, pasidEntry(building, stream, first));
  };
  // RID_PASID = 0: requests without a PASID use entry 0.
  write(0, stream.stage1);
  for (const { ssid, table } of stream.substreams ?? []) write(ssid, table);
  const dte = (stream.ats ?? 'none') === 'none' ? 0n : 4n;
  const paside = stream.substreams === undefined ? 0n : 8n;
  // PDTS = 7: a directory of 2^14 entries.
  return [1n | dte | paside | (7n << 9n) | directory, 0n, 0n, 0n];
}

/** Writes the tables of one security state. */
export function buildVtd(
  machine: Machine,
  iommu: Iommu,
  at: { readonly t: 0 | 1; readonly hostBridge: number },
): VtdTables {
  const memory = new SimMemory();
  const allocator = allocatorFrom(TABLES_AT);
  const building: Building = { machine, iommu, memory, allocator, tables: new Map() };
  const isScalable = iommu.model === 'vtd-scalable';
  const root = allocator.allocate(16 * 256);
  const streams = streamsOf(machine, iommu, at);
  for (const { stream, requesterId } of streams) {
    const entry = isScalable ? scalableContext(building, stream) : legacyContext(building, stream);
    const devfn = requesterId & 0xff;
    // Scalable mode: one context table for devfn below 128, one for the rest.
    const half = isScalable && devfn >= 128 ? 8n : 0n;
    const rootEntry = root + BigInt(16 * (requesterId >> 8)) + half;
    if (memory.read64(rootEntry) === 0n) memory.write64(rootEntry, allocator.allocate(4096) | 1n);
    const context = memory.read64(rootEntry) & ADDRESS;
    const index = isScalable ? devfn % 128 : devfn;
    if (entry !== null) memory.writeWords(context + BigInt((isScalable ? 32 : 16) * index), entry);
  }
  for (const { space, address, value } of iommu.patches ?? []) {
    if (space === (at.t === 1 ? 'REALM' : 'NS')) memory.write64(BigInt(address), BigInt(value));
  }
  return { memory, root, isScalable, isUsed: streams.length > 0 };
}
