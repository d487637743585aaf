import { schedule } from './calendar.ts';
import { creditTime } from './credits.ts';
import { deliver, deliveredOf, sampleLatency } from './results.ts';
import {
  freeSlot,
  slotDue,
  slotIssued,
  slotLeft,
  slotNext,
  slotOrder,
  slotPage,
  slotRow,
  slotTlp,
  slotTxn,
} from './slots.ts';
import {
  MAX_LANES,
  MAY_NOT_PASS,
  MAY_PASS,
  flowLane,
  flowPassing,
  flowRequester,
  laneFlow,
  laneLink,
  laneWeight,
  linkLane,
  rowLane,
} from './lane-tables.ts';
import { parts } from './state-part.ts';
import type { StatePart } from './state-part.ts';
import {
  FLOW_EVENT,
  MAX_FLOWS,
  MAX_LINKS,
  POSTED,
  burstCount,
  burstPage,
  burstRow,
  flowAnsweredBy,
  flowAnswers,
  flowBurst,
  flowBurstEnd,
  flowClass,
  flowHeard,
  flowNextWaiter,
  flowStart,
  flowTotal,
  flowWaiter,
  flowWaits,
  flowWindow,
  rowAnswers,
  rowCut,
  rowFlow,
  rowPool,
  rowUnits,
} from './tables.ts';
import { recordTlp } from './trace.ts';
import { IDLE, busyUntil, linkWake, planBy, transmit } from './wire.ts';

/*
 * The full discipline: an output port has one lane per input link and per flow that starts there, and
 * serves them round robin. A lane from a link has one queue per class. Within a lane TLPs keep the order
 * that the ordering table demands; TLPs of different lanes never wait for each other. A blocked TLP waits
 * here, at the transmitter, until its class has credits.
 */

const CLASSES = 3;

const queueHead = new Int32Array(CLASSES * MAX_LANES);
const queueTail = new Int32Array(CLASSES * MAX_LANES);
/** TLPs waiting in the lane; for a source 1 while it could issue one. */
const laneWaiting = new Int32Array(MAX_LANES);
/** Lanes of the link with something waiting; the lane that was served last. */
const linkBusyLanes = new Int32Array(MAX_LINKS);
const linkTurn = new Int32Array(MAX_LINKS);
/** TLPs that the lane served last may still send in its turn. */
const linkGrant = new Int32Array(MAX_LINKS);

const sourceBurst = new Int32Array(MAX_FLOWS);
const sourceLeft = new Int32Array(MAX_FLOWS);
const sourceUnderWay = new Int32Array(MAX_FLOWS);
const sourceStarted = new Uint8Array(MAX_FLOWS);
/** Delivered requests whose answers this flow has yet to issue. */
const batchHead = new Int32Array(MAX_FLOWS);
const batchTail = new Int32Array(MAX_FLOWS);

const ORDER = 0;
/** Queue (lane x 3 + class) that `laneTime` found first. */
const FOUND = 1;
const counters = new Int32Array(2);

/** Empties the lanes and plans the start of every flow. */
export function clearLanes(sizes: { links: number; flows: number; lanes: number }): void {
  queueHead.fill(-1, 0, CLASSES * sizes.lanes);
  laneWaiting.fill(0, 0, sizes.lanes);
  counters.fill(0);
  for (let link = 0; link < sizes.links; link++) {
    linkBusyLanes[link] = 0;
    linkTurn[link] = linkLane[link] ?? 0;
    linkGrant[link] = 0;
  }
  for (let flow = 0; flow < sizes.flows; flow++) {
    const burst = flowBurst[flow] ?? 0;
    sourceBurst[flow] = burst;
    sourceLeft[flow] = burst < (flowBurstEnd[flow] ?? 0) ? (burstCount[burst] ?? 0) : 0;
    sourceUnderWay[flow] = 0;
    sourceStarted[flow] = 0;
    batchHead[flow] = -1;
    if (flowWaits[flow] === 1) continue;
    if ((flowAnswers[flow] ?? -1) < 0 && (sourceLeft[flow] ?? 0) > 0) {
      schedule(FLOW_EVENT + flow, flowStart[flow] ?? 0);
    }
  }
}

