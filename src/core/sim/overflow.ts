import { parts } from './state-part.ts';
import type { StatePart } from './state-part.ts';
import { MAX_POOLS, POOLS_PER_LINK, rowLink, rowPool, rowUnits } from './tables.ts';
import type { Program } from './types.ts';

/*
 * Receive buffers of links whose transmitter ignores credits. Nothing keeps such a buffer from being full, so each
 * TLP is counted in as it arrives and out as it leaves; one that finds no room is thrown away.
 * @source PCIe Base §2.6.1.2 (CREDITS_RECEIVED beyond CREDITS_ALLOCATED)
 */

/** A TLP that a receiver had no room for. */
export interface Overflow {
  readonly tlpId: number;
  /** Directed link that it came over. */
  readonly link: number;
}

const poolHeaders = new Float64Array(MAX_POOLS);
const poolUnits = new Float64Array(MAX_POOLS);
const usedHeaders = new Int32Array(MAX_POOLS);
const usedUnits = new Int32Array(MAX_POOLS);
/** Pools of the loaded program if it has such a link, else 0. */
const extent = new Int32Array(1);
const found: { list: Overflow[] } = { list: [] };

/** Empties the buffers of a program. */
export function clearOverflow({ links }: Program): void {
  found.list = [];
  const isNeeded = links.some(({ ignoresCredits }) => ignoresCredits === true);
  extent[0] = isNeeded ? links.length * POOLS_PER_LINK : 0;
  if (!isNeeded) return;
  usedHeaders.fill(0, 0, extent[0]);
  usedUnits.fill(0, 0, extent[0]);
  links.forEach(({ credits }, link) => {
    credits.forEach(({ headers, dataUnits }, creditClass) => {
      poolHeaders[link * POOLS_PER_LINK + creditClass] = headers;
      poolUnits[link * POOLS_PER_LINK + creditClass] = dataUnits;
    });
  });
}

/** Whether the TLP `tlpId` of `row`, which arrives, finds room; if so it takes it. */
export function admit(row: number, tlpId: number): boolean {
  const pool = rowPool[row] ?? 0;
  const headers = (usedHeaders[pool] ?? 0) + 1;
  const units = (usedUnits[pool] ?? 0) + (rowUnits[row] ?? 0);
  if (headers > (poolHeaders[pool] ?? 0) || units > (poolUnits[pool] ?? 0)) {
    found.list.push({ tlpId, link: rowLink[row] ?? 0 });
    return false;
  }
  usedHeaders[pool] = headers;
  usedUnits[pool] = units;
  return true;
}

/** The TLP of `row` has left the buffer behind its link. */
export function leave(row: number): void {
  const pool = rowPool[row] ?? 0;
  usedHeaders[pool] = (usedHeaders[pool] ?? 0) - 1;
  usedUnits[pool] = (usedUnits[pool] ?? 0) - (rowUnits[row] ?? 0);
}

/** What the loaded program has lost so far, in order of time. */
export function overflows(): readonly Overflow[] {
  return found.list;
}

/** What a snapshot keeps. */
export function overflowState(): StatePart[] {
  return parts(extent[0] ?? 0, usedHeaders, usedUnits);
}
