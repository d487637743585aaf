import { assert, defined } from '../base/assert.ts';
import { MAX_EVENTS } from './calendar.ts';
import type { Burst, CreditClass, Program } from './types.ts';

/*
 * What the engine looks up while it runs, as flat arrays filled once per Program (see calendar.ts for why
 * they are module-level). A row is one hop of one shape (payload and overhead) of one flow; the rows of a
 * shape follow one another from source to destination, so a TLP's place is one number.
 */

/** Directed links, flows, rows and bursts that one Program may have. */
export const MAX_LINKS = 1 << 15;
export const POOLS_PER_LINK = 3;
export const MAX_POOLS = POOLS_PER_LINK * MAX_LINKS;
export const MAX_FLOWS = MAX_EVENTS - 2 * MAX_LINKS;
export const MAX_ROWS = 1 << 19;
/** Event of a flow's start; those of links lie below. */
export const FLOW_EVENT = 2 * MAX_LINKS;
const MAX_BURSTS = 1 << 21;

export const rowLink = new Int32Array(MAX_ROWS);
/** Link of the next row; -1: the destination. */
export const rowNext = new Int32Array(MAX_ROWS);
/** Link of the row before; -1: the source. */
export const rowCame = new Int32Array(MAX_ROWS);
/** Credit pool that the TLP takes from on this link, and data units that it takes. */
export const rowPool = new Int32Array(MAX_ROWS);
export const rowUnits = new Int32Array(MAX_ROWS);
export const rowFlow = new Int32Array(MAX_ROWS);
/** Serialisation, and what the link needs to carry the TLP again, ps. */
export const rowSerial = new Float64Array(MAX_ROWS);
/** What of it is for carrying the TLP again, ps. */
export const rowHold = new Float64Array(MAX_ROWS);
/** From start to the event at the far node, ps: the last byte has arrived, the first one where it may cut through. */
export const rowDelay = new Float64Array(MAX_ROWS);
/** From that event until the TLP may go on or is delivered, ps; for a cut-through one that must wait after all. */
export const rowExtra = new Float64Array(MAX_ROWS);
/** 1: the far node may forward it at its event, before the last byte arrived. */
export const rowCut = new Uint8Array(MAX_ROWS);
/** 1: delivered at its start, without an event: all of its link's TLPs end there alike. */
export const rowEarly = new Uint8Array(MAX_ROWS);
/** Bytes that its TLP moves or asks for. */
export const rowBytes = new Int32Array(MAX_ROWS);
/** 1: its transmitter ignores credits, so whether the buffer behind its link has room is looked at on arrival. */
export const rowGuarded = new Uint8Array(MAX_ROWS);
/** 1: an IOMMU behind its link looks the TLP up; what that needs beyond a hit comes on top of `rowExtra`. */
export const rowWalks = new Uint8Array(MAX_ROWS);
/** TLPs that its delivery releases. */
export const rowAnswers = new Int32Array(MAX_ROWS);

export const burstRow = new Int32Array(MAX_BURSTS);
export const burstCount = new Int32Array(MAX_BURSTS);
/** Page of the flow that its TLPs lie in. */
export const burstPage = new Int32Array(MAX_BURSTS);

export const flowBurst = new Int32Array(MAX_FLOWS);
export const flowBurstEnd = new Int32Array(MAX_FLOWS);
export const flowStart = new Float64Array(MAX_FLOWS);
export const flowHash = new Int32Array(MAX_FLOWS);
/** Index in CREDIT_CLASSES. */
export const flowClass = new Uint8Array(MAX_FLOWS);
/** Most TLPs between issue and last answer. */
export const flowWindow = new Int32Array(MAX_FLOWS);
/** Flow that answers this one, and flow that this one answers; -1: none. */
export const flowAnsweredBy = new Int32Array(MAX_FLOWS);
export const flowAnswers = new Int32Array(MAX_FLOWS);
/** Flows that wait for this one to be delivered as a list: the first, and the next of the same list; -1: none. */
export const flowWaiter = new Int32Array(MAX_FLOWS);
export const flowNextWaiter = new Int32Array(MAX_FLOWS);
/** 1: it waits for another one. */
export const flowWaits = new Uint8Array(MAX_FLOWS);
/** TLPs of the flow in all. */
export const flowTotal = new Int32Array(MAX_FLOWS);
/** 1: its answers reach whom they answer. */
export const flowHeard = new Uint8Array(MAX_FLOWS);