/** A flow starts: its first TLP is there. */
export function startFlow(flow: number, nowPs: number): void {
  sourceStarted[flow] = 1;
  offerSource(flow, nowPs);
}

/**
 * The TLP in `slot`, whose next row is `row`, has reached the port of `link`; it may go on after `extraPs`. It
 * may cut through an idle output when nothing in its lane is ahead of it, but it takes its turn among the
 * lanes: one that arrives just as the link becomes free does not overtake those that wait.
 */
export function enterLane(
  slot: number,
  row: number,
  link: number,
  { nowPs, extraPs }: { nowPs: number; extraPs: number },
): void {
  const lane = rowLane[row] ?? 0;
  const isCut =
    rowCut[row - 1] === 1 &&
    laneWaiting[lane] === 0 &&
    (busyUntil[link] ?? 0) <= nowPs &&
    creditTime(rowPool[row] ?? 0, rowUnits[row] ?? 0, nowPs) <= nowPs;
  if (isCut && linkBusyLanes[link] === 0) {
    linkTurn[link] = lane;
    linkGrant[link] = 0;
    transmit(row, slot, nowPs);
    return;
  }
  const queue = lane * CLASSES + (flowClass[rowFlow[row] ?? 0] ?? 0);
  const storedPs = nowPs + extraPs;
  slotRow[slot] = row;
  slotDue[slot] = isCut ? nowPs : storedPs;
  slotOrder[slot] = counters[ORDER] ?? 0;
  counters[ORDER] = (counters[ORDER] ?? 0) + 1;
  slotNext[slot] = -1;
  if ((queueHead[queue] ?? -1) < 0) queueHead[queue] = slot;
  else slotNext[queueTail[queue] ?? 0] = slot;
  queueTail[queue] = slot;
  if (laneWaiting[lane] === 0) linkBusyLanes[link] = (linkBusyLanes[link] ?? 0) + 1;
  laneWaiting[lane] = (laneWaiting[lane] ?? 0) + 1;
  offer(link, nowPs);
  // Another lane went first: now it is stored.
  if (isCut && queueHead[queue] === slot) slotDue[slot] = storedPs;
}

/** The TLP in `slot` has reached its destination, whose last row is `row`; it is delivered at `timePs`. */
export function finish(slot: number, row: number, nowPs: number, timePs: number): void {
  const flow = rowFlow[row] ?? 0;
  deliver(row, timePs);
  if ((flowWaiter[flow] ?? -1) >= 0) startWaiters(flow, timePs);
  const answers = rowAnswers[row] ?? 0;
  if (answers > 0) {
    const by = flowAnsweredBy[flow] ?? 0;
    slotDue[slot] = timePs;
    slotLeft[slot] = answers;
    slotNext[slot] = -1;
    if ((batchHead[by] ?? -1) < 0) batchHead[by] = slot;
    else slotNext[batchTail[by] ?? 0] = slot;
    batchTail[by] = slot;
    offerSource(by, nowPs);
    return;
  }
  const request = flowAnswers[flow] ?? -1;
  if (request < 0) {
    sampleLatency(flow, timePs - (slotIssued[slot] ?? 0));
  } else if (slotLeft[slot] === 1 && flowHeard[flow] === 1) {
    sampleLatency(request, timePs - (slotIssued[slot] ?? 0));
    sourceUnderWay[request] = (sourceUnderWay[request] ?? 0) - 1;
    offerSource(request, nowPs);
  }
  freeSlot(slot);
}

/** Once all of a flow is delivered, those that wait for it start. */
function startWaiters(flow: number, timePs: number): void {
  if (deliveredOf(flow) < (flowTotal[flow] ?? 0)) return;
  for (let next = flowWaiter[flow] ?? -1; next >= 0; next = flowNextWaiter[next] ?? -1) {
    schedule(FLOW_EVENT + next, Math.max(timePs, flowStart[next] ?? 0));
  }
}

