import { ArrowDown, ArrowUp, BookmarkPlus, X } from 'lucide-react';
import { formatTime } from '../../core/base/units.ts';
import type { Bookmark } from '../../core/scenario/schema.ts';
import {
  addBookmark,
  bookmarksOf,
  captionBookmark,
  goToBookmark,
  moveBookmark,
  removeBookmark,
  useBookmark,
} from '../../store/bookmarks.ts';
import { useDocument } from '../../store/document.ts';
import { strings } from '../strings/bookmarks.ts';
import { Button, IconButton } from '../widgets/Button.tsx';
import { Dialog } from '../widgets/Dialog.tsx';
import { closeDialog } from './close.ts';

const ICON = { size: 16, strokeWidth: 1.75, 'aria-hidden': true } as const;

/** The bookmarks in their order: caption, go there, move, remove. */
export function BookmarksDialog() {
  const bookmarks = useDocument((state) => bookmarksOf(state.scenario));
  return (
    <Dialog
      title={strings.title}
      onClose={closeDialog}
      size="max-h-[80vh] w-[560px] max-w-[94vw]"
      footer={
        <Button look="outline" onClick={() => addBookmark()}>
          <BookmarkPlus {...ICON} />
          {strings.add}
        </Button>
      }
    >
      {bookmarks.length === 0 ? <p className="px-4 py-3 text-ink-2">{strings.none}</p> : null}
      <ol className="px-2 py-2">
        {bookmarks.map((bookmark, index) => (
          <BookmarkRow
            key={bookmark.id}
            bookmark={bookmark}
            number={index + 1}
            isLast={index === bookmarks.length - 1}
          />
        ))}
      </ol>
    </Dialog>
  );
}

interface RowProps {
  readonly bookmark: Bookmark;
  readonly number: number;
  readonly isLast: boolean;
}

function BookmarkRow({ bookmark, number, isLast }: RowProps) {
  const isCurrent = useBookmark((state) => state.currentId === bookmark.id);
  const { id, caption, tPs } = bookmark;
  return (
    <li
      aria-current={isCurrent}
      className="flex items-center gap-1 rounded-control px-2 py-1 aria-[current=true]:bg-here-soft"
    >
      <button
        type="button"
        aria-label={strings.go(number)}
        onClick={() => {
          goToBookmark(bookmark);
          closeDialog();
        }}
        className="flex h-7 shrink-0 items-center gap-2 rounded-control px-1 hover:bg-hover"
      >
        <span className="w-5 text-right font-mono text-ink-3 tabular-nums">{number}</span>
        <span className="w-20 text-right font-mono">{formatTime(tPs)}</span>
      </button>
      <input
        key={caption}
        aria-label={strings.caption(number)}
        defaultValue={caption}
        placeholder={strings.placeholder}
        maxLength={200}
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- what was added is named next.
        autoFocus={isCurrent}
        data-first-focus={isCurrent || undefined}
        onBlur={(event) => {
          const text = event.target.value.trim();
          if (text !== caption) captionBookmark(id, text);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') event.currentTarget.blur();
        }}
        className="h-7 min-w-0 grow rounded-control border border-line-strong bg-raised px-2"
      />
      <IconButton
        label={strings.earlier(number)}
        disabled={number === 1}
        onClick={() => moveBookmark(id, -1)}
      >
        <ArrowUp {...ICON} />
      </IconButton>
      <IconButton
        label={strings.later(number)}
        disabled={isLast}
        onClick={() => moveBookmark(id, 1)}
      >
        <ArrowDown {...ICON} />
      </IconButton>
      <IconButton label={strings.remove(number)} onClick={() => removeBookmark(id)}>
        <X {...ICON} />
      </IconButton>
    </li>
  );
}
