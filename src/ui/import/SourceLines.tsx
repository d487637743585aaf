import { useEffect, useRef, useState } from 'react';
import { strings } from '../strings/en.ts';
import type { Mark, SourceLine } from './source-lines.ts';

/** Height of one line, px: the row height of the tokens. */
const ROW_PX = 24;
/** Lines kept above and below what is seen. */
const OVERSCAN = 10;

const LOOKS: Readonly<Record<Mark, string>> = {
  note: 'bg-here-soft text-ink',
  warn: 'bg-detour-soft text-detour',
};

interface SourceLinesProps {
  readonly lines: readonly SourceLine[];
  readonly marks: ReadonlyMap<number, Mark>;
  /** Index of the line to bring into view, or null. */
  readonly selected: number | null;
}

/** What was pasted, with real line numbers; only the lines in view are in the page. */
export function SourceLines({ lines, marks, selected }: SourceLinesProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const [first, setFirst] = useState(0);
  const [count, setCount] = useState(40);

  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setCount(Math.ceil(element.clientHeight / ROW_PX)));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    const element = scroller.current;
    if (element && selected !== null) {
      element.scrollTop = Math.max(0, selected * ROW_PX - element.clientHeight / 3);
    }
  }, [selected]);

  const from = Math.max(0, first - OVERSCAN);
  const shown = lines.slice(from, first + count + OVERSCAN);
  return (
    <div
      ref={scroller}
      role="region"
      aria-label={strings.import.source}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by keyboard.
      tabIndex={0}
      onScroll={(event) => setFirst(Math.floor(event.currentTarget.scrollTop / ROW_PX))}
      className="min-h-0 overflow-auto bg-sunken -outline-offset-2"
    >
      <div className="relative min-w-max" style={{ height: `${lines.length * ROW_PX}px` }}>
        <div style={{ transform: `translateY(${from * ROW_PX}px)` }}>
          {shown.map((line, index) => {
            const mark = marks.get(from + index);
            const look = mark === undefined ? 'text-ink-2' : LOOKS[mark];
            return (
              <div
                key={from + index}
                className={`flex h-6 items-center font-mono whitespace-pre ${look} ${
                  selected === from + index ? 'font-strong' : ''
                }`}
              >
                <span className="w-14 shrink-0 pr-3 text-right text-ink-3 select-none">
                  {line.number}
                </span>
                <span className="pr-3">{line.text}</span>
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}