/** The transmitter of `link` may start: the next lane in turn that can be served is. */
export function serveLanes(link: number, nowPs: number): void {
  if ((linkBusyLanes[link] ?? 0) === 0) return;
  const busy = busyUntil[link] ?? 0;
  if (busy > nowPs) {
    planBy(link, busy);
    return;
  }
  const first = linkLane[link] ?? 0;
  const end = linkLane[link + 1] ?? 0;
  const grant = linkGrant[link] ?? 0;
  // A lane with grants left is looked at first, the others in turn behind it.
  let lane = (linkTurn[link] ?? 0) - (grant > 0 ? 1 : 0);
  let earliest = Infinity;
  for (let i = first; i < end; i++) {
    lane = lane + 1 >= end ? first : lane + 1;
    if (laneWaiting[lane] === 0) continue;
    const time = laneTime(lane, nowPs);
    if (time <= nowPs) {
      const isSameTurn = grant > 0 && lane === linkTurn[link];
      linkGrant[link] = (isSameTurn ? grant : (laneWeight[lane] ?? 1)) - 1;
      linkTurn[link] = lane;
      startLane(lane, nowPs);
      if ((linkBusyLanes[link] ?? 0) > 0) planBy(link, busyUntil[link] ?? 0);
      return;
    }
    if (time < earliest) earliest = time;
  }
  planBy(link, earliest);
}

/** Something new waits for `link`: served at once if the link is free, else at the end of what it sends. */
function offer(link: number, nowPs: number): void {
  const busy = busyUntil[link] ?? 0;
  if (busy <= nowPs) serveLanes(link, nowPs);
  else if (linkWake[link] === IDLE) planBy(link, busy);
}

/** Whether `flow` could issue a TLP if the wire let it. */
function hasNext(flow: number): boolean {
  if (sourceLeft[flow] === 0) return false;
  if ((sourceUnderWay[flow] ?? 0) >= (flowWindow[flow] ?? 0)) return false;
  return (flowAnswers[flow] ?? -1) < 0 ? sourceStarted[flow] === 1 : (batchHead[flow] ?? -1) >= 0;
}

function offerSource(flow: number, nowPs: number): void {
  const lane = flowLane[flow] ?? 0;
  if (laneWaiting[lane] !== 0 || !hasNext(flow)) return;
  const link = laneLink[lane] ?? 0;
  laneWaiting[lane] = 1;
  linkBusyLanes[link] = (linkBusyLanes[link] ?? 0) + 1;
  offer(link, nowPs);
}

/** Earliest time at which a lane with something waiting may be served, ps; leaves in FOUND what that is. */
function laneTime(lane: number, nowPs: number): number {
  const flow = laneFlow[lane] ?? -1;
  if (flow >= 0) {
    const row = burstRow[sourceBurst[flow] ?? 0] ?? 0;
    const credit = creditTime(rowPool[row] ?? 0, rowUnits[row] ?? 0, nowPs);
    const batch = batchHead[flow] ?? -1;
    return batch >= 0 ? Math.max(credit, slotDue[batch] ?? 0) : credit;
  }
  let earliest = Infinity;
  let order = 0;
  for (let queue = lane * CLASSES; queue < lane * CLASSES + CLASSES; queue++) {
    const slot = queueHead[queue] ?? -1;
    if (slot < 0 || isHeldByOrder(lane, queue, slot)) continue;
    const row = slotRow[slot] ?? 0;
    const credit = creditTime(rowPool[row] ?? 0, rowUnits[row] ?? 0, nowPs);
    const time = Math.max(credit, slotDue[slot] ?? 0, nowPs);
    const isOlder = time === earliest && (slotOrder[slot] ?? 0) - order < 0;
    if (time < earliest || isOlder) {
      earliest = time;
      order = slotOrder[slot] ?? 0;
      counters[FOUND] = queue;
    }
  }
  return earliest;
}

