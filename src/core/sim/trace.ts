import { defined } from '../base/assert.ts';

/*
 * Everything that went over a wire, as columns in order of start: when a hop started, its row (which tells
 * link, flow and place in the route), and its TLP: 10 to 12 bytes a hop, because the first touch of fresh
 * memory is nearly all that recording costs. When it arrived is derived. A full working block is copied out and
 * kept, into memory of a trace that was given back where there is some. Replaying what is already recorded adds
 * nothing.
 */

const BLOCK = 1 << 15;
/** Starts of a block are distances from its first one, below this, ps. */
const REACH_PS = 2 ** 32;

const workingStart = new Uint32Array(BLOCK);
const workingTlp = new Int32Array(BLOCK);
/** The column of rows: the narrow one where the program has few. */
const workingRow = new Int32Array(BLOCK);
const workingNarrowRow = new Uint16Array(BLOCK);
const NARROW_ROWS = 1 << 16;

interface Block {
  /** Number of its first hop, and how many it has. */
  readonly first: number;
  readonly count: number;
  /** Start of its first hop, ps. */
  readonly basePs: number;
  readonly start: Uint32Array;
  readonly row: Int32Array | Uint16Array;
  readonly tlp: Int32Array;
}

type Columns = Pick<Block, 'start' | 'row' | 'tlp'>;

const closed: Block[] = [];
/** Columns of full blocks that nobody reads any more, narrow and wide ones. */
const spareNarrow: Columns[] = [];
const spareWide: Columns[] = [];
/** More than the longest run fills: 40 MB. */
const MAX_SPARE = 128;

const BASE_PS = 0;
const block = new Float64Array(1);

const ON = 0;
/** Hop that is recorded next: behind `LENGTH` while a part is replayed. */
const AT = 1;
const LENGTH = 2;
const TLPS = 3;
/** First hop of the working block. */
const FIRST = 4;
const NARROW = 5;
const control = new Int32Array(6);

/** Transaction of each TLP, in order of issue. */
const tlpTxn: { column: Int32Array } = { column: new Int32Array(1 << 12) };

/**
 * Forgets everything; records from now on only if `isOn`.
 *
 * @param rows rows of the program that is about to run.
 */
export function clearTrace(isOn: boolean, rows: number): void {
  closed.length = 0;
  control.fill(0);
  control[ON] = isOn ? 1 : 0;
  control[NARROW] = rows <= NARROW_ROWS ? 1 : 0;
}

/** Whether hops are recorded. */
export function isTracing(): boolean {
  return control[ON] === 1;
}

/** Records one hop. */
export function record(startPs: number, row: number, tlp: number): void {
  const at = control[AT] ?? 0;
  control[AT] = at + 1;
  if (at < (control[LENGTH] ?? 0)) return;
  control[LENGTH] = at + 1;
  let index = at - (control[FIRST] ?? 0);
  if (index === BLOCK || startPs - (block[BASE_PS] ?? 0) >= REACH_PS) {
    closeBlock();
    index = 0;
  }
  if (index === 0) {
    control[FIRST] = at;
    block[BASE_PS] = startPs;
  }
  workingStart[index] = startPs - (block[BASE_PS] ?? 0);
  workingTlp[index] = tlp;
  if (control[NARROW] === 1) workingNarrowRow[index] = row;
  else workingRow[index] = row;
}

/** A copy of the first `count` hops of the working block. */
function copied(count: number): Columns {
  const isNarrow = control[NARROW] === 1;
  const rows = isNarrow ? workingNarrowRow : workingRow;
  const spare = count === BLOCK ? (isNarrow ? spareNarrow : spareWide).pop() : undefined;
  if (spare === undefined) {
    return {
      start: workingStart.slice(0, count),
      row: rows.slice(0, count),
      tlp: workingTlp.slice(0, count),
    };
  }
  spare.start.set(workingStart);
  spare.row.set(rows);
  spare.tlp.set(workingTlp);
  return spare;
}

function workingBlock(count: number): Block {
  return { first: control[FIRST] ?? 0, count, basePs: block[BASE_PS] ?? 0, ...copied(count) };
}

/** Keeps the working block, without the hop that is being recorded and opens the next one. */
function closeBlock(): void {
  const count = (control[LENGTH] ?? 0) - (control[FIRST] ?? 0) - 1;
  if (count > 0) closed.push(workingBlock(count));
}

/** Keeps the memory of blocks that nobody reads any more for the next trace. */
function giveBack(blocks: readonly Block[]): void {
  for (const { start, row, tlp } of blocks) {
    const spare = row instanceof Uint16Array ? spareNarrow : spareWide;
    if (start.length === BLOCK && spare.length < MAX_SPARE) spare.push({ start, row, tlp });
  }
}

/** Records to which transaction a TLP belongs. */
export function recordTlp(tlp: number, txn: number): void {
  if (tlp < (control[TLPS] ?? 0)) return;
  if (tlp >= tlpTxn.column.length) {
    const larger = new Int32Array(2 * tlpTxn.column.length);
    larger.set(tlpTxn.column);
    tlpTxn.column = larger;
  }
  tlpTxn.column[tlp] = txn;
  control[TLPS] = tlp + 1;
}

/** Where the recorder stands: a snapshot keeps it and `replayFrom` goes back to it. */
export function tracePosition(): number {
  return control[AT] ?? 0;
}

/** Goes back to hop `position`; what is recorded from there to the end stays. */
export function replayFrom(position: number): void {
  control[AT] = position;
}

/** A recorded run: it outlives the engine that made it. */
export interface Trace {
  readonly hops: number;
  readonly tlps: number;
  readonly startPs: (hop: number) => number;
  readonly row: (hop: number) => number;
  readonly tlp: (hop: number) => number;
  readonly txn: (tlp: number) => number;
  /** First hop that starts at `tPs` or later; `hops` when none does. */
  readonly firstFrom: (tPs: number) => number;
  /** Gives its memory to the next trace. Reading it afterwards is a bug. */
  readonly release: () => void;
}

/** Takes the trace recorded so far. */
export function takeTrace(): Trace {
  const hops = control[LENGTH] ?? 0;
  const open = hops - (control[FIRST] ?? 0);
  const blocks = open > 0 ? [...closed, workingBlock(open)] : [...closed];
  const txns = tlpTxn.column.slice(0, control[TLPS] ?? 0);
  let recent = 0;
  /** The block of a hop: as a rule the one of the last question. */
  const blockOf = (hop: number): Block => {
    let found = defined(blocks[recent], 'a recorded block');
    if (hop >= found.first && hop < found.first + found.count) return found;
    recent = lastWhere(blocks.length, (at) => (blocks[at]?.first ?? Infinity) <= hop);
    found = defined(blocks[recent], 'a recorded block');
    return found;
  };
  const startPs = (hop: number): number => {
    const found = blockOf(hop);
    return found.basePs + (found.start[hop - found.first] ?? 0);
  };
  return {
    hops,
    tlps: txns.length,
    startPs,
    row: (hop) => {
      const found = blockOf(hop);
      return found.row[hop - found.first] ?? 0;
    },
    tlp: (hop) => {
      const found = blockOf(hop);
      return found.tlp[hop - found.first] ?? 0;
    },
    txn: (tlp) => txns[tlp] ?? tlp,
    firstFrom: (tPs) => lastWhere(hops, (hop) => startPs(hop) < tPs) + 1,
    release: () => {
      giveBack(blocks);
      blocks.length = 0;
    },
  };
}

/** The last of `count` indices for which `holds`, which holds from 0 on up to some index; -1: for none. */
function lastWhere(count: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
