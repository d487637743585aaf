import type { SimMemory } from './memory.ts';
import type { GranuleLookup, GranuleStep, Pas } from './smmuv3/types.ts';

/*
 * The granule protection table as bytes in Root memory: level 0 entries of 1 GiB, each a block or a pointer
 * to a level 1 table whose entries hold sixteen 4-bit GPIs, one for each 4 KiB granule.
 */

/** Granule protection information: which space a granule belongs to. @source Arm DDI 0487 D9 */
export type Gpi = 'NONE' | 'SECURE' | 'NS' | 'ROOT' | 'REALM' | 'ANY';

/** Granules from `start` up to, not including, `end`. */
export interface GranuleRange {
  readonly start: bigint;
  readonly end: bigint;
  readonly gpi: Gpi;
}

/** Coding of a GPI. @source Arm DDI 0487 D9 */
export const GPI_CODE: Readonly<Record<Gpi, bigint>> = {
  NONE: 0x0n,
  SECURE: 0x8n,
  NS: 0x9n,
  ROOT: 0xan,
  REALM: 0xbn,
  ANY: 0xfn,
};

/** Where the table stands in Root memory: SMMU_ROOT_GPT_BASE. */
export const GPT_BASE = 0x4000_0000n;

const GRANULE_BITS = 12n;
/** L0GPTSZ: what one level 0 entry covers. */
const REGION_BITS = 30n;
/** Address bits below those that select a level 1 entry of sixteen granules. */
const ENTRY_BITS = GRANULE_BITS + 4n;
const LEVEL1_ENTRIES = 1n << (REGION_BITS - ENTRY_BITS);
const LEVEL1_BYTES = LEVEL1_ENTRIES * 8n;
const TABLE_ADDRESS = 0x000f_ffff_ffff_f000n;
/** Types of a descriptor, bits [3:0]. */
const BLOCK = 1n;
const TABLE = 3n;
const CONTIGUOUS = 1n;

/** Sixteen granules of one kind. */
function sixteen(gpi: bigint): bigint {
  return gpi * 0x1111_1111_1111_1111n;
}

function block(gpi: bigint): bigint {
  return BLOCK | (gpi << 4n);
}

/**
 * Writes a granule protection table for physical addresses of `bits` bits; where ranges overlap the last one
 * counts, and what none covers is open to every space.
 *
 * @param memory Root memory.
 * @source Arm DDI 0487 D9; smmu-cca.md §5.2
 */
export function writeGranuleTable(
  memory: SimMemory,
  bits: number,
  ranges: readonly GranuleRange[],
): void {
  const regions = 1n << (BigInt(bits) - REGION_BITS);
  let next = (GPT_BASE + regions * 8n + LEVEL1_BYTES - 1n) & ~(LEVEL1_BYTES - 1n);
  memory.fill(GPT_BASE, regions, block(GPI_CODE.ANY));
  const level1Of = (region: bigint): bigint => {
    const at = GPT_BASE + region * 8n;
    const entry = memory.read64(at);
    if ((entry & 0xfn) === TABLE) return entry & TABLE_ADDRESS;
    const table = next;
    next += LEVEL1_BYTES;
    memory.fill(table, LEVEL1_ENTRIES, sixteen((entry >> 4n) & 0xfn));
    memory.write64(at, table | TABLE);
    return table;
  };
  const top = 1n << BigInt(bits);
  for (const { start, end, gpi } of ranges) {
    const code = GPI_CODE[gpi];
    let at = (start >> GRANULE_BITS) << GRANULE_BITS;
    const limit = end < top ? end : top;
    while (at < limit) {
      const region = at >> REGION_BITS;
      const regionEnd = (region + 1n) << REGION_BITS;
      if (at === region << REGION_BITS && limit >= regionEnd) {
        const last = limit >> REGION_BITS;
        memory.fill(GPT_BASE + region * 8n, last - region, block(code));
        at = last << REGION_BITS;
        continue;
      }
      writeLevel1(memory, level1Of(region), {
        start: at,
        end: limit < regionEnd ? limit : regionEnd,
        code,
      });
      at = regionEnd;
    }
  }
}

/** Granules of one region, by their place in its level 1 table. */
function writeLevel1(
  memory: SimMemory,
  table: bigint,
  range: { readonly start: bigint; readonly end: bigint; readonly code: bigint },
): void {
  const { end, code } = range;
  const offset = (address: bigint): bigint =>
    ((address >> ENTRY_BITS) & (LEVEL1_ENTRIES - 1n)) * 8n;
  let at = range.start;
  while (at < end) {
    const isAligned = (at & ((1n << ENTRY_BITS) - 1n)) === 0n;
    const whole = isAligned ? (end >> ENTRY_BITS) - (at >> ENTRY_BITS) : 0n;
    if (whole > 0n) {
      memory.fill(table + offset(at), whole, sixteen(code));
      at += whole << ENTRY_BITS;
      continue;
    }
    const shift = ((at >> GRANULE_BITS) & 0xfn) * 4n;
    const word = memory.read64(table + offset(at));
    memory.write64(table + offset(at), (word & ~(0xfn << shift)) | (code << shift));
    at += 1n << GRANULE_BITS;
  }
}

/** Whether a 4-bit code is a GPI at all. */
function isGpi(code: bigint): boolean {
  return (
    code === 0n ||
    code === 4n ||
    code === 5n ||
    (code >= 8n && code <= 0xbn) ||
    code === 0xdn ||
    code === 0xfn
  );
}

/**
 * Looks an address up in the table: one read for a block, two otherwise.
 *
 * @source Arm DDI 0487 D9 (GPT walk)
 */
export function lookUpGranule(memory: SimMemory, bits: number, address: bigint): GranuleLookup {
  if (address >> BigInt(bits) !== 0n) return { steps: [], gpi: GPI_CODE.NS };
  const first = GPT_BASE + (address >> REGION_BITS) * 8n;
  const entry = memory.read64(first);
  const top: GranuleStep = { level: 0, address: first, descriptor: entry };
  const type = entry & 0xfn;
  if (type === BLOCK) return { steps: [top], gpi: checked((entry >> 4n) & 0xfn) };
  if (type !== TABLE) return { steps: [top], gpi: null };
  const index = (address >> ENTRY_BITS) & (LEVEL1_ENTRIES - 1n);
  const second = (entry & TABLE_ADDRESS) + index * 8n;
  const word = memory.read64(second);
  const steps: GranuleStep[] = [top, { level: 1, address: second, descriptor: word }];
  if ((word & 0xfn) === CONTIGUOUS) return { steps, gpi: checked((word >> 4n) & 0xfn) };
  return { steps, gpi: checked((word >> (((address >> GRANULE_BITS) & 0xfn) * 4n)) & 0xfn) };
}

function checked(code: bigint): bigint | null {
  return isGpi(code) ? code : null;
}

/** Whether an access of this space may reach a granule of this kind. @source Arm DDI 0487 D9 */
export function isGranuleOpen(pas: Pas, gpi: bigint | null): boolean {
  if (gpi === null) return false;
  // D: Non-secure only.
  return gpi === GPI_CODE.ANY || gpi === GPI_CODE[pas] || (pas === 'NS' && gpi === 0xdn);
}
