import { clearCalendar, nextEvent, nextEventTime, schedule, timeOf } from './calendar.ts';
import { creditTime, fillCredits, returnCredit, takeCredit } from './credits.ts';
import { clearResults, countEvent, countHop, deliver } from './results.ts';
import {
  MAX_LINKS,
  burstCount,
  burstRow,
  fillTables,
  flowBurst,
  flowBurstEnd,
  flowStart,
  linkPropagation,
  linkSource,
  rowCame,
  rowDelay,
  rowEarly,
  rowExtra,
  rowNext,
  rowSerial,
  sourceFlow,
} from './tables.ts';
import type { TableSizes } from './tables.ts';
import type { Program } from './types.ts';

/*
 * The discrete-event engine. A directed link has at most two queued events: the arrival of the first TLP
 * in flight on it (event = link) and one wake of its transmitter (event = MAX_LINKS + link). Everything
 * else is a number read when it is needed: the end of a serialisation, the return of a credit, a delivery
 * that nobody waits for. Every start is decided at its own time.
 */

/** TLPs that may be between their first start and their delivery. */
const MAX_SLOTS = 1 << 20;

const slotRow = new Int32Array(MAX_SLOTS);
const slotNext = new Int32Array(MAX_SLOTS);
/** When the TLP's event at the far node of its link is due, ps. */
const slotDue = new Float64Array(MAX_SLOTS);
const FREE = 0;
const FRESH = 1;
const slots = new Int32Array(2);

const busyUntil = new Float64Array(MAX_LINKS);
/** TLPs in flight on the link, in order of arrival. */
const flightHead = new Int32Array(MAX_LINKS);
const flightTail = new Int32Array(MAX_LINKS);
/** TLPs waiting for the link, in order of arrival. */
const queueHead = new Int32Array(MAX_LINKS);
const queueTail = new Int32Array(MAX_LINKS);

const IDLE = 0;
/** The wake event is queued. */
const PLANNED = 1;
/** Something waits for a credit that nobody has freed yet; whoever frees it plans the wake. */
const STARVED = 2;
const linkWake = new Uint8Array(MAX_LINKS);

/** Next entry of `sourceFlow` that has TLPs left; burst and TLPs left of it. */
const sourceAt = new Int32Array(MAX_LINKS);
const sourceBurst = new Int32Array(MAX_LINKS);
const sourceLeft = new Int32Array(MAX_LINKS);

/** Loads a program into the engine and forgets the one before. */
export function load(program: Program): TableSizes {
  const sizes = fillTables(program);
  fillCredits(program);
  clearCalendar(sizes.longestDelayPs);
  clearResults(sizes.flows);
  slots[FREE] = -1;
  slots[FRESH] = 0;
  for (let link = 0; link < sizes.links; link++) {
    busyUntil[link] = 0;
    flightHead[link] = -1;
    queueHead[link] = -1;
    linkWake[link] = IDLE;
    openSource(link, linkSource[link] ?? 0);
    plan(link);
  }
  return sizes;
}

/** Runs every event up to and including `toPs`. */
export function advance(toPs: number): void {
  for (;;) {
    const event = nextEvent(toPs);
    if (event < 0) return;
    countEvent();
    if (event < MAX_LINKS) arrive(event, timeOf(event));
    else wake(event - MAX_LINKS, timeOf(event));
  }
}

/** Whether nothing can happen any more. */
export function isDone(): boolean {
  return nextEventTime() === Infinity;
}

