import { memo, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { formatTime } from '../../core/base/units.ts';
import { useJourney } from '../../store/journey.ts';
import { usePlayback } from '../../store/playback.ts';
import { useView } from '../../store/view.ts';
import { panelStrings } from '../strings/panels.ts';
import type { LogRow } from './log-filter.ts';
import { useRows } from './log-pages.ts';
import type { LogPages } from './log-pages.ts';

interface Props {
  readonly pages: LogPages;
  /** Numbers of the rows shown, rising; null: all of them. */
  readonly seqs: readonly number[] | null;
  readonly count: number;
}

const ROW_PX = 24;
/** No browser lays out a taller list; beyond it a pixel of the scroll bar is more than one of the rows. */
const MOST_PX = 8_000_000;
const BASE_ROWS = 1_000;
/** Rows mounted above and below the visible ones, so that scrolling shows no gap. */
const MARGIN_ROWS = 6;

const COLUMNS = [
  ['seq', 'w-14 text-right'],
  ['tPs', 'w-20 text-right'],
  ['tlpId', 'w-14 text-right'],
  ['kind', 'w-18'],
  ['at', 'w-9'],
  ['t', 'w-7'],
  ['from', 'w-28'],
  ['to', 'w-32'],
  ['address', 'w-40'],
  ['where', 'w-32'],
  ['verdict', 'w-26'],
  ['rule', 'min-w-48 flex-1'],
] as const satisfies readonly (readonly [keyof LogRow, string])[];

const MONO = new Set<keyof LogRow>(['seq', 'tPs', 'tlpId', 'at', 't', 'address', 'rule']);

/** Explains a row and goes to its instant. */
function choose({ flow, hop, tlpId, tPs }: LogRow): void {
  useView.getState().goTo({ flow, hop, tlpId });
  usePlayback.getState().seek(tPs);
}

interface LineProps {
  readonly row: LogRow;
  readonly index: number;
  readonly topPx: number;
  readonly isHere: boolean;
}

const LogLine = memo(function LogLine({ row, index, topPx, isHere }: LineProps) {
  const isStop = row.verdict === 'fault' || row.verdict === 'blocked';
  const tone = isHere ? 'bg-here-soft' : 'hover:bg-hover';
  return (
    // Keys are handled by the grid, which is the one tab stop.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      id={`log-${row.seq}`}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isHere}
      className={`absolute flex h-6 w-full gap-3 px-3 contain-strict ${tone} ${isStop ? 'text-stop' : ''}`}
      style={{ top: topPx }}
      onClick={() => choose(row)}
    >
      {COLUMNS.map(([column, width]) => (
        <span
          key={column}
          role="gridcell"
          className={`flex-none truncate whitespace-nowrap ${width} ${MONO.has(column) ? 'font-mono' : ''}`}
        >
          {column === 'tPs' ? formatTime(row.tPs) : row[column]}
        </span>
      ))}
    </div>
  );
});

/** The number of the row that is explained; null where the run has none. */
function useHereSeq(): number | null {
  const tlpId = useView((state) => state.tlpId);
  const flow = useView((state) => state.flow);
  const hop = useView((state) => state.hop);
  return useJourney(({ events }) => {
    const here = events.find(
      (one) => one.flow === flow && one.hop === hop && (tlpId === null || one.tlpId === tlpId),
    );
    return here?.seq ?? null;
  });
}

/** Where a row stands among those shown; -1: it is not shown. */
function indexOfSeq(seq: number | null, seqs: readonly number[] | null, count: number): number {
  if (seq === null) return -1;
  if (seqs === null) return seq < count ? seq : -1;
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((seqs[middle] ?? 0) < seq) low = middle + 1;
    else high = middle;
  }
  return low < count && seqs[low] === seq ? low : -1;
}

/** The rows of the log; only those in view are mounted, however many there are. */
export function LogTable({ pages, seqs, count }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const [height, setHeight] = useState(200);
  const hereSeq = useHereSeq();
  const here = indexOfSeq(hereSeq, seqs, count);

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => setHeight(element.clientHeight));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const rowsPx = count * ROW_PX;
  const listPx = Math.min(rowsPx, MOST_PX);
  /** Pixels of the rows per pixel of the scroll bar. */
  const ratio = rowsPx <= MOST_PX ? 1 : (rowsPx - height) / (listPx - height);
  /** What is in view begins so far down the rows. */
  const offset = top * ratio;

  useEffect(() => {
    const element = box.current;
    if (!element || here < 0) return;
    const at = here * ROW_PX;
    const seen = element.scrollTop * ratio;
    if (at < seen || at + 2 * ROW_PX > seen + element.clientHeight) {
      element.scrollTop = Math.max(0, at - element.clientHeight / 2) / ratio;
    }
  }, [here, ratio]);

  const first = Math.max(0, Math.floor(offset / ROW_PX) - MARGIN_ROWS);
  const last = Math.min(count, Math.ceil((offset + height) / ROW_PX) + MARGIN_ROWS);
  const length = Math.max(0, last - first);
  /** Rows are placed from here on, so that scrolling moves their list and leaves them as they are. */
  const base = Math.floor(first / BASE_ROWS) * BASE_ROWS;
  const shiftPx = base * ROW_PX - offset + top;
  const inView = Array.from({ length }, (_, i) => seqs?.[first + i] ?? first + i);
  const rows = useRows(pages, inView);
  const chooseAt = async (index: number): Promise<void> => {
    const seq = seqs === null ? index : seqs[index];
    if (seq === undefined || index >= count) return;
    await pages.fetch([seq, ...inView]);
    const row = pages.at(seq);
    if (row !== null) choose(row);
  };
  return (
    <div
      ref={box}
      role="grid"
      aria-label={panelStrings.log.label}
      aria-rowcount={count + 1}
      aria-activedescendant={here < 0 ? undefined : `log-${hereSeq}`}
      tabIndex={0}
      className="min-h-0 flex-1 overflow-auto text-s leading-6"
      onScroll={(event) => setTop(event.currentTarget.scrollTop)}
      onKeyDown={(event) => {
        if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
        event.preventDefault();
        void chooseAt(event.key === 'ArrowDown' ? here + 1 : Math.max(0, here - 1));
      }}
    >
      <div className="min-w-fit">
        <div
          role="row"
          aria-rowindex={1}
          className="sticky top-0 z-10 flex h-6 gap-3 border-b border-line bg-panel px-3 text-ink-2"
        >
          {COLUMNS.map(([column, width]) => (
            <span key={column} role="columnheader" className={`flex-none ${width}`}>
              {panelStrings.log.columns[column]}
            </span>
          ))}
        </div>
        <div role="rowgroup" className="overflow-clip" style={{ height: listPx }}>
          <div className="relative" style={{ transform: `translateY(${shiftPx}px)` }}>
            {rows.map((row, i) =>
              row === null ? null : (
                <LogLine
                  key={row.seq}
                  row={row}
                  index={first + i}
                  topPx={(first + i - base) * ROW_PX}
                  isHere={first + i === here}
                />
              ),
            )}
          </div>
        </div>
      </div>
    </div>
  );
}
