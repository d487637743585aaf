import type { Machine, MachineHostBridge } from '../../machine/types.ts';
import type { Iommu } from '../../scenario/schema.ts';
import { writeBits } from '../fields.ts';
import { resolveMappings } from '../mappings.ts';
import type { Mapping } from '../mappings.ts';
import { writeGranuleTable } from '../granule-table.ts';
import { SimMemory } from '../memory.ts';
import { physicalMemory } from '../physical.ts';
import { allocatorFrom, writeTable } from '../radix-table.ts';
import type { Allocator } from '../radix-table.ts';
import { streamsOf } from '../streams.ts';
import type { BoundStream } from '../streams.ts';
import { stage2StartLevel } from './geometry.ts';
import type { GranuleBits } from './geometry.ts';
import { CD, CONFIG, STE, encodeCd, encodeSte } from './layout.ts';
import { LINUX_MAIR, bestStage2Start, stage1Format, vmsaFormat } from './table-format.ts';
import type { SmmuFeatures, SmmuRegisters, SmmuView } from './types.ts';

/*
 * Turns the document's description of an SMMU into what a driver would leave behind: stream tables,
 * context descriptors and translation tables as bytes in memory, and the registers that find them.
 */

type Stream = Iommu['streams'][number];

/** Where tables are put. The guest's own (nested) tables lie where stage 2 maps them one to one. */
const HOST_TABLES = 0x4400_0000n;
const GUEST_TABLES = 0x4800_0000n;
const GUEST_TABLE_BYTES = 0x100_0000n;

const LOG2SIZE = 16;
const GRANULES: Readonly<Record<'4K' | '16K' | '64K', GranuleBits>> = {
  '4K': 12,
  '16K': 14,
  '64K': 16,
};
const TG: Readonly<Record<GranuleBits, number>> = { 12: 0, 16: 1, 14: 2 };

/** Everything that one programming interface is built from. */
interface Building {
  readonly machine: Machine;
  readonly iommu: Iommu;
  readonly security: 'NS' | 'REALM';
  readonly memory: SimMemory;
  readonly host: Allocator;
  readonly guest: Allocator;
  readonly granule: GranuleBits;
  /** Top tables by document id, so that streams that name one table share it. */
  readonly tables: Map<string, bigint>;
}

function mappingsOf({ machine, iommu }: Building, id: string | undefined): readonly Mapping[] {
  const table = iommu.tables.find((candidate) => candidate.id === id);
  return table === undefined ? [] : resolveMappings(machine, table.mappings);
}

