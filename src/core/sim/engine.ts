import { clearCalendar, nextEvent, nextEventTime, timeOf } from './calendar.ts';
import { fillCredits } from './credits.ts';
import { clearFifo, enterFifo, wakeFifo } from './fifo.ts';
import { fillLanes } from './lane-tables.ts';
import { clearLanes, enterLane, finish, serveLanes, startFlow } from './lanes.ts';
import { clearResults, countEvents, deliver } from './results.ts';
import { admit, clearOverflow } from './overflow.ts';
import { clearSlots, freeSlot, slotPage, slotRow, slotTlp } from './slots.ts';
import {
  FLOW_EVENT,
  MAX_LINKS,
  fillTables,
  rowExtra,
  rowFlow,
  rowGuarded,
  rowNext,
  rowWalks,
} from './tables.ts';
import type { TableSizes } from './tables.ts';
import { clearTrace } from './trace.ts';
import type { Program } from './types.ts';
import type { Walks } from './walks.ts';
import { IDLE, clearWires, giveBack, linkWake, takeArrived } from './wire.ts';

/*
 * The discrete-event engine: it serves events by (time, event id) and hands them to the discipline of the
 * program. One program is loaded at a time; its state is in the typed arrays of this room.
 */

const FIFO = 0;
const LANES = 1;
const control = new Int32Array(1);
const iommus: { walks: Walks | null } = { walks: null };

/** What has been loaded. */
export interface Loaded extends TableSizes {
  readonly lanes: number;
}

/** Loads a program into the engine and forgets the one before. */
export function load(program: Program, isTracing: boolean): Loaded {
  const sizes = fillTables(program);
  const isFifo = program.arbitration === 'fifo';
  control[0] = isFifo ? FIFO : LANES;
  iommus.walks = program.walks ?? null;
  clearCalendar(sizes.longestDelayPs);
  fillCredits(program);
  clearOverflow(program);
  clearResults(sizes);
  clearTrace(isTracing, sizes.rows);
  clearSlots();
  clearWires(sizes.links);
  const lanes = isFifo ? 0 : fillLanes(program, sizes.rows);
  if (isFifo) clearFifo(sizes.links);
  else clearLanes({ ...sizes, lanes });
  return { ...sizes, lanes };
}

/**
 * Serves events up to and including `toPs`, at most `maxEvents` of them.
 *
 * @returns how many were served; fewer than `maxEvents`: all up to `toPs`.
 */
export function advance(toPs: number, maxEvents = Infinity): number {
  const isFifo = control[0] === FIFO;
  let served = 0;
  while (served < maxEvents) {
    const event = nextEvent(toPs);
    if (event < 0) break;
    served++;
    const nowPs = timeOf(event);
    if (event < MAX_LINKS) {
      if (isFifo) arriveFifo(event, nowPs);
      else arriveLane(event, nowPs);
    } else if (event < FLOW_EVENT) {
      if (isFifo) {
        wakeFifo(event - MAX_LINKS, nowPs);
      } else {
        linkWake[event - MAX_LINKS] = IDLE;
        serveLanes(event - MAX_LINKS, nowPs);
      }
    } else {
      startFlow(event - FLOW_EVENT, nowPs);
    }
  }
  countEvents(served);
  return served;
}

/** Whether nothing can happen any more. */
export function isDone(): boolean {
  return nextEventTime() === Infinity;
}

/** The first TLP in flight on `link` reaches the queue of its next link, or its destination. */
function arriveFifo(link: number, nowPs: number): void {
  const slot = takeArrived(link);
  const row = slotRow[slot] ?? 0;
  const out = rowNext[row] ?? -1;
  if (out >= 0) {
    enterFifo(slot, row + 1, out, nowPs);
    return;
  }
  deliver(row, nowPs + (rowExtra[row] ?? 0));
  giveBack(row, nowPs);
  freeSlot(slot);
}

function arriveLane(link: number, nowPs: number): void {
  const slot = takeArrived(link);
  const row = slotRow[slot] ?? 0;
  if (rowGuarded[row] === 1 && !admit(row, slotTlp[slot] ?? 0)) {
    freeSlot(slot);
    return;
  }
  const out = rowNext[row] ?? -1;
  const extraPs = (rowExtra[row] ?? 0) + (rowWalks[row] === 1 ? walkPs(slot, row, nowPs) : 0);
  if (out >= 0) {
    enterLane(slot, row + 1, out, { nowPs, extraPs });
    return;
  }
  giveBack(row, nowPs);
  finish(slot, row, nowPs, nowPs + extraPs);
}

/** What the IOMMU that the TLP in `slot` has reached needs beyond a hit, ps. */
function walkPs(slot: number, row: number, nowPs: number): number {
  const { walks } = iommus;
  if (walks === null) return 0;
  return walks.delayPs(slotTlp[slot] ?? 0, rowFlow[row] ?? 0, slotPage[slot] ?? 0, nowPs);
}
