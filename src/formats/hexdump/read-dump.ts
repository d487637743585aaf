import { parseBdf } from '../../core/base/bdf.ts';
import type { Bdf } from '../../core/base/bdf.ts';

/** The configuration space of one function as a dump printed it. */
export interface DumpedFunction {
  readonly bdf: Bdf;
  /** Line of its header, from 1. */
  readonly line: number;
  /** By register offset; an absent byte is unknown, not zero. */
  readonly bytes: ReadonlyMap<number, number>;
  /** Lines that look like dump lines and cannot be read, from 1. */
  readonly damaged: readonly number[];
}

const HEADER = /^(?:[0-9a-f]{4,8}:)?[0-9a-f]{2}:[0-9a-f]{2}\.[0-7](?=\s|$)/i;
const ROW = /^([0-9a-f]{2,3}):((?: [0-9a-f]{2}){1,16})\s*$/i;
const ALMOST_ROW = /^[0-9a-f]{2,3}: ?[0-9a-f]{2}\b/i;
const CONFIG_SPACE_BYTES = 4096;

/** Whether a line is a row of a hexdump: offset, colon, 1 to 16 bytes. */
export function isDumpRow(line: string): boolean {
  return ROW.test(line);
}

/**
 * Collects the dumps of `lspci -x`, `-xxx` or `-xxxx`, with any text between a header and its rows.
 *
 * @param lines the text's lines without line ends, in order; linear in their number.
 * @returns one entry per header that has rows; rows without a header are left out.
 */
export function readDump(lines: readonly string[]): DumpedFunction[] {
  const functions: (DumpedFunction & { bytes: Map<number, number>; damaged: number[] })[] = [];
  let current: (typeof functions)[number] | null = null;
  lines.forEach((line, i) => {
    const row = ROW.exec(line);
    if (row !== null) {
      const offset = Number.parseInt(row[1] ?? '', 16);
      if (current === null || offset >= CONFIG_SPACE_BYTES) return;
      const bytes = current.bytes;
      (row[2] ?? '')
        .trim()
        .split(' ')
        .forEach((byte, at) => bytes.set(offset + at, Number.parseInt(byte, 16)));
      return;
    }
    const header = HEADER.exec(line);
    const bdf = header === null ? null : parseBdf(header[0]);
    if (bdf !== null) {
      current = { bdf, line: i + 1, bytes: new Map(), damaged: [] };
      functions.push(current);
    } else if (current !== null && ALMOST_ROW.test(line)) {
      current.damaged.push(i + 1);
    }
  });
  return functions.filter((found) => found.bytes.size > 0);
}
