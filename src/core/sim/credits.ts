import { assert } from '../base/assert.ts';
import { parts } from './state-part.ts';
import type { StatePart } from './state-part.ts';
import { CREDIT_CLASSES, MAX_POOLS, POOLS_PER_LINK, dataUnitsOf } from './tables.ts';
import type { Program } from './types.ts';

/*
 * Credits of the receive buffers, a pool per link and class. A pool is a count of free headers (and data
 * units) plus a ring of the times at which used ones come back: they come back in order of time, because
 * each is written when its TLP leaves, one propagation ahead. Reading is lazy, so a credit that returns
 * costs no event. A pool that can never bind has size 0 and no ring.
 */

const MAX_RING = 1 << 21;
/** More headers than ever are in use: stands for infinite ones where the data credits are finite. */
const PLENTY = 2 ** 30;
/** How a transmitter that ignores its credits sees them. */
const UNLIMITED = { headers: Infinity, dataUnits: Infinity };

/** Entries of the pool's ring; 0: infinite. */
const poolSize = new Int32Array(MAX_POOLS);
const poolRing = new Int32Array(MAX_POOLS);
const poolHeaders = new Int32Array(MAX_POOLS);
const poolData = new Int32Array(MAX_POOLS);
const poolFree = new Int32Array(MAX_POOLS);
/** Free data units; -1: infinite. */
const poolUnits = new Int32Array(MAX_POOLS);
const poolHead = new Int32Array(MAX_POOLS);
const poolCount = new Int32Array(MAX_POOLS);
const ringTime = new Float64Array(MAX_RING);
const ringUnits = new Int32Array(MAX_RING);
/** Entries of all rings together. */
const used = new Int32Array(1);

/** What all TLPs of a program together take from each pool. */
interface Traffic {
  readonly tlps: Float64Array;
  readonly units: Float64Array;
}

function trafficOf({ links, flows }: Program): Traffic {
  const tlps = new Float64Array(links.length * POOLS_PER_LINK);
  const units = new Float64Array(links.length * POOLS_PER_LINK);
  for (const flow of flows) {
    let count = 0;
    let data = 0;
    for (const burst of flow.bursts) {
      count += burst.count;
      data += burst.count * dataUnitsOf(burst.payloadBytes);
    }
    for (const link of flow.path) {
      const isShared = links[link]?.credits.length === 1;
      const pool =
        link * POOLS_PER_LINK + (isShared ? 0 : CREDIT_CLASSES.indexOf(flow.creditClass));
      tlps[pool] = (tlps[pool] ?? 0) + count;
      units[pool] = (units[pool] ?? 0) + data;
    }
  }
  return { tlps, units };
}

/** Sets every pool to its initial credits. What all TLPs over its link cannot exhaust is infinite. */
export function fillCredits(program: Program): void {
  const traffic = trafficOf(program);
  let ring = 0;
  program.links.forEach((link, index) => {
    link.credits.forEach((advertised, creditClass) => {
      const isFree = link.ignoresCredits === true;
      const { headers, dataUnits } = isFree ? UNLIMITED : advertised;
      const pool = index * POOLS_PER_LINK + creditClass;
      const tlps = traffic.tlps[pool] ?? 0;
      const hasHeaders = headers >= tlps;
      const hasData = dataUnits >= (traffic.units[pool] ?? 0);
      const size = hasHeaders ? (hasData ? 0 : Math.min(dataUnits, tlps)) : headers;
      poolSize[pool] = size;
      poolFree[pool] = hasHeaders ? PLENTY : headers;
      poolUnits[pool] = hasData ? -1 : dataUnits;
      poolHeaders[pool] = poolFree[pool] ?? 0;
      poolData[pool] = poolUnits[pool] ?? 0;
      poolRing[pool] = ring;
      poolHead[pool] = 0;
      poolCount[pool] = 0;
      ring += size;
    });
  });
  assert(ring <= MAX_RING, 'more credits than the rings hold');
  used[0] = ring;
}

/**
 * Earliest time at which `pool` has a header and `units` data units, ps: 0 now, Infinity when nobody has
 * freed them yet.
 */
