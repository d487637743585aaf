import { err, ok } from '../core/base/result.ts';
import type { Result } from '../core/base/result.ts';

/*
 * A frame: the TLPs on wires between two instants, as columns in one buffer that travels to the worker and
 * back. 32 bytes of header (magic, version, count, total, epoch, 4 spare; then nowPs), then the columns
 * startPs and arrivePs (float64), tlpId, flow and link (int32), each `capacity` long.
 */

const MAGIC = 0x50325046;
const VERSION = 1;
const HEADER_BYTES = 32;
const SEGMENT_BYTES = 8 + 8 + 4 + 4 + 4;

const WORD = { magic: 0, version: 1, count: 2, total: 3, epoch: 4 } as const;
const NOW_BYTES = 24;

/** Bytes of a buffer that holds `segments` segments. */
export function frameBytes(segments: number): number {
  return HEADER_BYTES + segments * SEGMENT_BYTES;
}

interface Columns {
  readonly capacity: number;
  readonly startPs: Float64Array;
  readonly arrivePs: Float64Array;
  readonly tlpId: Int32Array;
  readonly flow: Int32Array;
  readonly link: Int32Array;
}

/** The columns of a buffer; an even capacity keeps every column aligned. */
function columnsOf(buffer: ArrayBuffer): Columns {
  const capacity = Math.floor((buffer.byteLength - HEADER_BYTES) / SEGMENT_BYTES) & ~1;
  const doubles = (index: number): Float64Array =>
    new Float64Array(buffer, HEADER_BYTES + 8 * capacity * index, capacity);
  const words = (index: number): Int32Array =>
    new Int32Array(buffer, HEADER_BYTES + (16 + 4 * index) * capacity, capacity);
  return {
    capacity,
    startPs: doubles(0),
    arrivePs: doubles(1),
    tlpId: words(0),
    flow: words(1),
    link: words(2),
  };
}

/** Fills a lent buffer. */
export interface FrameWriter {
  /** Adds one segment; beyond the capacity it is only counted. */
  readonly add: (
    tlpId: number,
    flow: number,
    link: number,
    startPs: number,
    arrivePs: number,
  ) => void;
  /** Writes the header: the frame is complete. */
  readonly close: () => void;
}

/** Starts a frame in `buffer`, which must hold at least the header. */
export function frameWriter(buffer: ArrayBuffer, epoch: number, nowPs: number): FrameWriter {
  const columns = columnsOf(buffer);
  let total = 0;
  return {
    add: (tlpId, flow, link, startPs, arrivePs) => {
      if (total < columns.capacity) {
        columns.startPs[total] = startPs;
        columns.arrivePs[total] = arrivePs;
        columns.tlpId[total] = tlpId;
        columns.flow[total] = flow;
        columns.link[total] = link;
      }
      total++;
    },
    close: () => {
      const words = new Uint32Array(buffer, 0, 8);
      words[WORD.magic] = MAGIC;
      words[WORD.version] = VERSION;
      words[WORD.count] = Math.min(total, columns.capacity);
      words[WORD.total] = total;
      words[WORD.epoch] = epoch;
      new Float64Array(buffer, NOW_BYTES, 1)[0] = nowPs;
    },
  };
}

/** A frame as it is drawn; valid until its buffer is lent again. Index 0 to count - 1, in order of start. */
export interface Frame {
  /** What it is read out of. */
  readonly buffer: ArrayBuffer;
  readonly epoch: number;
  readonly nowPs: number;
  readonly count: number;
  /** More than `count`: the buffer was too small for the rest. */
  readonly total: number;
  readonly tlpId: (index: number) => number;
  /** Index in the run's flow list. */
  readonly flow: (index: number) => number;
  /** Directed link: 2 x link index + 0 up, + 1 down. */
  readonly link: (index: number) => number;
  readonly startPs: (index: number) => number;
  readonly arrivePs: (index: number) => number;
}

/** Reads a frame; the error says what is wrong with the buffer. */
export function readFrame(buffer: ArrayBuffer): Result<Frame, string> {
  if (buffer.byteLength < HEADER_BYTES) return err('a frame of fewer bytes than its header');
  const words = new Uint32Array(buffer, 0, 8);
  if (words[WORD.magic] !== MAGIC) return err('no frame: its first word is another');
  if (words[WORD.version] !== VERSION) return err(`a frame of version ${words[WORD.version]}`);
  const columns = columnsOf(buffer);
  const count = words[WORD.count] ?? 0;
  if (count > columns.capacity) return err(`a frame of ${count} segments in too few bytes`);
  return ok({
    buffer,
    epoch: words[WORD.epoch] ?? 0,
    nowPs: new Float64Array(buffer, NOW_BYTES, 1)[0] ?? 0,
    count,
    total: words[WORD.total] ?? 0,
    tlpId: (index) => columns.tlpId[index] ?? 0,
    flow: (index) => columns.flow[index] ?? 0,
    link: (index) => columns.link[index] ?? 0,
    startPs: (index) => columns.startPs[index] ?? 0,
    arrivePs: (index) => columns.arrivePs[index] ?? 0,
  });
}
