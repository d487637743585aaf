import { defined } from '../base/assert.ts';
import type { Mapping } from './mappings.ts';
import type { SimMemory } from './memory.ts';

/*
 * Writes radix translation tables of any format into simulated memory, as a driver would.
 */

/** How one kind of table looks; `shift` names a level by the lowest address bit that it indexes. */
export interface TableFormat {
  /** Levels from the top down. */
  readonly shifts: readonly number[];
  /** Index bits of the top level. */
  readonly topBits: number;
  /** Whether an entry of this level may be a leaf. */
  readonly isLeafLevel: (shift: number) => boolean;
  readonly leaf: (address: bigint, shift: number, mapping: Mapping) => bigint;
  readonly table: (address: bigint, shift: number) => bigint;
  /** The next table's address when the entry is a table, else null. */
  readonly child: (entry: bigint, shift: number) => bigint | null;
  /** The same leaf for a part of it at `offset`, one level further down; 0 for an empty entry. */
  readonly split: (entry: bigint, shift: number, offset: bigint) => bigint;
}

/** Hands out zeroed, naturally aligned memory for tables. */
export interface Allocator {
  readonly allocate: (sizeBytes: number) => bigint;
}

/** Pages and blocks that one document may map: what a table editor can hold, not a limit of hardware. */
const MOST_LEAVES = 1 << 18;

/** A bump allocator from `start` on; every piece is aligned to its size, a power of two of at least 4 KiB. */
export function allocatorFrom(start: bigint): Allocator {
  let next = start;
  return {
    allocate: (sizeBytes) => {
      let piece = 4096n;
      while (piece < BigInt(sizeBytes)) piece *= 2n;
      const at = ((next + piece - 1n) / piece) * piece;
      next = at + piece;
      return at;
    },
  };
}

interface Writing {
  readonly memory: SimMemory;
  readonly allocator: Allocator;
  readonly format: TableFormat;
  leaves: number;
}

/** Bytes of a table below the top level. */
function tableBytes(format: TableFormat, level: number): number {
  const above = format.shifts[level - 1];
  const own = defined(format.shifts[level], 'a level of the format');
  return 8 * 2 ** (above === undefined ? format.topBits : above - own);
}

/** The table below an entry: the one that is there, or a new one that holds what the entry mapped. */
function childTable(writing: Writing, at: bigint, level: number): bigint {
  const { memory, allocator, format } = writing;
  const shift = defined(format.shifts[level], 'a level of the format');
  const entry = memory.read64(at);
  const existing = format.child(entry, shift);
  if (existing !== null) return existing;
  const bytes = tableBytes(format, level + 1);
  const table = allocator.allocate(bytes);
  if (entry !== 0n) {
    const below = defined(format.shifts[level + 1], 'a level below a block');
    for (let i = 0; i < bytes / 8; i++) {
      const part = format.split(entry, shift, BigInt(i) << BigInt(below));
      memory.write64(table + BigInt(8 * i), part);
    }
  }
  memory.write64(at, format.table(table, shift));
  return table;
}

/** Maps [from, end) in the table of `level` that covers addresses from `origin` on. */
function fill(
  writing: Writing,
  mapping: Mapping,
  where: { table: bigint; level: number; origin: bigint; from: bigint; end: bigint },
): void {
  const { memory, format } = writing;
  const { table, level, origin } = where;
  const shift = defined(format.shifts[level], 'a level of the format');
  const size = 1n << BigInt(shift);
  const isLast = level === format.shifts.length - 1;
  const limit = origin + BigInt(tableBytes(format, level) / 8) * size;
  const end = where.end < limit ? where.end : limit;
  let start = where.from - ((where.from - origin) % size);
  for (; start < end && writing.leaves < MOST_LEAVES; start += size) {
    const at = table + ((start - origin) / size) * 8n;
    const output = mapping.to + (start - mapping.from);
    const isWhole = start >= where.from && start + size <= end;
    const isFitting = format.isLeafLevel(shift) && isWhole && output % size === 0n;
    if (isLast || isFitting) {
      writing.leaves++;
      memory.write64(at, format.leaf((output / size) * size, shift, mapping));
    } else {
      const child = childTable(writing, at, level);
      const from = start > where.from ? start : where.from;
      const part = start + size < end ? start + size : end;
      fill(writing, mapping, { table: child, level: level + 1, origin: start, from, end: part });
    }
  }
}

/**
 * Writes a translation table that maps these ranges, later ones over earlier ones, with the largest
 * leaves that fit. What lies above the table's input size, and leaves beyond 2^18, are left out.
 *
 * @returns the address of the top table.
 */
export function writeTable(
  memory: SimMemory,
  allocator: Allocator,
  format: TableFormat,
  mappings: readonly Mapping[],
): bigint {
  const table = allocator.allocate(tableBytes(format, 0));
  const writing: Writing = { memory, allocator, format, leaves: 0 };
  for (const mapping of mappings) {
    const end = mapping.from + mapping.sizeBytes;
    fill(writing, mapping, { table, level: 0, origin: 0n, from: mapping.from, end });
  }
  return table;
}