export const linkPropagation = new Float64Array(MAX_LINKS);
/** Flows that start on a link, by (start, order): sourceFlow[linkSource[l]] up to linkSource[l + 1]. */
export const linkSource = new Int32Array(MAX_LINKS + 1);
export const sourceFlow = new Int32Array(MAX_FLOWS);

/** The three columns of the ordering table; a class is its index here. */
export const CREDIT_CLASSES: readonly CreditClass[] = ['posted', 'nonPosted', 'completion'];
export const POSTED = 0;
const NO_LIMIT = 2 ** 31 - 1;
/** Bytes of payload that one data credit stands for. @source PCIe Base §2.6.1 */
const DATA_UNIT_BYTES = 16;

/** Data credits that a payload takes. */
export function dataUnitsOf(payloadBytes: number): number {
  return Math.ceil(payloadBytes / DATA_UNIT_BYTES);
}

/** Sizes of the loaded Program. */
export interface TableSizes {
  readonly links: number;
  readonly flows: number;
  readonly rows: number;
  /** The longest time from a start to its event, ps. */
  readonly longestDelayPs: number;
}

/** Serialisation time, ps: ceil(bytes x num / den), exact. */
export function serialisationPs(bytes: number, num: number, den: number): number {
  const product = bytes * num;
  if (product > Number.MAX_SAFE_INTEGER) {
    const exact = BigInt(bytes) * BigInt(num);
    return Number((exact + BigInt(den) - 1n) / BigInt(den));
  }
  const rest = product % den;
  return (product - rest) / den + (rest > 0 ? 1 : 0);
}

/**
 * Fills the tables for `program`.
 *
 * @throws Error when the program names a link that it does not have, or is larger than the tables:
 *   the makers of programs check both first.
 */
export function fillTables(program: Program): TableSizes {
  const { links, flows } = program;
  assert(links.length <= MAX_LINKS && flows.length <= MAX_FLOWS, 'more links or flows than tables');
  links.forEach((link, index) => {
    linkPropagation[index] = link.propagationPs;
  });
  flowAnswers.fill(-1, 0, flows.length);
  flowWaiter.fill(-1, 0, flows.length);
  const base = baseLatencies(program);
  const early = earlyLinks(program, base);
  let rows = 0;
  let bursts = 0;
  let longestDelayPs = 1;
  flows.forEach((flow, index) => {
    flowBurst[index] = bursts;
    flowStart[index] = flow.startPs;
    flowHash[index] = Math.imul(index, 0x9e3779b1);
    flowClass[index] = CREDIT_CLASSES.indexOf(flow.creditClass);
    flowWindow[index] = Math.min(flow.outstanding, NO_LIMIT);
    flowAnsweredBy[index] = flow.answeredBy ?? -1;
    flowTotal[index] = flow.bursts.reduce((sum, { count }) => sum + count, 0);
    flowWaits[index] = flow.after === undefined ? 0 : 1;
    if (flow.after !== undefined && flow.after >= 0) {
      flowNextWaiter[index] = flowWaiter[flow.after] ?? -1;
      flowWaiter[flow.after] = index;
    }
    flowHeard[index] = flow.isHeard ? 1 : 0;
    if (flow.answeredBy !== null) flowAnswers[flow.answeredBy] = index;
    const shapes = new Map<string, number>();
    for (const burst of flow.bursts) {
      const key = `${burst.payloadBytes}+${burst.overheadBytes}>${burst.answers}:${burst.bytes}`;
      let first = shapes.get(key);
      if (first === undefined) {
        first = rows;
        rows += flow.path.length;
        assert(rows <= MAX_ROWS && bursts < MAX_BURSTS, 'more hops or bursts than tables');
        shapes.set(key, first);
        const longest = fillRows({ program, index, burst, first, base, early });
        longestDelayPs = Math.max(longestDelayPs, longest);
      }
      burstRow[bursts] = first;
      burstCount[bursts] = burst.count;
      burstPage[bursts] = burst.page;
      bursts++;
    }
    flowBurstEnd[index] = bursts;
  });
  fillSources(program);
  return { links: links.length, flows: flows.length, rows, longestDelayPs };
}

