import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { formatTime } from '../../core/base/units.ts';
import { usePlayback } from '../../store/playback.ts';
import { useView } from '../../store/view.ts';
import { panelStrings } from '../strings/panels.ts';
import type { LogRow } from './log-filter.ts';

interface Props {
  readonly rows: readonly LogRow[];
}

const ROW_PX = 24;
/** Rows mounted above and below the visible ones, so that scrolling shows no gap. */
const MARGIN_ROWS = 12;

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

/** The rows of the log; only those in view are mounted, however many there are. */
export function LogTable({ rows }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const [height, setHeight] = useState(200);
  const tlpId = useView((state) => state.tlpId);
  const flow = useView((state) => state.flow);
  const hop = useView((state) => state.hop);
  const goTo = useView((state) => state.goTo);
  const seek = usePlayback((state) => state.seek);
  const here = rows.findIndex(
    (row) => row.flow === flow && row.hop === hop && (tlpId === null || row.tlpId === tlpId),
  );

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => setHeight(element.clientHeight));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    const element = box.current;
    if (!element || here < 0) return;
    const at = here * ROW_PX;
    if (at < element.scrollTop || at + 2 * ROW_PX > element.scrollTop + element.clientHeight) {
      element.scrollTop = Math.max(0, at - element.clientHeight / 2);
    }
  }, [here]);

  const choose = (row: LogRow | undefined): void => {
    if (!row) return;
    goTo({ flow: row.flow, hop: row.hop, tlpId: row.tlpId });
    seek(row.tPs);
  };
  const first = Math.max(0, Math.floor(top / ROW_PX) - MARGIN_ROWS);
  const last = Math.min(rows.length, Math.ceil((top + height) / ROW_PX) + MARGIN_ROWS);
  return (
    <div
      ref={box}
      role="grid"
      aria-label={panelStrings.log.label}
      aria-rowcount={rows.length + 1}
      aria-activedescendant={here < 0 ? undefined : `log-${rows[here]?.seq}`}
      tabIndex={0}
      className="min-h-0 flex-1 overflow-auto text-s leading-6"
      onScroll={(event) => setTop(event.currentTarget.scrollTop)}
      onKeyDown={(event) => {
        if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
        event.preventDefault();
        choose(rows[event.key === 'ArrowDown' ? here + 1 : Math.max(0, here - 1)]);
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
        <div className="relative" role="rowgroup" style={{ height: rows.length * ROW_PX }}>
          {rows.slice(first, last).map((row, i) => (
            <LogLine
              key={row.seq}
              row={row}
              index={first + i}
              isHere={first + i === here}
              onChoose={choose}
            />
          ))}
        </div>
      </div>
    </div>
  );
}

interface LineProps {
  readonly row: LogRow;
  readonly index: number;
  readonly isHere: boolean;
  readonly onChoose: (row: LogRow) => void;
}

function LogLine({ row, index, isHere, onChoose }: LineProps) {
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
      className={`absolute flex h-6 w-full gap-3 px-3 ${tone} ${isStop ? 'text-stop' : ''}`}
      style={{ top: index * ROW_PX }}
      onClick={() => onChoose(row)}
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
}
