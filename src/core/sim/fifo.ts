import { creditTime } from './credits.ts';
import { slotNext, slotRow } from './slots.ts';
import { parts } from './state-part.ts';
import type { StatePart } from './state-part.ts';
import {
  MAX_LINKS,
  POOLS_PER_LINK,
  burstCount,
  burstRow,
  flowBurst,
  flowBurstEnd,
  flowStart,
  linkSource,
  sourceFlow,
} from './tables.ts';
import { IDLE, busyUntil, linkWake, plan, transmit } from './wire.ts';

/*
 * The simple discipline of des-workload.md: one queue a link in order of arrival, one credit class. A link
 * is either fed by other links or by sources (an endpoint never forwards), so the two never compete.
 */

/** TLPs waiting for the link, in order of arrival. */
const queueHead = new Int32Array(MAX_LINKS);
const queueTail = new Int32Array(MAX_LINKS);
/** Entry of `sourceFlow` that is being issued; its burst and what is left of it. */
const sourceAt = new Int32Array(MAX_LINKS);
const sourceBurst = new Int32Array(MAX_LINKS);
const sourceLeft = new Int32Array(MAX_LINKS);

/** Empties the queues and goes back to the first source of each of `links` links. */
export function clearFifo(links: number): void {
  queueHead.fill(-1, 0, links);
  for (let link = 0; link < links; link++) {
    openSource(link, linkSource[link] ?? 0);
    planFifo(link);
  }
}

/** The TLP in `slot`, whose next row is `row`, enters the queue of `link` and starts at once if it can. */
export function enterFifo(slot: number, row: number, link: number, nowPs: number): void {
  if (linkWake[link] === IDLE) {
    const at = startTime(link, nowPs);
    if (at <= nowPs) {
      transmit(row, slot, nowPs);
      return;
    }
    queueHead[link] = slot;
    plan(link, at);
  } else if ((queueHead[link] ?? -1) < 0) {
    queueHead[link] = slot;
  } else {
    slotNext[queueTail[link] ?? 0] = slot;
  }
  slotRow[slot] = row;
  slotNext[slot] = -1;
  queueTail[link] = slot;
}

/** The transmitter of `link` may start: the first waiting TLP does, unless a credit came back before its flow starts. */
export function wakeFifo(link: number, nowPs: number): void {
  linkWake[link] = IDLE;
  const slot = queueHead[link] ?? -1;
  if (slot >= 0) {
    queueHead[link] = slotNext[slot] ?? -1;
    transmit(slotRow[slot] ?? 0, slot, nowPs);
  } else if ((flowStart[sourceFlow[sourceAt[link] ?? 0] ?? 0] ?? 0) <= nowPs) {
    transmit(takeFromSource(link), -1, nowPs);
  }
  planFifo(link);
}

/** Plans the next start of `link` if anything waits for it. */
function planFifo(link: number): void {
  if ((queueHead[link] ?? -1) >= 0) {
    plan(link, startTime(link, 0));
    return;
  }
  const at = sourceAt[link] ?? 0;
  if (at < (linkSource[link + 1] ?? 0)) {
    const from = flowStart[sourceFlow[at] ?? 0] ?? 0;
    plan(link, Math.max(from, startTime(link, 0)));
  }
}

/** Earliest time at which `link` may start a TLP, ps; Infinity when only a credit of unknown time allows it. */
function startTime(link: number, nowPs: number): number {
  const busy = busyUntil[link] ?? 0;
  const credit = creditTime(link * POOLS_PER_LINK, 0, nowPs);
  return credit > busy ? credit : busy;
}

/** Makes entry `at` of `sourceFlow` the current source of `link`, skipping flows without TLPs. */
function openSource(link: number, at: number): void {
  const end = linkSource[link + 1] ?? 0;
  let next = at;
  while (next < end) {
    const flow = sourceFlow[next] ?? 0;
    const burst = flowBurst[flow] ?? 0;
    if (burst < (flowBurstEnd[flow] ?? 0)) {
      sourceBurst[link] = burst;
      sourceLeft[link] = burstCount[burst] ?? 0;
      break;
    }
    next++;
  }
  sourceAt[link] = next;
}

/** Takes the next TLP of the current source of `link`; returns its first row. */
function takeFromSource(link: number): number {
  const burst = sourceBurst[link] ?? 0;
  const row = burstRow[burst] ?? 0;
  const left = (sourceLeft[link] ?? 0) - 1;
  sourceLeft[link] = left;
  if (left === 0) {
    const at = sourceAt[link] ?? 0;
    const flow = sourceFlow[at] ?? 0;
    if (burst + 1 < (flowBurstEnd[flow] ?? 0)) {
      sourceBurst[link] = burst + 1;
      sourceLeft[link] = burstCount[burst + 1] ?? 0;
    } else {
      openSource(link, at + 1);
    }
  }
  return row;
}

/** What a snapshot keeps. */
export function fifoState(links: number): StatePart[] {
  return parts(links, queueHead, queueTail, sourceAt, sourceBurst, sourceLeft);
}