/** Whether an older posted TLP of the same lane must go before the one in `slot`. */
function isHeldByOrder(lane: number, queue: number, slot: number): boolean {
  const posted = lane * CLASSES + POSTED;
  if (queue === posted) return false;
  const flow = rowFlow[slotRow[slot] ?? 0] ?? 0;
  const passing = flowPassing[flow] ?? MAY_NOT_PASS;
  if (passing === MAY_PASS) return false;
  const order = slotOrder[slot] ?? 0;
  for (let older = queueHead[posted] ?? -1; older >= 0; older = slotNext[older] ?? -1) {
    if ((slotOrder[older] ?? 0) - order > 0) return false;
    if (passing === MAY_NOT_PASS) return true;
    const other = rowFlow[slotRow[older] ?? 0] ?? 0;
    if (flowRequester[other] === flowRequester[flow]) return true;
  }
  return false;
}

function startLane(lane: number, nowPs: number): void {
  const flow = laneFlow[lane] ?? -1;
  if (flow >= 0) {
    issue(flow, nowPs);
    if (hasNext(flow)) return;
    laneWaiting[lane] = 0;
  } else {
    const queue = counters[FOUND] ?? 0;
    const slot = queueHead[queue] ?? 0;
    queueHead[queue] = slotNext[slot] ?? -1;
    laneWaiting[lane] = (laneWaiting[lane] ?? 0) - 1;
    transmit(slotRow[slot] ?? 0, slot, nowPs);
    if (laneWaiting[lane] !== 0) return;
  }
  const link = laneLink[lane] ?? 0;
  linkBusyLanes[link] = (linkBusyLanes[link] ?? 0) - 1;
}

/** Puts the next TLP of `flow` on its first link. */
function issue(flow: number, nowPs: number): void {
  const burst = sourceBurst[flow] ?? 0;
  const slot = transmit(burstRow[burst] ?? 0, -1, nowPs);
  slotPage[slot] = burstPage[burst] ?? 0;
  advanceBurst(flow, burst);
  const batch = batchHead[flow] ?? -1;
  if (batch < 0) {
    sourceUnderWay[flow] = (sourceUnderWay[flow] ?? 0) + 1;
    const tlp = slotTlp[slot] ?? 0;
    slotTxn[slot] = tlp;
    slotIssued[slot] = nowPs;
    slotLeft[slot] = 0;
    recordTlp(tlp, tlp);
    return;
  }
  const left = slotLeft[batch] ?? 0;
  slotTxn[slot] = slotTxn[batch] ?? 0;
  slotIssued[slot] = slotIssued[batch] ?? 0;
  slotLeft[slot] = left === 1 ? 1 : 0;
  recordTlp(slotTlp[slot] ?? 0, slotTxn[slot] ?? 0);
  if (left === 1) {
    batchHead[flow] = slotNext[batch] ?? -1;
    freeSlot(batch);
  } else {
    slotLeft[batch] = left - 1;
  }
}

function advanceBurst(flow: number, burst: number): void {
  const left = (sourceLeft[flow] ?? 0) - 1;
  if (left > 0 || burst + 1 >= (flowBurstEnd[flow] ?? 0)) {
    sourceLeft[flow] = left;
    return;
  }
  sourceBurst[flow] = burst + 1;
  sourceLeft[flow] = burstCount[burst + 1] ?? 0;
}

/** Calls back for the first waiting TLP of every queue of the first `lanes` lanes. */
export function visitWaiting(lanes: number, visit: (row: number) => void): void {
  for (let queue = 0; queue < CLASSES * lanes; queue++) {
    const slot = queueHead[queue] ?? -1;
    if (slot >= 0) visit(slotRow[slot] ?? 0);
  }
}

/** What a snapshot keeps. */
export function laneState(sizes: { links: number; flows: number; lanes: number }): StatePart[] {
  return [
    ...parts(CLASSES * sizes.lanes, queueHead, queueTail),
    ...parts(sizes.lanes, laneWaiting),
    ...parts(sizes.links, linkBusyLanes, linkTurn, linkGrant),
    ...parts(sizes.flows, sourceBurst, sourceLeft, sourceUnderWay, sourceStarted),
    ...parts(sizes.flows, batchHead, batchTail),
    ...parts(counters.length, counters),
  ];
}
