import {
  addBookmark,
  bookmarkBeside,
  bookmarksOf,
  currentBookmark,
  goToBookmark,
  removeBookmark,
} from '../store/bookmarks.ts';
import { useDocument } from '../store/document.ts';
import { useRun } from '../store/run.ts';
import { useView } from '../store/view.ts';
import type { Command } from './command.ts';

const openList = (): void => useView.getState().set({ dialog: 'bookmarks' });
const hasAny = (): boolean => bookmarksOf(useDocument.getState().scenario).length > 0;

const step = (by: 1 | -1) => (): void => {
  const bookmark = bookmarkBeside(by);
  if (bookmark !== null) goToBookmark(bookmark);
};

export const BOOKMARK_COMMANDS = [
  {
    id: 'bookmark.add',
    group: 'time',
    shortcuts: [{ key: 'b', shift: true, where: 'canvas' }],
    run: () => {
      addBookmark();
      openList();
    },
    isEnabled: () => useRun.getState().run !== null,
  },
  { id: 'bookmark.list', group: 'time', run: openList },
  {
    id: 'bookmark.next',
    group: 'time',
    shortcuts: [{ key: 'PageDown', alt: true, where: 'canvas' }],
    run: step(1),
    isEnabled: () => bookmarkBeside(1) !== null,
  },
  {
    id: 'bookmark.previous',
    group: 'time',
    shortcuts: [{ key: 'PageUp', alt: true, where: 'canvas' }],
    run: step(-1),
    isEnabled: () => bookmarkBeside(-1) !== null,
  },
  { id: 'bookmark.rename', group: 'time', run: openList, isEnabled: hasAny },
  {
    id: 'bookmark.remove',
    group: 'time',
    run: () => {
      const current = currentBookmark();
      if (current !== null) removeBookmark(current.id);
    },
    isEnabled: () => currentBookmark() !== null,
  },
] as const satisfies readonly Command[];