export function creditTime(pool: number, units: number, nowPs: number): number {
  if (poolSize[pool] === 0) return 0;
  if ((poolUnits[pool] ?? 0) >= 0) return timeWithUnits(pool, units, nowPs);
  if ((poolFree[pool] ?? 0) > 0) return 0;
  if (poolCount[pool] === 0) return Infinity;
  return ringTime[(poolRing[pool] ?? 0) + (poolHead[pool] ?? 0)] ?? 0;
}

/** Uses a header and `units` data units, whose time `creditTime` gave. */
export function takeCredit(pool: number, units: number): void {
  if (poolSize[pool] === 0) return;
  const free = poolFree[pool] ?? 0;
  if (free > 0) {
    poolFree[pool] = free - 1;
    if ((poolUnits[pool] ?? 0) >= 0) poolUnits[pool] = (poolUnits[pool] ?? 0) - units;
    return;
  }
  dropOldest(pool);
}

/** Gives a header and `units` data units back at `timePs`, which is not before the return written last. */
export function returnCredit(pool: number, units: number, timePs: number): void {
  const size = poolSize[pool] ?? 0;
  if (size === 0) return;
  const count = poolCount[pool] ?? 0;
  // Infinite headers beside finite data: a TLP without data returns nothing that could bind.
  if (units === 0 && (poolFree[pool] ?? 0) > PLENTY / 2) return;
  let tail = (poolHead[pool] ?? 0) + count;
  if (tail >= size) tail -= size;
  const at = (poolRing[pool] ?? 0) + tail;
  ringTime[at] = timePs;
  ringUnits[at] = units;
  poolCount[pool] = count + 1;
}

function dropOldest(pool: number): void {
  const next = (poolHead[pool] ?? 0) + 1;
  poolHead[pool] = next === poolSize[pool] ? 0 : next;
  poolCount[pool] = (poolCount[pool] ?? 0) - 1;
}

/** Takes in what has come back by now, then looks how far ahead the rest lies. */
function timeWithUnits(pool: number, units: number, nowPs: number): number {
  const ring = poolRing[pool] ?? 0;
  while ((poolCount[pool] ?? 0) > 0) {
    const oldest = ring + (poolHead[pool] ?? 0);
    if ((ringTime[oldest] ?? 0) > nowPs) break;
    poolFree[pool] = (poolFree[pool] ?? 0) + 1;
    poolUnits[pool] = (poolUnits[pool] ?? 0) + (ringUnits[oldest] ?? 0);
    dropOldest(pool);
  }
  let free = poolFree[pool] ?? 0;
  let has = poolUnits[pool] ?? 0;
  if (free > 0 && has >= units) return 0;
  const size = poolSize[pool] ?? 0;
  const count = poolCount[pool] ?? 0;
  for (let i = 0; i < count; i++) {
    const at = ring + (((poolHead[pool] ?? 0) + i) % size);
    free++;
    has += ringUnits[at] ?? 0;
    if (free > 0 && has >= units) return ringTime[at] ?? 0;
  }
  return Infinity;
}

/** Credits of a pool that are neither free nor on their way back; infinite ones count as 0. */
export function creditsInUse(pool: number): { headers: number; dataUnits: number } {
  if (poolSize[pool] === 0) return { headers: 0, dataUnits: 0 };
  const count = poolCount[pool] ?? 0;
  let returning = 0;
  for (let i = 0; i < count; i++) {
    const at = ((poolHead[pool] ?? 0) + i) % (poolSize[pool] ?? 1);
    returning += ringUnits[(poolRing[pool] ?? 0) + at] ?? 0;
  }
  const hasData = (poolData[pool] ?? 0) >= 0;
  const hasHeaders = (poolHeaders[pool] ?? 0) < PLENTY;
  return {
    headers: hasHeaders ? (poolHeaders[pool] ?? 0) - (poolFree[pool] ?? 0) - count : 0,
    dataUnits: hasData ? (poolData[pool] ?? 0) - (poolUnits[pool] ?? 0) - returning : 0,
  };
}

/** What a snapshot keeps. */
export function creditState(links: number): StatePart[] {
  return [
    ...parts(links * POOLS_PER_LINK, poolFree, poolUnits, poolHead, poolCount),
    ...parts(used[0] ?? 0, ringTime, ringUnits),
  ];
}
