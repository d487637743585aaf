import { hopsOf } from '../../core/pcie/hops-of.ts';
import { hex } from '../../core/base/address.ts';
import type { Machine } from '../../core/machine/types.ts';
import type { Run } from '../../core/sim/run.ts';
import type { TraceEvent } from '../../core/sim/types.ts';
import { placeName } from './places.ts';

/** What an export needs of a run. */
export type LoggedRun = Pick<Run, 'flows' | 'eventCount' | 'events' | 'visitSegments' | 'endPs'>;

/** One event as a row of a file. Times in ps, addresses as `0x...`. */
export interface LogRow {
  readonly seq: number;
  readonly tPs: number;
  readonly tlp: number;
  readonly txn: number;
  readonly transfer: string;
  readonly leg: string;
  readonly hop: number;
  readonly place: string;
  readonly action: string;
  readonly verdict: string;
  readonly rule: string;
  readonly address: string;
  readonly at: string;
  readonly t: number;
  readonly bytes: number;
}

const COLUMNS = [
  'seq',
  'tPs',
  'tlp',
  'txn',
  'transfer',
  'leg',
  'hop',
  'place',
  'action',
  'verdict',
  'rule',
  'address',
  'at',
  't',
  'bytes',
] as const satisfies readonly (keyof LogRow)[];

const ROWS_AT_ONCE = 10_000;

function rowOf(machine: Machine, run: LoggedRun, event: TraceEvent): LogRow {
  const info = run.flows[event.flow];
  const hops = info && hopsOf(info);
  const hop = hops?.[event.hop];
  return {
    seq: event.seq,
    tPs: event.tPs,
    tlp: event.tlpId,
    txn: event.txnId,
    transfer: info?.transferId ?? '',
    leg: info?.leg ?? '',
    hop: event.hop,
    place: hop === undefined ? '' : placeName(machine, hop.place),
    action: hop?.action ?? '',
    verdict: hop?.verdict ?? '',
    rule: hop?.rule ?? '',
    address: hop === undefined ? '' : hex(hop.address + BigInt(event.offsetBytes)),
    at: hop?.at ?? '',
    t: hop?.t ?? 0,
    bytes: event.bytes,
  };
}

function* rowsOf(machine: Machine, run: LoggedRun): Generator<LogRow> {
  for (let from = 0; from < run.eventCount; from += ROWS_AT_ONCE) {
    for (const event of run.events(from, ROWS_AT_ONCE)) yield rowOf(machine, run, event);
  }
}

/**
 * A CSV field: quoted where it must be; text that a spreadsheet would run as a formula gets an apostrophe.
 * @source RFC 4180 §2
 */
function field(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The event list as CSV with a header row and CRLF line ends, in chunks of many rows. */
export function* exportLogCsv(machine: Machine, run: LoggedRun): Generator<string> {
  yield `${COLUMNS.join(',')}\r\n`;
  for (const row of rowsOf(machine, run)) {
    yield `${COLUMNS.map((column) => field(row[column])).join(',')}\r\n`;
  }
}

/** The event list as one JSON object a line. */
export function* exportLogNdjson(machine: Machine, run: LoggedRun): Generator<string> {
  for (const row of rowsOf(machine, run)) yield `${JSON.stringify(row)}\n`;
}
