import { describe, expect, test } from 'vitest';
import type { TraceEvent } from '../../core/sim/types.ts';
import type { TraceSource } from '../../store/trace.ts';
import type { LogRow } from './log-filter.ts';
import { parseLogFilter } from './log-filter.ts';
import { LogPages } from './log-pages.ts';

const COUNT = 100_000;

const rowOf = (seq: number): LogRow => ({
  seq,
  tPs: seq,
  tlpId: seq >> 2,
  flow: 0,
  hop: seq & 3,
  kind: seq % 1000 === 7 ? 'MRd' : 'MWr',
  at: '00',
  t: '0',
  from: 'A',
  to: 'B',
  address: '0x0',
  where: 'P',
  verdict: 'forwarded',
  rule: 'ROUTE-UP',
});

function longRun(): { pages: LogPages; asked: number[] } {
  const asked: number[] = [];
  const source: TraceSource = {
    eventCount: COUNT,
    events: (from, count) => {
      asked.push(count);
      const length = Math.max(0, Math.min(count, COUNT - from));
      const events = Array.from({ length }, (_, i) => ({ seq: from + i }) as unknown as TraceEvent);
      return Promise.resolve(events);
    },
    bars: () => Promise.resolve(null),
    lookUps: () => Promise.resolve([]),
  };
  return { pages: new LogPages(source, ({ seq }) => rowOf(seq)), asked };
}

describe('the log of a long run', () => {
  test('fetches the pages in view and no others', async () => {
    const { pages, asked } = longRun();
    expect(await pages.fetch([70_010, 70_011])).toBe(true);
    expect(await pages.fetch([70_012])).toBe(false);
    expect(pages.at(70_011)).toMatchObject({ seq: 70_011 });
    expect(pages.at(5)).toBeNull();
    expect(asked).toHaveLength(1);
  });

  test('forgets pages that are long out of view, never those in view', async () => {
    const { pages } = longRun();
    for (let seq = 0; seq < COUNT; seq += 500) await pages.fetch([seq]);
    expect(pages.at(0)).toBeNull();
    expect(pages.at(COUNT - 500)).toMatchObject({ seq: COUNT - 500 });
  });

  test('a filter goes through it in small pieces and finds every row that matches', async () => {
    const { pages, asked } = longRun();
    const filter = parseLogFilter('kind:mrd');
    if (!filter.ok) throw new Error(filter.error);
    const found: number[] = [];
    for await (const more of pages.matches(filter.value, () => true)) found.push(...more);
    expect(found).toEqual(Array.from({ length: 100 }, (_, i) => 1000 * i + 7));
    expect(Math.max(...asked)).toBeLessThanOrEqual(1000);
  });

  test('a filter that is no longer wanted stops', async () => {
    const { pages, asked } = longRun();
    let left = 3;
    const filter = parseLogFilter('kind:mrd');
    if (!filter.ok) throw new Error(filter.error);
    for await (const _ of pages.matches(filter.value, () => left > 0)) left--;
    expect(asked).toHaveLength(3);
  });
});
