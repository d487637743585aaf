import { parts } from './state-part.ts';
import type { StatePart } from './state-part.ts';

/*
 * TLPs between their first start and their delivery, as slots of flat arrays. A delivered request keeps
 * its slot until its last answer has been issued.
 */

/** TLPs that may be under way at once. */
const MAX_SLOTS = 1 << 20;

/** Where it is: the row of the link that it is on, or waits for. */
export const slotRow = new Int32Array(MAX_SLOTS);
/** The next one of the list that it is in; -1: the last. */
export const slotNext = new Int32Array(MAX_SLOTS);
/** When its event is due, and then from when on it may go on, ps. */
export const slotDue = new Float64Array(MAX_SLOTS);
/** Order of arrival in its queue, for the ordering rules. */
export const slotOrder = new Int32Array(MAX_SLOTS);
/** Number of the TLP, and of the request of its transaction. */
export const slotTlp = new Int32Array(MAX_SLOTS);
export const slotTxn = new Int32Array(MAX_SLOTS);
/** When the request of its transaction was issued, ps. */
export const slotIssued = new Float64Array(MAX_SLOTS);
/** Page of its flow that it lies in. */
export const slotPage = new Int32Array(MAX_SLOTS);
/** Answers that a delivered request still has to release; 1 in an answer: the last of its request. */
export const slotLeft = new Int32Array(MAX_SLOTS);

const FREE = 0;
const FRESH = 1;
const TLPS = 2;
const counters = new Int32Array(3);

/** Frees every slot and starts to number TLPs at 0. */
export function clearSlots(): void {
  counters[FREE] = -1;
  counters[FRESH] = 0;
  counters[TLPS] = 0;
}

/**
 * A slot for a TLP that has been issued.
 *
 * @throws Error when more TLPs are under way than there are slots.
 */
export function takeSlot(): number {
  const free = counters[FREE] ?? -1;
  if (free >= 0) {
    counters[FREE] = slotNext[free] ?? -1;
    return free;
  }
  const fresh = counters[FRESH] ?? 0;
  if (fresh === MAX_SLOTS) throw new Error(`more than ${MAX_SLOTS} TLPs are under way at once`);
  counters[FRESH] = fresh + 1;
  return fresh;
}

/** Gives a slot back. */
export function freeSlot(slot: number): void {
  slotNext[slot] = counters[FREE] ?? -1;
  counters[FREE] = slot;
}

/** The number of the next TLP, in order of issue. */
export function nextTlp(): number {
  const tlp = counters[TLPS] ?? 0;
  counters[TLPS] = tlp + 1;
  return tlp;
}

/** TLPs issued so far. */
export function issuedTlps(): number {
  return counters[TLPS] ?? 0;
}

/** What a snapshot keeps. */
export function slotState(): StatePart[] {
  return [
    ...parts(counters.length, counters),
    ...parts(
      counters[FRESH] ?? 0,
      slotRow,
      slotNext,
      slotDue,
      slotOrder,
      slotTlp,
      slotTxn,
      slotIssued,
      slotPage,
      slotLeft,
    ),
  ];
}