/** The first TLP in flight on `link` reaches the queue of its next link, or its destination. */
function arrive(link: number, nowPs: number): void {
  const slot = flightHead[link] ?? 0;
  const next = slotNext[slot] ?? -1;
  flightHead[link] = next;
  if (next >= 0) schedule(link, slotDue[next] ?? 0);
  const row = slotRow[slot] ?? 0;
  const out = rowNext[row] ?? -1;
  if (out < 0) {
    const timePs = nowPs + (rowExtra[row] ?? 0);
    deliver(row, timePs);
    giveBack(link, timePs);
    freeSlot(slot);
    return;
  }
  slotRow[slot] = row + 1;
  if (linkWake[out] === IDLE) {
    const at = startTime(out);
    if (at <= nowPs) {
      transmit(out, row + 1, slot, nowPs);
      return;
    }
    queueHead[out] = slot;
    planAt(out, at);
  } else if ((queueHead[out] ?? -1) < 0) {
    queueHead[out] = slot;
  } else {
    slotNext[queueTail[out] ?? 0] = slot;
  }
  slotNext[slot] = -1;
  queueTail[out] = slot;
}

/** The transmitter of `link` may start: the first waiting TLP does. */
function wake(link: number, nowPs: number): void {
  linkWake[link] = IDLE;
  const slot = queueHead[link] ?? -1;
  if (slot >= 0) {
    queueHead[link] = slotNext[slot] ?? -1;
    transmit(link, slotRow[slot] ?? 0, slot, nowPs);
  } else {
    const row = takeFromSource(link);
    transmit(link, row, -1, nowPs);
  }
  plan(link);
}

/** Plans the next start of `link` if anything waits for it. */
function plan(link: number): void {
  if ((queueHead[link] ?? -1) >= 0) {
    planAt(link, startTime(link));
    return;
  }
  const at = sourceAt[link] ?? 0;
  if (at < (linkSource[link + 1] ?? 0)) {
    const from = flowStart[sourceFlow[at] ?? 0] ?? 0;
    planAt(link, Math.max(from, startTime(link)));
  }
}

function planAt(link: number, timePs: number): void {
  if (timePs === Infinity) {
    linkWake[link] = STARVED;
    return;
  }
  linkWake[link] = PLANNED;
  schedule(MAX_LINKS + link, timePs);
}

/** Earliest time at which `link` may start a TLP, ps; Infinity when only a credit of unknown time allows it. */
function startTime(link: number): number {
  const busy = busyUntil[link] ?? 0;
  const credit = creditTime(link);
  return credit > busy ? credit : busy;
}

/** Starts one TLP on `link`; `slot` is -1 for one that comes straight from its source. */
function transmit(link: number, row: number, slot: number, nowPs: number): void {
  countHop();
  takeCredit(link);
  busyUntil[link] = nowPs + (rowSerial[row] ?? 0);
  const came = rowCame[row] ?? -1;
  if (came >= 0) giveBack(came, nowPs);
  const due = nowPs + (rowDelay[row] ?? 0);
  if (rowEarly[row] === 1) {
    deliver(row, due);
    giveBack(link, due);
    if (slot >= 0) freeSlot(slot);
    return;
  }
  const held = slot >= 0 ? slot : takeSlot();
  slotRow[held] = row;
  slotDue[held] = due;
  slotNext[held] = -1;
  if ((flightHead[link] ?? -1) < 0) {
    flightHead[link] = held;
    schedule(link, due);
  } else {
    slotNext[flightTail[link] ?? 0] = held;
  }
  flightTail[link] = held;
}

/** The buffer slot behind `link` is free from `nowPs` on: its credit travels back. */
function giveBack(link: number, nowPs: number): void {
  const timePs = nowPs + (linkPropagation[link] ?? 0);
  returnCredit(link, timePs);
  if (linkWake[link] === STARVED) plan(link);
}

function takeSlot(): number {
  const free = slots[FREE] ?? -1;
  if (free >= 0) {
    slots[FREE] = slotNext[free] ?? -1;
    return free;
  }
  const fresh = slots[FRESH] ?? 0;
  if (fresh === MAX_SLOTS) throw new Error(`more than ${MAX_SLOTS} TLPs in flight`);
  slots[FRESH] = fresh + 1;
  return fresh;
}

function freeSlot(slot: number): void {
  slotNext[slot] = slots[FREE] ?? -1;
  slots[FREE] = slot;
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
