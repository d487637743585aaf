import { Flag } from 'lucide-react';
import { formatTime } from '../../core/base/units.ts';
import { bookmarksOf, goToBookmark } from '../../store/bookmarks.ts';
import { useDocument } from '../../store/document.ts';
import { usePlayback } from '../../store/playback.ts';
import { FaultMarks } from './FaultMarks.tsx';
import { strings } from '../strings/bookmarks.ts';
import { rulerTicks } from './lanes.ts';
import type { Span } from './lanes.ts';

interface Props {
  readonly span: Span;
}

const percent = (ps: number, span: Span): number =>
  ((ps - span.fromPs) / (span.toPs - span.fromPs)) * 100;

/** A flag at each bookmark; the list of bookmarks is the same for those who do not see or point. */
function BookmarkMarks({ span }: Props) {
  const bookmarks = useDocument((state) => bookmarksOf(state.scenario));
  return bookmarks.map((bookmark, index) => {
    const at = percent(bookmark.tPs, span);
    if (at < 0 || at > 100) return null;
    return (
      <span
        key={bookmark.id}
        data-testid="bookmark-mark"
        data-tip={strings.mark(index + 1, bookmark.caption)}
        className="absolute bottom-0 size-3.5 cursor-pointer text-ink"
        style={{ left: `${at}%`, transform: `translateX(${at > 98 ? '-100%' : '-1px'})` }}
        onPointerDown={(event) => {
          event.stopPropagation();
          goToBookmark(bookmark);
        }}
      >
        <Flag size={14} strokeWidth={2} className="fill-raised" />
      </span>
    );
  });
}

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
            className="absolute top-0 h-6 border-l border-line-strong pl-1"
            style={{ left: `${percent(tick, span)}%` }}
          >
            {formatTime(tick)}
          </span>
        ))}
        <FaultMarks span={span} />
        <BookmarkMarks span={span} />
        {at >= 0 && at <= 100 && (
          <span
            className="absolute top-0.5 h-5 rounded-chip bg-here px-1 leading-5 font-strong text-canvas"
            style={{ left: `${at}%`, transform: `translateX(${at > 90 ? '-100%' : '0'})` }}
          >
            {formatTime(tPs)}
          </span>
        )}
      </div>
    </div>
  );
}
