import { describe, expect, test } from 'vitest';
import { clearTrace, record, recordTlp, replayFrom, takeTrace } from './trace.ts';

describe('a trace', () => {
  test.each([
    ['few rows', 100],
    ['more rows than 16 bits number', 100_000],
  ])('%s: gives back every hop over many blocks and long silences', (_what, rows) => {
    clearTrace(true, rows);
    const count = 100_000;
    // A silence of 5 ms every 30,000 hops is more than one block can span.
    const startOf = (hop: number): number => hop * 1000 + Math.floor(hop / 30_000) * 5e9;
    for (let hop = 0; hop < count; hop++) record(startOf(hop), hop % rows, hop >> 2);
    const trace = takeTrace();
    expect(trace.hops).toBe(count);
    let wrong = 0;
    for (let hop = 0; hop < count; hop++) {
      const isRight =
        trace.startPs(hop) === startOf(hop) &&
        trace.row(hop) === hop % rows &&
        trace.tlp(hop) === hop >> 2;
      if (!isRight) wrong++;
    }
    expect(wrong).toBe(0);
    for (const hop of [0, 1, 29_999, 30_000, 65_535, 65_536, count - 1]) {
      expect(trace.firstFrom(startOf(hop))).toBe(hop);
      expect(trace.firstFrom(startOf(hop) + 1)).toBe(hop + 1);
    }
  });

  test('replaying adds nothing, going on does', () => {
    clearTrace(true, 10);
    for (let hop = 0; hop < 10; hop++) record(hop, hop, hop);
    replayFrom(4);
    for (let hop = 4; hop < 12; hop++) record(hop, 0, 0);
    const trace = takeTrace();
    expect(trace.hops).toBe(12);
    expect(trace.row(7)).toBe(7);
    expect(trace.row(11)).toBe(0);
  });

  test('memory that was given back serves the next trace, and nobody reads the old one', () => {
    const count = 3 * 32_768 + 5;
    const fill = (shift: number): void => {
      clearTrace(true, 10);
      for (let hop = 0; hop < count; hop++) record(hop + shift, (hop + shift) % 10, hop + shift);
    };
    fill(0);
    const old = takeTrace();
    old.release();
    expect(() => old.row(0)).toThrow(/recorded block/);
    fill(3);
    const next = takeTrace();
    fill(7);
    const after = takeTrace();
    let wrong = 0;
    for (let hop = 0; hop < count; hop++) {
      if (next.tlp(hop) !== hop + 3 || next.startPs(hop) !== hop + 3) wrong++;
      if (after.tlp(hop) !== hop + 7 || after.row(hop) !== (hop + 7) % 10) wrong++;
    }
    expect(wrong).toBe(0);
  });

  test('a completion belongs to the transaction of its request', () => {
    clearTrace(true, 10);
    recordTlp(0, 0);
    recordTlp(1, 0);
    expect(takeTrace().txn(1)).toBe(0);
  });
});
