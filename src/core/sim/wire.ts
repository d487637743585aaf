import { reschedule, schedule, timeOf } from './calendar.ts';
import { returnCredit, takeCredit } from './credits.ts';
import { countHop, deliver } from './results.ts';
import { freeSlot, nextTlp, slotDue, slotNext, slotRow, slotTlp, takeSlot } from './slots.ts';
import { leave } from './overflow.ts';
import { parts } from './state-part.ts';
import type { StatePart } from './state-part.ts';
import {
  MAX_LINKS,
  linkPropagation,
  rowCame,
  rowDelay,
  rowEarly,
  rowGuarded,
  rowLink,
  rowPool,
  rowSerial,
  rowUnits,
} from './tables.ts';
import { isTracing, record } from './trace.ts';

/*
 * A directed link: its transmitter, what is in flight on it, and the credits that come back. It has at
 * most two queued events: the arrival of the first TLP in flight (event = link) and one wake of its
 * transmitter (event = MAX_LINKS + link). Everything else is a number that is read when it is needed: the
 * end of a serialisation, the return of a credit, a delivery that nobody waits for. Every start is decided
 * at its own time.
 */

/** When the link's transmitter has sent the last byte of its current TLP, ps. */
export const busyUntil = new Float64Array(MAX_LINKS);
/** TLPs in flight on the link, in order of arrival. */
const flightHead = new Int32Array(MAX_LINKS);
const flightTail = new Int32Array(MAX_LINKS);

export const IDLE = 0;
/** The wake event is queued. */
export const PLANNED = 1;
/** Something waits for a credit that nobody has freed yet; whoever frees it plans the wake. */
export const STARVED = 2;
export const linkWake = new Uint8Array(MAX_LINKS);

/** Puts `links` links to rest. */
export function clearWires(links: number): void {
  busyUntil.fill(0, 0, links);
  flightHead.fill(-1, 0, links);
  linkWake.fill(IDLE, 0, links);
}

/** Plans the wake of a link that has none; Infinity: it waits for a credit that nobody has freed yet. */
export function plan(link: number, timePs: number): void {
  if (timePs === Infinity) {
    linkWake[link] = STARVED;
    return;
  }
  linkWake[link] = PLANNED;
  schedule(MAX_LINKS + link, timePs);
}

/** Plans the wake of a link not later than `timePs`. */
export function planBy(link: number, timePs: number): void {
  if (linkWake[link] !== PLANNED) plan(link, timePs);
  else if (timePs < timeOf(MAX_LINKS + link)) reschedule(MAX_LINKS + link, timePs);
}

/**
 * Starts the TLP of `row` on its link.
 *
 * @param slot its slot; -1 for one that comes straight from its source.
 * @returns its slot; -1 when it is already accounted as delivered.
 */
export function transmit(row: number, slot: number, nowPs: number): number {
  const link = rowLink[row] ?? 0;
  const pool = rowPool[row] ?? 0;
  countHop(row);
  takeCredit(pool, rowUnits[row] ?? 0);
  busyUntil[link] = nowPs + (rowSerial[row] ?? 0);
  if ((rowCame[row] ?? -1) >= 0) giveBack(row - 1, nowPs);
  const due = nowPs + (rowDelay[row] ?? 0);
  const tlp = slot < 0 ? nextTlp() : (slotTlp[slot] ?? 0);
  if (isTracing()) record(nowPs, row, tlp);
  if (rowEarly[row] === 1) {
    deliver(row, due);
    giveBack(row, due);
    if (slot >= 0) freeSlot(slot);
    return -1;
  }
  const held = slot < 0 ? takeSlot() : slot;
  slotTlp[held] = tlp;
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
  return held;
}

/** Takes the first TLP in flight off `link`, whose arrival is being served. */
export function takeArrived(link: number): number {
  const slot = flightHead[link] ?? 0;
  const next = slotNext[slot] ?? -1;
  flightHead[link] = next;
  if (next >= 0) schedule(link, slotDue[next] ?? 0);
  return slot;
}

/** The TLP of `row` leaves the buffer behind its link at `nowPs`: its credits travel back. */
export function giveBack(row: number, nowPs: number): void {
  if (rowGuarded[row] === 1) leave(row);
  const link = rowLink[row] ?? 0;
  const timePs = nowPs + (linkPropagation[link] ?? 0);
  returnCredit(rowPool[row] ?? 0, rowUnits[row] ?? 0, timePs);
  const wake = linkWake[link];
  if (wake === IDLE) return;
  const busy = busyUntil[link] ?? 0;
  const at = busy > timePs ? busy : timePs;
  if (wake === STARVED) plan(link, at);
  else if (at < timeOf(MAX_LINKS + link)) reschedule(MAX_LINKS + link, at);
}

/** What a snapshot keeps. */
export function wireState(links: number): StatePart[] {
  return parts(links, busyUntil, flightHead, flightTail, linkWake);
}
