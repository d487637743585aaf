/*
 * The event queue: a calendar of 4,096 buckets with unsorted intrusive lists, a bitmap that skips empty
 * buckets, and a small heap for the bucket being served. An event is a small integer that is queued at
 * most once, so nothing is allocated per event. Events come out by (time, event id).
 *
 * State of this room is module-level typed arrays made once: V8 folds their addresses into the compiled
 * code, which a second set of arrays in a closure would lose. `?? 0` satisfies the index check of the
 * type system; every index is in range by construction, and the compiler drops the test.
 */

/** Most events that can exist: two a directed link, one a flow. */
export const MAX_EVENTS = 1 << 17;
const BUCKETS = 4096;
/** Narrowest bucket: a few events each where a hop takes 100 ns. */
const NARROWEST_PS = 256;

const eventTime = new Float64Array(MAX_EVENTS);
const eventNext = new Int32Array(MAX_EVENTS);
const bucketHead = new Int32Array(BUCKETS).fill(-1);
const occupied = new Int32Array(BUCKETS >> 5);
const heapTime = new Float64Array(MAX_EVENTS);
const heapEvent = new Int32Array(MAX_EVENTS);

const HEAP_SIZE = 0;
/** The bucket being served; events at or before it go to the heap. */
const CURSOR = 1;
/** List of events beyond the last bucket of this year. */
const OVERFLOW = 2;
const control = new Int32Array(3);

const YEAR_START = 0;
const INVERSE_WIDTH = 1;
const WIDTH = 2;
/** Time of the event served last. */
const SERVED = 3;
const scale = new Float64Array(4);

/**
 * Empties the queue and sets the bucket width for a simulation whose longest usual delay is known.
 *
 * @param longestDelayPs a typical event lies less than this ahead; the year spans at least four times it.
 */
export function clearCalendar(longestDelayPs: number): void {
  let width = NARROWEST_PS;
  while (width * BUCKETS < 4 * longestDelayPs) width *= 2;
  scale[WIDTH] = width;
  scale[INVERSE_WIDTH] = 1 / width;
  scale[SERVED] = -1;
  emptyCalendar();
}

function emptyCalendar(): void {
  scale[YEAR_START] = 0;
  control[HEAP_SIZE] = 0;
  control[CURSOR] = -1;
  control[OVERFLOW] = -1;
  bucketHead.fill(-1);
  occupied.fill(0);
}

/** The time for which an event was scheduled last, ps. */
export function timeOf(event: number): number {
  return eventTime[event] ?? 0;
}

/** Queues `event`, which must not be queued, at `timePs`, which must not lie before the event served last. */
export function schedule(event: number, timePs: number): void {
  eventTime[event] = timePs;
  const ahead = (timePs - (scale[YEAR_START] ?? 0)) * (scale[INVERSE_WIDTH] ?? 0);
  if (ahead >= BUCKETS) {
    eventNext[event] = control[OVERFLOW] ?? 0;
    control[OVERFLOW] = event;
    return;
  }
  const bucket = ahead | 0;
  if (bucket <= (control[CURSOR] ?? 0)) {
    pushHeap(event, timePs);
    return;
  }
  eventNext[event] = bucketHead[bucket] ?? 0;
  bucketHead[bucket] = event;
  occupied[bucket >> 5] = (occupied[bucket >> 5] ?? 0) | (1 << (bucket & 31));
}

/** Moves a queued `event` to another time, which must not lie before the event served last. */
export function reschedule(event: number, timePs: number): void {
  const ahead = (timeOf(event) - (scale[YEAR_START] ?? 0)) * (scale[INVERSE_WIDTH] ?? 0);
  if (ahead >= BUCKETS) {
    control[OVERFLOW] = without(control[OVERFLOW] ?? -1, event);
  } else if ((ahead | 0) <= (control[CURSOR] ?? 0)) {
    removeFromHeap(event);
  } else {
    const bucket = ahead | 0;
    const head = without(bucketHead[bucket] ?? -1, event);
    bucketHead[bucket] = head;
    if (head < 0) occupied[bucket >> 5] = (occupied[bucket >> 5] ?? 0) & ~(1 << (bucket & 31));
  }
  schedule(event, timePs);
}

/** Takes the first event out if its time is not after `limitPs`; -1 when there is none. */
export function nextEvent(limitPs: number): number {
  while (control[HEAP_SIZE] === 0) {
    if (!openNextBucket()) return -1;
  }
  const timePs = heapTime[0] ?? 0;
  if (timePs > limitPs) return -1;
  const event = heapEvent[0] ?? 0;
  scale[SERVED] = timePs;
  dropTop();
  return event;
}

/** Time of the event served last, ps; -1 before the first. */
export function servedUntil(): number {
  return scale[SERVED] ?? 0;
}

/** Time of the first event, ps; Infinity when the queue is empty. */
export function nextEventTime(): number {
  while (control[HEAP_SIZE] === 0) {
    if (!openNextBucket()) return Infinity;
  }
  return heapTime[0] ?? 0;
}

