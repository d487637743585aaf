const ROW = /^([0-9a-f]{2,3}):((?: [0-9a-f]{2}){1,16})\s*$/i;
const CONFIG_SPACE_BYTES = 4096;

/** A row of a dump with its line. */
export interface DumpRow {
  readonly line: number;
  readonly text: string;
}

/** Whether a line is a row of a hexdump: offset, colon, 1 to 16 bytes. */
export function isDumpRow(line: string): boolean {
  return ROW.test(line);
}

/** The bytes of the rows by register offset; an absent byte is unknown, not zero. Rows from 1000h on are no register. */
export function bytesOfRows(rows: readonly DumpRow[]): Map<number, number> {
  const bytes = new Map<number, number>();
  for (const { text } of rows) {
    const row = ROW.exec(text);
    const offset = Number.parseInt(row?.[1] ?? '', 16);
    if (row === null || offset >= CONFIG_SPACE_BYTES) continue;
    for (const [at, value] of (row[2] ?? '').trim().split(' ').entries()) {
      bytes.set(offset + at, Number.parseInt(value, 16));
    }
  }
  return bytes;
}
