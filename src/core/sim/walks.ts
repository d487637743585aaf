import { busAddr } from '../base/address.ts';
import { lookUpPs } from '../iommu/timing.ts';
import type { TranslateRequest, TranslationUnit } from '../pcie/types.ts';
import type { RuleId } from '../rules/catalogue.ts';
import type { IommuSummary, LookUpEvent } from './types.ts';

/*
 * The time that IOMMUs take in a run. The walker has decided what becomes of each flow; here a unit with
 * empty caches is asked for every TLP in order of arrival, and what it had to read costs time. A TLP is
 * looked up once: while a part of the run is replayed, the answer that was noted is given again.
 */

/** What a flow asks of an IOMMU. */
export interface FlowWalk {
  /** Index in `Machine.iommus`. */
  readonly iommu: number;
  /** Its first request, as it reaches the IOMMU. */
  readonly request: TranslateRequest;
  /** Pages of 4 KiB that its requests touch, from that of the first one on. */
  readonly pages: number;
  /** Directed link by which it comes: posted requests of one link keep their order. */
  readonly from: number;
  readonly isPosted: boolean;
  /** The rule by which all its requests fault; null: they go on. */
  readonly fault: RuleId | null;
}

const PAGE_BYTES = 4096n;
const KINDS = ['hit', 'wait', 'miss'] as const;
const HIT = 0;
const WAIT = 1;
const MISS = 2;

interface UnitState {
  readonly iommu: number;
  readonly unit: TranslationUnit;
  /** When each slot for a walk is free again, ps. */
  readonly slots: Float64Array;
  /** Per directed link: when the last posted request of it may go on, ps. */
  readonly postedPs: Float64Array;
  readonly counts: [number, number, number];
  reads: number;
  readonly faults: Map<RuleId, number>;
}

interface FlowState {
  readonly walk: FlowWalk;
  readonly state: UnitState;
  /** Per page: translations that the unit had dropped when this one was kept, -1: not kept; when it is there, ps. */
  readonly stamp: Int32Array;
  readonly readyPs: Float64Array;
  /** When the last walk of the flow ends, ps: pages under one block share it. */
  walkedPs: number;
}

/** Every look-up of a run, as columns in order of time. What only a miss has is not in a column. */
interface Log {
  count: number;
  tPs: Float64Array;
  delayPs: Float64Array;
  tlp: Int32Array;
  /** 4 x index of the IOMMU + kind. */
  what: Uint32Array;
  /** Entry of each TLP plus one; 0: it was not looked up. */
  entryOf: Int32Array;
}

/**
 * The columns of a run that was given back: the first touch of fresh memory costs more than all else that a
 * hit does.
 */
const spare: Log[] = [];

/** A log without entries, with room for `size` of them: a spare one where it is large enough. */
function emptyLog(size: number): Log {
  const known = spare.pop();
  if (known === undefined || Math.min(known.tPs.length, known.entryOf.length) < size) {
    return freshLog(size);
  }
  known.count = 0;
  known.entryOf.fill(0);
  return known;
}

function freshLog(size: number): Log {
  return {
    count: 0,
    tPs: new Float64Array(size),
    delayPs: new Float64Array(size),
    tlp: new Int32Array(size),
    what: new Uint32Array(size),
    entryOf: new Int32Array(size),
  };
}

/** Twice the room for entries. */
function grow(log: Log): void {
  const size = 2 * log.tPs.length;
  log.tPs = copyInto(new Float64Array(size), log.tPs);
  log.delayPs = copyInto(new Float64Array(size), log.delayPs);
  log.tlp = copyInto(new Int32Array(size), log.tlp);
  log.what = copyInto(new Uint32Array(size), log.what);
}

function copyInto<T extends { set: (from: T) => void }>(to: T, from: T): T {
  to.set(from);
  return to;
}

const FIRST_SIZE = 1 << 10;
/** What is foreseen at once; a run may end long before its last TLP. */
const MOST_AT_FIRST = 1 << 18;
/** More entries than this are not kept for the next run: 30 MB. */
const MOST_SPARE = 1 << 20;

