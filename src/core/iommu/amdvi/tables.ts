import type { Machine } from '../../machine/types.ts';
import type { Iommu } from '../../scenario/schema.ts';
import { extract, maskOf } from '../fields.ts';
import { resolveMappings } from '../mappings.ts';
import type { Mapping } from '../mappings.ts';
import { SimMemory } from '../memory.ts';
import { allocatorFrom, writeTable } from '../radix-table.ts';
import type { TableFormat } from '../radix-table.ts';
import { streamsOf } from '../streams.ts';

/*
 * AMD-Vi structures as bytes: the device table, 32 bytes a requester, and host page tables.
 */

const ADDRESS = maskOf(51, 12);
const TABLES_AT = 0x4400_0000n;
const IR = 1n << 61n;
const IW = 1n << 62n;

/** The device table of one security state. */
export interface DeviceTable {
  readonly memory: SimMemory;
  readonly base: bigint;
}

/** Levels that so many input bits need: DTE.Mode, 1 to 6. */
function levelsFor(bits: number): number {
  return Math.min(Math.max(Math.ceil((bits - 12) / 9), 1), 6);
}

/** PTE: PR0, next level[11:9] (0 a page of this level), FC60, IR61, IW62. */
function pageFormat(levels: number): TableFormat {
  const levelOf = (shift: number): number => (shift - 3) / 9;
  const flags = ({ read, write }: Mapping): bigint => (read ? IR : 0n) | (write ? IW : 0n);
  return {
    shifts: Array.from({ length: levels }, (_, i) => 12 + 9 * (levels - 1 - i)),
    topBits: 9,
    isLeafLevel: (shift) => shift <= 30,
    leaf: (address, _shift, mapping) => 1n | address | flags(mapping),
    table: (address, shift) => 1n | (BigInt(levelOf(shift) - 1) << 9n) | address | IR | IW,
    child: (entry) => {
      const isTable = (entry & 1n) !== 0n && extract(entry, 11, 9) !== 0;
      return isTable ? entry & ADDRESS : null;
    },
    split: (entry, _shift, offset) => entry | offset,
  };
}

type Stream = Iommu['streams'][number];

/** DTE fields by the stream's configuration; bypass is Mode=0 with full permission. */
function modeOf(stream: Stream, levels: number): number {
  return stream.config === 'bypass' ? 0 : levels;
}

/** Writes the device table of one security state. */
export function buildAmdvi(
  machine: Machine,
  iommu: Iommu,
  at: { readonly t: 0 | 1; readonly hostBridge: number },
): DeviceTable {
  const memory = new SimMemory();
  const allocator = allocatorFrom(TABLES_AT);
  const base = allocator.allocate(32 * 2 ** 16);
  const levels = levelsFor(iommu.ipaBits);
  const roots = new Map<string, bigint>();
  const rootOf = (id: string): bigint => {
    const known = roots.get(id);
    if (known !== undefined) return known;
    const document = iommu.tables.find((table) => table.id === id);
    const mappings = document === undefined ? [] : resolveMappings(machine, document.mappings);
    const root = writeTable(memory, allocator, pageFormat(levels), mappings);
    roots.set(id, root);
    return root;
  };
  for (const { stream, requesterId } of streamsOf(machine, iommu, at)) {
    const id = stream.config === 'stage1' ? stream.stage1 : stream.table;
    // One stage only: a nested stream, like one set to abort, has no translation (TV=0).
    const isOff = stream.config === 'abort' || stream.config === 'nested';
    const domain = BigInt(1 + iommu.tables.findIndex((table) => table.id === id));
    const root = isOff || stream.config === 'bypass' || id === undefined ? 0n : rootOf(id);
    const mode = BigInt(modeOf(stream, levels)) << 9n;
    const ats = (stream.ats ?? 'none') === 'none' ? 0n : 1n << 32n;
    const low = isOff ? 1n : 3n | mode | root | IR | IW;
    memory.writeWords(base + BigInt(32 * requesterId), [low, domain | ats, 0n, 0n]);
  }
  for (const { space, address, value } of iommu.patches ?? []) {
    if (space === (at.t === 1 ? 'REALM' : 'NS')) memory.write64(BigInt(address), BigInt(value));
  }
  return { memory, base };
}