/** Node latency that every flow over a link meets at its far end, ps; what a flow needs beyond is its extra. */
function baseLatencies(program: Program): Float64Array {
  const base = new Float64Array(program.links.length).fill(Infinity);
  for (const flow of program.flows) {
    flow.path.forEach((link, hop) => {
      base[link] = Math.min(base[link] ?? 0, flow.latencyPs[hop] ?? 0);
    });
  }
  return base;
}

/**
 * Links whose every TLP is delivered at the far end after the same latency, with nobody waiting for it. In
 * the full discipline every delivery is an event: it takes a latency sample and may release answers.
 */
function earlyLinks(program: Program, base: Float64Array): Uint8Array {
  const early = new Uint8Array(program.links.length);
  if (program.arbitration === 'fifo') early.fill(1);
  program.links.forEach((link, index) => {
    if (link.ignoresCredits === true) early[index] = 0;
  });
  const answers = new Set(program.flows.map((flow) => flow.answeredBy));
  program.flows.forEach((flow, index) => {
    const isAwaited = flow.answeredBy !== null || answers.has(index);
    flow.path.forEach((link, hop) => {
      const isLast = hop === flow.path.length - 1;
      if (isAwaited || !isLast || flow.latencyPs[hop] !== base[link]) early[link] = 0;
    });
  });
  return early;
}

interface Shape {
  readonly program: Program;
  readonly index: number;
  readonly burst: Burst;
  readonly first: number;
  readonly base: Float64Array;
  readonly early: Uint8Array;
}

/** Fills the rows of one shape; returns its longest delay, ps. */
function fillRows({ program, index, burst, first, base, early }: Shape): number {
  const flow = defined(program.flows[index], 'the flow that is being filled');
  let longest = 0;
  flow.path.forEach((link, hop) => {
    const wire = defined(program.links[link], `flow ${index} names link ${link}`);
    const row = first + hop;
    const wireBytes = burst.payloadBytes + burst.overheadBytes + wire.framingBytes;
    const serial = serialisationPs(wireBytes, wire.psPerByteNum, wire.psPerByteDen);
    const latency = base[link] ?? 0;
    const isCut = flow.cutThrough[hop] ?? false;
    const beyond = (flow.latencyPs[hop] ?? 0) - latency;
    rowLink[row] = link;
    rowNext[row] = flow.path[hop + 1] ?? -1;
    rowCame[row] = flow.path[hop - 1] ?? -1;
    rowFlow[row] = index;
    rowPool[row] = link * POOLS_PER_LINK + (wire.credits.length > 1 ? (flowClass[index] ?? 0) : 0);
    rowUnits[row] = dataUnitsOf(burst.payloadBytes);
    const hold = flow.holdPs?.[hop] ?? 0;
    rowSerial[row] = serial + hold;
    rowHold[row] = hold;
    rowDelay[row] = (isCut ? 0 : serial) + wire.propagationPs + latency;
    rowExtra[row] = (isCut ? serial : 0) + beyond;
    rowCut[row] = isCut && beyond === 0 ? 1 : 0;
    rowEarly[row] = early[link] ?? 0;
    const isLost = flow.isOverflow === true && hop === flow.path.length - 1;
    rowGuarded[row] = wire.ignoresCredits === true && !isLost ? 1 : 0;
    rowAnswers[row] = burst.answers;
    rowBytes[row] = burst.bytes;
    rowWalks[row] = hop === flow.walkHop ? 1 : 0;
    longest = Math.max(longest, rowDelay[row] ?? 0);
  });
  return longest;
}

function fillSources(program: Program): void {
  const byLink: number[][] = program.links.map(() => []);
  program.flows.forEach((flow, index) => {
    const first = flow.path[0];
    if (first !== undefined) byLink[first]?.push(index);
  });
  let at = 0;
  byLink.forEach((sources, link) => {
    linkSource[link] = at;
    const order = (index: number): number => program.flows[index]?.order ?? 0;
    sources.sort((a, b) => (flowStart[a] ?? 0) - (flowStart[b] ?? 0) || order(a) - order(b));
    for (const index of sources) sourceFlow[at++] = index;
  });
  linkSource[program.links.length] = at;
}
