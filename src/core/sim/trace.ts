import { defined } from '../base/assert.ts';

/*
 * Everything that went over a wire, as columns in order of start: when a hop started, its row (which tells
 * link, flow and place in the route), and its TLP: 16 bytes a hop. When it arrived is derived. A full
 * working block is copied out and kept. Replaying what is already recorded adds nothing.
 */

const BLOCK = 1 << 16;

interface Columns {
  readonly startPs: Float64Array;
  readonly row: Int32Array;
  readonly tlp: Int32Array;
}

const working: Columns = {
  startPs: new Float64Array(BLOCK),
  row: new Int32Array(BLOCK),
  tlp: new Int32Array(BLOCK),
};
const workingStart = working.startPs;
const workingRow = working.row;
const workingTlp = working.tlp;
const closed: Columns[] = [];

const ON = 0;
/** Hop that is recorded next: behind `LENGTH` while a part is replayed. */
const AT = 1;
const LENGTH = 2;
const TLPS = 3;
const control = new Int32Array(4);

/** Transaction of each TLP, in order of issue. */
const tlpTxn: { column: Int32Array } = { column: new Int32Array(1 << 12) };

/** Forgets everything; records from now on only if `isOn`. */
export function clearTrace(isOn: boolean): void {
  closed.length = 0;
  control.fill(0);
  control[ON] = isOn ? 1 : 0;
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
  const index = at & (BLOCK - 1);
  workingStart[index] = startPs;
  workingRow[index] = row;
  workingTlp[index] = tlp;
  if (index === BLOCK - 1) {
    closed.push({
      startPs: workingStart.slice(),
      row: workingRow.slice(),
      tlp: workingTlp.slice(),
    });
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
}

/** Takes the trace recorded so far. */
export function takeTrace(): Trace {
  const hops = control[LENGTH] ?? 0;
  const rest = hops & (BLOCK - 1);
  const blocks = [...closed];
  if (rest > 0) {
    blocks.push({
      startPs: workingStart.slice(0, rest),
      row: workingRow.slice(0, rest),
      tlp: workingTlp.slice(0, rest),
    });
  }
  const txns = tlpTxn.column.slice(0, control[TLPS] ?? 0);
  const block = (hop: number): Columns => defined(blocks[hop >> 16], `hop ${hop} of the trace`);
  const startPs = (hop: number): number => block(hop).startPs[hop & (BLOCK - 1)] ?? 0;
  return {
    hops,
    tlps: txns.length,
    startPs,
    row: (hop) => block(hop).row[hop & (BLOCK - 1)] ?? 0,
    tlp: (hop) => block(hop).tlp[hop & (BLOCK - 1)] ?? 0,
    txn: (tlp) => txns[tlp] ?? tlp,
    firstFrom: (tPs) => {
      let low = 0;
      let high = hops;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (startPs(middle) < tPs) low = middle + 1;
        else high = middle;
      }
      return low;
    },
  };
}