/** Every queued event, in no particular order. */
function queuedEvents(): number[] {
  const events: number[] = [];
  for (let i = 0; i < (control[HEAP_SIZE] ?? 0); i++) events.push(heapEvent[i] ?? 0);
  for (const head of [control[OVERFLOW] ?? -1, ...bucketHead]) {
    for (let event = head; event >= 0; event = eventNext[event] ?? -1) events.push(event);
  }
  return events;
}

function pushHeap(event: number, timePs: number): void {
  let i = control[HEAP_SIZE] ?? 0;
  control[HEAP_SIZE] = i + 1;
  while (i > 0) {
    const parent = (i - 1) >> 1;
    const parentTime = heapTime[parent] ?? 0;
    const parentEvent = heapEvent[parent] ?? 0;
    if (parentTime < timePs || (parentTime === timePs && parentEvent < event)) break;
    heapTime[i] = parentTime;
    heapEvent[i] = parentEvent;
    i = parent;
  }
  heapTime[i] = timePs;
  heapEvent[i] = event;
}

/** The list that starts at `head`, without `event`: its new head. */
function without(head: number, event: number): number {
  if (head === event) return eventNext[event] ?? -1;
  for (let at = head; at >= 0; at = eventNext[at] ?? -1) {
    if (eventNext[at] === event) {
      eventNext[at] = eventNext[event] ?? -1;
      break;
    }
  }
  return head;
}

function removeFromHeap(event: number): void {
  const at = heapEvent.indexOf(event);
  const last = (control[HEAP_SIZE] ?? 0) - 1;
  if (at === last) {
    control[HEAP_SIZE] = last;
    return;
  }
  // Up to the top as if it were first of all, then out: the order of the others stays a heap.
  let i = at;
  while (i > 0) {
    const parent = (i - 1) >> 1;
    heapTime[i] = heapTime[parent] ?? 0;
    heapEvent[i] = heapEvent[parent] ?? 0;
    i = parent;
  }
  heapTime[0] = -1;
  heapEvent[0] = event;
  dropTop();
}

function dropTop(): void {
  const size = (control[HEAP_SIZE] ?? 0) - 1;
  control[HEAP_SIZE] = size;
  if (size === 0) return;
  const timePs = heapTime[size] ?? 0;
  const event = heapEvent[size] ?? 0;
  let i = 0;
  for (;;) {
    let child = 2 * i + 1;
    if (child >= size) break;
    let childTime = heapTime[child] ?? 0;
    let childEvent = heapEvent[child] ?? 0;
    if (child + 1 < size) {
      const otherTime = heapTime[child + 1] ?? 0;
      const otherEvent = heapEvent[child + 1] ?? 0;
      if (otherTime < childTime || (otherTime === childTime && otherEvent < childEvent)) {
        child++;
        childTime = otherTime;
        childEvent = otherEvent;
      }
    }
    if (timePs < childTime || (timePs === childTime && event < childEvent)) break;
    heapTime[i] = childTime;
    heapEvent[i] = childEvent;
    i = child;
  }
  heapTime[i] = timePs;
  heapEvent[i] = event;
}

/** Moves the events of the next occupied bucket to the heap; false when nothing is queued. */
function openNextBucket(): boolean {
  const from = (control[CURSOR] ?? 0) + 1;
  let word = from >> 5;
  let bits = word < occupied.length ? (occupied[word] ?? 0) & (-1 << (from & 31)) : 0;
  while (bits === 0) {
    word++;
    if (word >= occupied.length) return openNextYear();
    bits = occupied[word] ?? 0;
  }
  const bit = 31 - Math.clz32(bits & -bits);
  const bucket = (word << 5) + bit;
  occupied[word] = (occupied[word] ?? 0) & ~(1 << bit);
  control[CURSOR] = bucket;
  let event = bucketHead[bucket] ?? -1;
  bucketHead[bucket] = -1;
  while (event >= 0) {
    const next = eventNext[event] ?? -1;
    pushHeap(event, eventTime[event] ?? 0);
    event = next;
  }
  return true;
}

/** Starts the year of the earliest event beyond this one; false when there is none. */
function openNextYear(): boolean {
  let event = control[OVERFLOW] ?? -1;
  if (event < 0) return false;
  let earliest = Infinity;
  for (let e = event; e >= 0; e = eventNext[e] ?? -1) {
    earliest = Math.min(earliest, eventTime[e] ?? 0);
  }
  const width = scale[WIDTH] ?? 1;
  scale[YEAR_START] = Math.floor(earliest / width) * width;
  control[CURSOR] = -1;
  control[OVERFLOW] = -1;
  while (event >= 0) {
    const next = eventNext[event] ?? -1;
    schedule(event, eventTime[event] ?? 0);
    event = next;
  }
  return true;
}

/** What a snapshot keeps of the queue: events with their times. */
export interface QueuedEvents {
  readonly event: Int32Array;
  readonly timePs: Float64Array;
}

/** Copies the queue. */
export function saveCalendar(): QueuedEvents {
  const event = Int32Array.from(queuedEvents());
  return { event, timePs: Float64Array.from(event, timeOf) };
}

/** Puts the queue back, as it was when the event of `servedPs` had been served. */
export function restoreCalendar({ event, timePs }: QueuedEvents, servedPs: number): void {
  scale[SERVED] = servedPs;
  emptyCalendar();
  event.forEach((id, index) => schedule(id, timePs[index] ?? 0));
}
