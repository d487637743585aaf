import { formatTime } from '../../core/base/units.ts';
import { usePlayback } from '../../store/playback.ts';
import { BookmarkMarks } from './BookmarkMarks.tsx';
import { FaultMarks } from './FaultMarks.tsx';
import { rulerTicks } from './lanes.ts';
import type { Span } from './lanes.ts';

interface Props {
  readonly span: Span;
}

const percent = (ps: number, span: Span): number =>
  ((ps - span.fromPs) / (span.toPs - span.fromPs)) * 100;

/** The time axis with the time flag; a click goes to that instant. */
export function Ruler({ span }: Props) {
  const tPs = usePlayback((state) => state.tPs);
  const seek = usePlayback((state) => state.seek);
  const at = percent(tPs, span);
  return (
    <div role="presentation" className="sticky top-0 z-10 flex h-6 border-b border-line bg-panel">
      <span className="w-44 flex-none truncate border-r border-line px-3 text-s leading-6 text-ink-2">
        {formatTime(span.fromPs)} – {formatTime(span.toPs)}
      </span>
      <div
        aria-hidden="true"
        className="relative min-w-0 flex-1 cursor-pointer font-mono text-s leading-6 text-ink-2"
        onPointerDown={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          const share = (event.clientX - box.left) / box.width;
          seek(Math.round(span.fromPs + share * (span.toPs - span.fromPs)));
        }}
      >
        {rulerTicks(span.fromPs, span.toPs, 6).map((tick) => (
          <span
            key={tick}
            className="absolute top-0 h-6 whitespace-nowrap border-l border-line-strong pl-1"
            style={{ left: `${percent(tick, span)}%` }}
          >
            {formatTime(tick)}
          </span>
        ))}
        <FaultMarks span={span} />
        <BookmarkMarks span={span} />
        {at >= 0 && at <= 100 && (
          <span
            className="absolute top-0.5 h-5 whitespace-nowrap rounded-chip bg-here px-1 leading-5 font-strong text-canvas"
            style={{ left: `${at}%`, transform: `translateX(${at > 90 ? '-100%' : '0'})` }}
          >
            {formatTime(tPs)}
          </span>
        )}
      </div>
    </div>
  );
}