/** The IOMMUs of one run at work. */
export class Walks {
  readonly #units = new Map<number, UnitState>();
  readonly #flows: (FlowState | null)[];
  #log: Log;
  /** Bit i of an entry's: read i of its walk went to memory; none: it was not a miss. */
  readonly #readMask = new Map<number, number>();
  readonly #links: number;
  #longestPs = 0;

  /**
   * @param flows what each flow of the program asks; null: nothing.
   * @param unitOf a unit with empty caches for an IOMMU of the machine; null: it looks nothing up.
   * @param tlps how many TLPs each flow sends, for the size of the log; absent: it grows as it must.
   */
  constructor(
    flows: readonly (FlowWalk | null)[],
    unitOf: (iommu: number) => TranslationUnit | null,
    tlps: readonly number[] = [],
  ) {
    const looks = flows.reduce((sum, walk, i) => sum + (walk === null ? 0 : (tlps[i] ?? 0)), 0);
    const size = Math.min(MOST_AT_FIRST, Math.max(FIRST_SIZE, looks));
    this.#log = emptyLog(size);
    this.#links = flows.reduce((most, walk) => Math.max(most, (walk?.from ?? 0) + 1), 0);
    this.#flows = flows.map((walk) => {
      const state = walk === null ? null : this.#stateOf(walk.iommu, unitOf);
      if (walk === null || state === null) return null;
      const stamp = new Int32Array(walk.pages).fill(-1);
      return { walk, state, stamp, readyPs: new Float64Array(walk.pages), walkedPs: 0 };
    });
  }

  #stateOf(iommu: number, unitOf: (iommu: number) => TranslationUnit | null): UnitState | null {
    const known = this.#units.get(iommu);
    if (known !== undefined) return known;
    const unit = unitOf(iommu);
    if (unit === null) return null;
    const state: UnitState = {
      iommu,
      unit,
      slots: new Float64Array(unit.costs.slots),
      postedPs: new Float64Array(this.#links),
      counts: [0, 0, 0],
      reads: 0,
      faults: new Map(),
    };
    this.#units.set(iommu, state);
    return state;
  }

  /**
   * Looks the address of a TLP up, which reaches its IOMMU at `nowPs`.
   *
   * @param page which page of its flow.
   * @returns what it needs beyond a hit, ps.
   */
  delayPs(tlp: number, flow: number, page: number, nowPs: number): number {
    const entry = this.#log.entryOf[tlp] ?? 0;
    if (entry > 0) return this.#log.delayPs[entry - 1] ?? 0;
    const asked = this.#flows[flow] ?? null;
    if (asked === null) return 0;
    const { state, stamp, walk } = asked;
    let kind = HIT;
    let donePs = nowPs;
    let mask = 0;
    if (stamp[page] === state.unit.dropped()) {
      const readyPs = asked.readyPs[page] ?? 0;
      if (readyPs > nowPs) {
        kind = WAIT;
        donePs = readyPs;
      }
    } else {
      const first = walk.request.address;
      const start = (first & ~(PAGE_BYTES - 1n)) + BigInt(page) * PAGE_BYTES;
      const address = page === 0 ? first : busAddr(start);
      const { reads, readMask, isKept, reachBytes } = state.unit.look({
        ...walk.request,
        address,
      });
      if (reads > 0) {
        kind = MISS;
        mask = readMask;
        donePs = takeSlot(state, reads, nowPs);
        asked.walkedPs = donePs;
        state.reads += reads;
      } else if (asked.walkedPs > nowPs) {
        kind = WAIT;
        donePs = asked.walkedPs;
      }
      // The decision about the first request stands for all pages: one that no table maps counts as kept.
      const end = isKept ? pagesUnder(address, reachBytes) + page : page + 1;
      stamp.fill(isKept || walk.fault === null ? state.unit.dropped() : -1, page, end);
      asked.readyPs.fill(donePs, page, end);
    }
    if (walk.isPosted) {
      donePs = Math.max(donePs, state.postedPs[walk.from] ?? 0);
      state.postedPs[walk.from] = donePs;
    }
    state.counts[kind] = (state.counts[kind] ?? 0) + 1;
    if (walk.fault !== null) state.faults.set(walk.fault, (state.faults.get(walk.fault) ?? 0) + 1);
    this.#note(tlp, state.iommu, kind, nowPs, donePs - nowPs, mask);
    return donePs - nowPs;
  }

  #note(
    tlp: number,
    iommu: number,
    kind: number,
    tPs: number,
    delayPs: number,
    mask: number,
  ): void {
    const log = this.#log;
    if (log.count === log.tPs.length) grow(log);
    const at = log.count++;
    log.tPs[at] = tPs;
    log.delayPs[at] = delayPs;
    log.tlp[at] = tlp;
    log.what[at] = 4 * iommu + kind;
    if (mask !== 0) this.#readMask.set(at, mask);
    if (tlp >= log.entryOf.length) {
      const size = Math.max(tlp + 1, 2 * log.entryOf.length);
      log.entryOf = copyInto(new Int32Array(size), log.entryOf);
    }
    log.entryOf[tlp] = at + 1;
    this.#longestPs = Math.max(this.#longestPs, delayPs);
  }

  /** What the look-up of a TLP needed beyond a hit, ps; 0 for one that was not looked up. */
  delayOf(tlp: number): number {
    const entry = this.#log.entryOf[tlp] ?? 0;
    return entry === 0 ? 0 : (this.#log.delayPs[entry - 1] ?? 0);
  }

  /** The longest of these, ps. */
  get longestPs(): number {
    return this.#longestPs;
  }

  /** The look-ups that reached their IOMMU in [fromPs, toPs], in order of time. */
  between(fromPs: number, toPs: number): LookUpEvent[] {
    const { tPs, delayPs, tlp, what, count } = this.#log;
    const found: LookUpEvent[] = [];
    for (let at = firstFrom(tPs, count, fromPs); at < count && (tPs[at] ?? 0) <= toPs; at++) {
      const iommu = (what[at] ?? 0) >> 2;
      found.push({
        iommu,
        tlpId: tlp[at] ?? 0,
        tPs: tPs[at] ?? 0,
        delayPs: delayPs[at] ?? 0,
        totalPs: (delayPs[at] ?? 0) + (this.#units.get(iommu)?.unit.costs.hitPs ?? 0),
        kind: KINDS[(what[at] ?? HIT) & 3] ?? 'hit',
        readMask: this.#readMask.get(at) ?? 0,
      });
    }
    return found;
  }

  /** Gives the memory of its log to the next run. Asking it anything afterwards is a bug. */
  release(): void {
    const log = this.#log;
    this.#log = freshLog(0);
    const room = Math.max(log.tPs.length, log.entryOf.length);
    if (room > 0 && room <= MOST_SPARE) spare[0] = log;
  }

  /** What an IOMMU of the machine did; nothing where no flow asked it. */
  summary(iommu: number): IommuSummary {
    const state = this.#units.get(iommu);
    if (state === undefined) return { iommu, hits: 0, waits: 0, misses: 0, reads: 0, faults: {} };
    const [hits, waits, misses] = state.counts;
    const faults: Record<string, number> = Object.fromEntries(state.faults);
    return { iommu, hits, waits, misses, reads: state.reads, faults };
  }
}

/** Pages from that of an address on which one translation of `reachBytes` covers; 1 at least. */
function pagesUnder(address: bigint, reachBytes: number): number {
  const pages = reachBytes / Number(PAGE_BYTES);
  return pages <= 1 ? 1 : pages - (Number(address / PAGE_BYTES) % pages);
}

/** When a walk of so many reads that is asked for now ends, ps: it waits for the slot that is free first. */
function takeSlot({ slots, unit: { costs } }: UnitState, reads: number, nowPs: number): number {
  let first = 0;
  for (let slot = 1; slot < slots.length; slot++) {
    if ((slots[slot] ?? 0) < (slots[first] ?? 0)) first = slot;
  }
  const startPs = Math.max(nowPs, slots[first] ?? 0);
  const donePs = startPs + lookUpPs(costs, reads) - costs.hitPs;
  slots[first] = donePs;
  return donePs;
}

/** Index of the first of `count` ascending times that is not before `fromPs`. */
function firstFrom(tPs: Float64Array, count: number, fromPs: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tPs[middle] ?? 0) < fromPs) low = middle + 1;
    else high = middle;
  }
  return low;
}