/** Stage 2 of a nested stream also maps the guest's own tables, one to one. */
const GUEST_MAPPING: Mapping = {
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

function once(building: Building, key: string, write: () => bigint): bigint {
  const existing = building.tables.get(key);
  if (existing !== undefined) return existing;
  const address = write();
  building.tables.set(key, address);
  return address;
}

function stage2Table(building: Building, id: string | undefined): bigint {
  const { iommu, memory, host, granule, security } = building;
  const start = bestStage2Start(granule, iommu.ipaBits);
  if (id === undefined || start === null) return 0n;
  const isNested = iommu.streams.some(({ config, t, table }) => {
    return config === 'nested' && (t === 1) === (security === 'REALM') && table === id;
  });
  return once(building, `stage2 ${id}`, () => {
    const mappings = mappingsOf(building, id);
    const all = isNested ? [GUEST_MAPPING, ...mappings] : mappings;
    return writeTable(memory, host, vmsaFormat(2, granule, iommu.ipaBits, start), all);
  });
}

function iovaBitsOf(iommu: Iommu): number {
  return Math.min(Math.max(iommu.iovaBits ?? 48, 25), 48);
}

function contextDescriptor(
  building: Building,
  stream: Stream,
  table: string | undefined,
  asid: number,
): bigint[] {
  const { iommu, memory, granule } = building;
  if (table === undefined) return encodeCd({});
  const allocator = stream.config === 'nested' ? building.guest : building.host;
  const bits = iovaBitsOf(iommu);
  const base = once(building, `stage1 ${stream.config} ${table}`, () =>
    writeTable(memory, allocator, stage1Format(granule, bits), mappingsOf(building, table)),
  );
  const words = encodeCd({
    V: 1,
    T0SZ: 64 - bits,
    TG0: TG[granule],
    IR0: 1,
    OR0: 1,
    SH0: 3,
    EPD1: 1,
    IPS: 5,
    AA64: 1,
    R: 1,
    A: 1,
    ASET: 1,
    ASID: asid,
    TTB0: base,
    MAIR: LINUX_MAIR,
  });
  override(words, CD, stream.cd);
  return words;
}

/** Writes the fields that the document gives by name over those that the builder chose. */
function override(
  words: bigint[],
  layout: typeof STE | typeof CD,
  values: Readonly<Record<string, number | string>> | undefined,
): void {
  for (const [name, field] of Object.entries(layout)) {
    const value = values?.[name];
    if (value !== undefined) writeBits(words, field, BigInt(value));
  }
}

/** SubstreamIDs of more bits than this need a two-level table. */
const LINEAR_CD_BITS = 10;

/** Writes the context descriptors of a stream; returns the STE fields that lead to them. */
function stage1Fields(building: Building, stream: Stream): Record<string, bigint | number> {
  const { iommu, memory } = building;
  const allocator = stream.config === 'nested' ? building.guest : building.host;
  const substreams = stream.substreams ?? [];
  const asidOf = (id: string | undefined): number =>
    1 + iommu.tables.findIndex((table) => table.id === id);
  const highest = Math.max(0, ...substreams.map(({ ssid }) => ssid));
  const max = substreams.length === 0 ? 0 : Math.max(1, Math.ceil(Math.log2(highest + 1)));
  const isLinear = max <= LINEAR_CD_BITS;
  const top = allocator.allocate(isLinear ? 64 * 2 ** max : 8 * 2 ** (max - LINEAR_CD_BITS));
  const leaves = new Map<number, bigint>();
  const write = (ssid: number, table: string | undefined): void => {
    let leaf = top;
    if (!isLinear) {
      const number = ssid >> LINEAR_CD_BITS;
      leaf = leaves.get(number) ?? allocator.allocate(64 * 2 ** LINEAR_CD_BITS);
      leaves.set(number, leaf);
      memory.write64(top + BigInt(8 * number), leaf | 1n);
    }
    const at = leaf + BigInt(64 * (isLinear ? ssid : ssid % 2 ** LINEAR_CD_BITS));
    memory.writeWords(at, contextDescriptor(building, stream, table, asidOf(table)));
  };
  if (stream.stage1 !== undefined || max === 0) write(0, stream.stage1);
  for (const { ssid, table } of substreams) write(ssid, table);
  // S1DSS=2: requests without a PASID use descriptor 0, where there is one.
  const S1DSS = max > 0 && stream.stage1 !== undefined ? 2 : 0;
  return { S1ContextPtr: top, S1CDMax: max, S1Fmt: isLinear ? 0 : 2, S1DSS, S1CIR: 1, S1COR: 1 };
}

function stage2Fields(building: Building, stream: Stream): Record<string, bigint | number> {
  const { iommu, granule } = building;
  const start = bestStage2Start(granule, iommu.ipaBits);
  const codes = [0, 1, 2].filter((sl0) => stage2StartLevel(granule, sl0) === start);
  return {
    S2VMID: 1 + iommu.tables.findIndex(({ id }) => id === stream.table),
    S2T0SZ: 64 - iommu.ipaBits,
    S2SL0: codes[0] ?? 0,
    S2IR0: 1,
    S2OR0: 1,
    S2SH0: 3,
    S2TG: TG[granule],
    S2PS: 5,
    S2AA64: 1,
    S2PTW: 1,
    S2R: 1,
    S2TTB: stage2Table(building, stream.table),
  };
}

const EATS = { none: 0, full: 1, split: 2 } as const;
const CONFIG_OF = {
  abort: CONFIG.abort,
  bypass: CONFIG.bypass,
  stage1: CONFIG.s1,
  stage2: CONFIG.s2,
  nested: CONFIG.nested,
} as const;

/** A Realm's entry is valid only once the Realm has enabled DMA of the device. */
function isValid({ machine }: Building, stream: Stream): boolean {
  const index = machine.functionById.get(stream.requester);
  const tdisp = index === undefined ? null : (machine.functions[index]?.tdisp ?? null);
  return stream.t === 0 || tdisp === null || tdisp.dmaEnabled;
}

function streamTableEntry(building: Building, stream: Stream): bigint[] {
  const config = CONFIG_OF[stream.config];
  const hasFirst = (config & 5) === 5;
  const hasSecond = (config & 6) === 6;
  const words = encodeSte({
    V: isValid(building, stream) ? 1 : 0,
    Config: config,
    S1STALLD: hasFirst ? 1 : 0,
    EATS: EATS[stream.ats ?? 'none'],
    SHCFG: 1,
    ...(hasFirst ? stage1Fields(building, stream) : {}),
    ...(hasSecond ? stage2Fields(building, stream) : {}),
  });
  override(words, STE, stream.ste);
  return words;
}

/** Writes the stream table; returns where it stands. */
function writeStreamTable(
  building: Building,
  streams: readonly BoundStream[],
): SmmuRegisters['streamTable'] {
  const { iommu, memory, host } = building;
  const format = iommu.streamTable?.format ?? '2lvl';
  const split = iommu.streamTable?.split ?? 8;
  const isLinear = format === 'linear';
  const base = host.allocate(isLinear ? 64 * 2 ** LOG2SIZE : 8 * 2 ** (LOG2SIZE - split));
  for (const { stream, requesterId: sid } of streams) {
    let at = base + BigInt(64 * sid);
    if (!isLinear) {
      const first = base + BigInt(8 * (sid >> split));
      if (memory.read64(first) === 0n) {
        memory.write64(first, host.allocate(64 * 2 ** split) | BigInt(split + 1));
      }
      const table = memory.read64(first) & ~0x3fn;
      at = table + BigInt(64 * (sid % 2 ** split));
    }
    memory.writeWords(at, streamTableEntry(building, stream));
  }
  return { format, base, log2size: LOG2SIZE, split };
}

/** The two programming interfaces of one SMMU, and the memory that both read. */
export interface BuiltSmmu {
  readonly views: Readonly<Record<'NS' | 'REALM', SmmuView>>;
  readonly memories: Readonly<Record<'NS' | 'REALM' | 'ROOT', SimMemory>>;
}

function buildInterface(
  building: Building,
  hostBridge: number,
): { registers: SmmuRegisters; isUsed: boolean } {
  const { machine, iommu, security } = building;
  const t = security === 'REALM' ? 1 : 0;
  const streamTable = writeStreamTable(building, streamsOf(machine, iommu, { t, hostBridge }));
  const given = iommu.registers;
  const registers: SmmuRegisters = {
    smmuEnabled: given?.enabled ?? true,
    gbpaAbort: given?.gbpaAbort ?? false,
    atsCheck: given?.atsCheck ?? false,
    recordInvalidSid: given?.recordInvalidSid ?? true,
    recordAtsConfiguration: given?.recordAtsConfiguration ?? false,
    streamTable,
  };
  return { registers, isUsed: iommu.streams.some((stream) => stream.t === t) };
}

/** The device permission table: Realm granules by address and, where the entry names one, by VMID. */
function devicePermissions({ devicePermissions: entries }: Iommu): SmmuView['dpt'] {
  if (entries === undefined) return null;
  return (address, vmid) => {
    const isGranted = entries.some(
      (entry) =>
        address >= BigInt(entry.base) &&
        address <= BigInt(entry.limit) &&
        (entry.vmid === undefined || entry.vmid === vmid),
    );
    return isGranted ? { pas: 'REALM' } : null;
  };
}

/** Writes the document's granules into Root memory; null: the document has none, and nothing is checked. */
function granuleTable(
  { granules }: Iommu,
  root: SimMemory,
  bits: number,
): { readonly root: SimMemory; readonly bits: number } | null {
  if (granules === undefined) return null;
  writeGranuleTable(
    root,
    bits,
    granules.map(({ base, limit, gpi }) => ({
      start: BigInt(base),
      end: BigInt(limit) + 1n,
      gpi,
    })),
  );
  return { root, bits };
}

/** What an SMMU of the document can do. */
export function featuresOf({ registers }: Iommu): SmmuFeatures {
  return { oas: registers?.oas ?? 48, ssidSize: 20, attributeOverride: true };
}

/**
 * Writes everything that an SMMU of the document reads into simulated memory. Realm structures are Realm
 * memory. The Realm interface is enabled only where the document has streams with T=1; otherwise it aborts.
 */
export function buildSmmu(machine: Machine, bridge: MachineHostBridge, iommu: Iommu): BuiltSmmu {
  const spaces = { NS: new SimMemory(), REALM: new SimMemory(), ROOT: new SimMemory() };
  const features = featuresOf(iommu);
  const memories = { ...spaces, SECURE: new SimMemory() };
  const granules = granuleTable(iommu, spaces.ROOT, features.oas);
  const memory = physicalMemory({ memories, granules });
  const view = (security: 'NS' | 'REALM'): SmmuView => {
    const { registers, isUsed } = buildInterface(
      {
        machine,
        iommu,
        security,
        memory: spaces[security],
        host: allocatorFrom(HOST_TABLES),
        guest: allocatorFrom(GUEST_TABLES),
        granule: GRANULES[iommu.granule ?? '4K'],
        tables: new Map(),
      },
      bridge.index,
    );
    const isOff = security === 'REALM' && !isUsed;
    const off = { smmuEnabled: false, gbpaAbort: true };
    return {
      security,
      registers: { ...registers, ...(isOff ? off : {}) },
      features,
      memory,
      dpt: devicePermissions(iommu),
    };
  };
  const views = { NS: view('NS'), REALM: view('REALM') };
  for (const { space, address, value } of iommu.patches ?? []) {
    spaces[space].write64(BigInt(address), BigInt(value));
  }
  return { views, memories: spaces };
}
