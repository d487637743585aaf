import { useEffect, useState } from 'react';
import type { TraceEvent } from '../../core/sim/types.ts';
import type { TraceSource } from '../../store/trace.ts';
import type { LogFilter, LogRow } from './log-filter.ts';

/*
 * The log of a long run is never in the window as a whole: rows in view are fetched in pages, and a filter goes through
 * the run piece by piece and keeps nothing but the numbers of the rows that match.
 */

const PAGE_ROWS = 200;
/** Pages kept beside those in view: a bit of scrolling back fetches nothing. */
const KEPT_PAGES = 50;
/** Rows that a filter looks at between two breaths of the window. */
const PIECE_ROWS = 1_000;
/** A count that grows is shown so often, ms. */
const SHOWN_MS = 150;

/** Puts an event of the run into words; null: the run has no such hop. */
export type LogWords = (event: TraceEvent) => LogRow | null;

/** Rows of one run by their numbers. */
export class LogPages {
  private readonly source: TraceSource;
  private readonly words: LogWords;
  private readonly pages = new Map<number, readonly (LogRow | null)[]>();

  constructor(source: TraceSource, words: LogWords) {
    this.source = source;
    this.words = words;
  }

  /** The row, or null while it is not here. */
  at(seq: number): LogRow | null {
    return this.pages.get(Math.floor(seq / PAGE_ROWS))?.[seq % PAGE_ROWS] ?? null;
  }

  /** Fetches the pages of these rows; returns whether any of them is new. */
  async fetch(seqs: readonly number[]): Promise<boolean> {
    const wanted = new Set(seqs.map((seq) => Math.floor(seq / PAGE_ROWS)));
    const missing = [...wanted].filter((page) => !this.pages.has(page));
    await Promise.all(
      missing.map(async (page) => {
        const events = await this.source.events(page * PAGE_ROWS, PAGE_ROWS);
        this.pages.set(page, events.map(this.words));
      }),
    );
    for (const page of this.pages.keys()) {
      if (this.pages.size <= KEPT_PAGES) break;
      if (!wanted.has(page)) this.pages.delete(page);
    }
    return missing.length > 0;
  }

  /** Numbers of the rows that match, as they are found; ends early when `isCurrent` says no. */
  async *matches(filter: LogFilter, isCurrent: () => boolean): AsyncGenerator<readonly number[]> {
    const { eventCount } = this.source;
    for (let from = 0; from < eventCount && isCurrent(); from += PIECE_ROWS) {
      const events = await this.source.events(from, PIECE_ROWS);
      if (events.length === 0) return;
      yield events.flatMap((event) => {
        const row = this.words(event);
        return row !== null && filter(row) ? [row.seq] : [];
      });
    }
  }
}

/** What a filter has found so far. */
export interface Found {
  /** Numbers of the rows, rising. */
  readonly seqs: readonly number[];
  /** So many are known; `seqs` grows in place. */
  readonly count: number;
  readonly isDone: boolean;
}

const NOTHING: Found = { seqs: [], count: 0, isDone: false };

/** Goes through the run with a filter; null without one: every row is shown. */
export function useMatches(pages: LogPages | null, filter: LogFilter | null): Found | null {
  const [found, setFound] = useState<Found>(NOTHING);
  useEffect(() => {
    if (pages === null || filter === null) return undefined;
    let isCurrent = true;
    const seqs: number[] = [];
    const look = async (): Promise<void> => {
      setFound(NOTHING);
      let shownAt = 0;
      for await (const more of pages.matches(filter, () => isCurrent)) {
        if (!isCurrent) return;
        for (const seq of more) seqs.push(seq);
        if (performance.now() - shownAt < SHOWN_MS) continue;
        shownAt = performance.now();
        setFound({ seqs, count: seqs.length, isDone: false });
      }
      if (isCurrent) setFound({ seqs, count: seqs.length, isDone: true });
    };
    void look();
    return () => {
      isCurrent = false;
    };
  }, [pages, filter]);
  return filter === null ? null : found;
}

/** The rows of these numbers; those under way are null. */
export function useRows(pages: LogPages, seqs: readonly number[]): readonly (LogRow | null)[] {
  const [, setFetched] = useState(0);
  const first = seqs[0];
  const last = seqs.at(-1);
  useEffect(() => {
    let isCurrent = true;
    const fetch = async (): Promise<void> => {
      const hasMore = await pages.fetch(seqs);
      if (isCurrent && hasMore) setFetched((count) => count + 1);
    };
    void fetch();
    return () => {
      isCurrent = false;
    };
    // The rows between two ends of one list are always the same.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [pages, first, last, seqs.length]);
  return seqs.map((seq) => pages.at(seq));
}
