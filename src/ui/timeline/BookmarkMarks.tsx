import { Flag } from 'lucide-react';
import { bookmarksOf, goToBookmark } from '../../store/bookmarks.ts';
import { useDocument } from '../../store/document.ts';
import { strings } from '../strings/bookmarks.ts';
import type { Span } from './lanes.ts';

/** A flag at each bookmark; the list of bookmarks is the same for those who do not see or point. */
export function BookmarkMarks({ span }: { readonly span: Span }) {
  const bookmarks = useDocument((state) => bookmarksOf(state.scenario));
  return bookmarks.map((bookmark, index) => {
    const at = ((bookmark.tPs - span.fromPs) / (span.toPs - span.fromPs)) * 100;
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
