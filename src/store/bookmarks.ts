import { freeId } from '../core/scenario/free-name.ts';
import { create } from 'zustand';
import type { Bookmark, Scenario } from '../core/scenario/schema.ts';
import { useDocument } from './document.ts';
import { followTlp } from './follow.ts';
import { usePlayback } from './playback.ts';
import { useRun } from './run.ts';
import { useView } from './view.ts';
import { requestViewport, seenRect } from './viewport.ts';

/* Bookmarks stand in the document; which one is current is how a person looks at it. */

/** The bookmark that was gone to or added last; null: none. */
export const useBookmark = create<{ readonly currentId: string | null }>()(() => ({
  currentId: null,
}));

const NONE: readonly Bookmark[] = [];

/** The bookmarks of a document in their order. */
export function bookmarksOf(scenario: Scenario): readonly Bookmark[] {
  return scenario.bookmarks ?? NONE;
}

const present = (): readonly Bookmark[] => bookmarksOf(useDocument.getState().scenario);

/** The bookmark that is current; null when the document has it no more. */
export function currentBookmark(): Bookmark | null {
  const { currentId } = useBookmark.getState();
  return present().find(({ id }) => id === currentId) ?? null;
}

const setAll = (bookmarks: readonly Bookmark[], label: string): boolean =>
  useDocument.getState().edit({ kind: 'setBookmarks', bookmarks }, label);

/** Marks where one stands now: behind the current bookmark, else at the end. */
export function addBookmark(caption = ''): void {
  const { selection, tlpId } = useView.getState();
  const view = seenRect();
  const bookmark: Bookmark = {
    id: freeId('b', present()),
    caption,
    tPs: Math.round(usePlayback.getState().tPs),
    ...(selection.length === 0 ? {} : { selection: [...selection] }),
    ...(tlpId === null ? {} : { tlp: tlpId }),
    ...(view === null ? {} : { view: { ...view } }),
  };
  const all = present();
  const current = currentBookmark();
  const at = current === null ? all.length : all.indexOf(current) + 1;
  const next = [...all.slice(0, at), bookmark, ...all.slice(at)];
  if (setAll(next, 'addBookmark')) useBookmark.setState({ currentId: bookmark.id });
}

export function captionBookmark(id: string, caption: string): void {
  const next = present().map((one) => (one.id === id ? { ...one, caption } : one));
  setAll(next, 'captionBookmark');
}

export function removeBookmark(id: string): void {
  setAll(
    present().filter((one) => one.id !== id),
    'removeBookmark',
  );
}

/** Lets a bookmark come earlier (-1) or later (1). */
export function moveBookmark(id: string, by: 1 | -1): void {
  const all = [...present()];
  const from = all.findIndex((one) => one.id === id);
  const [one, other] = [all[from], all[from + by]];
  if (one === undefined || other === undefined) return;
  all[from] = other;
  all[from + by] = one;
  setAll(all, 'moveBookmark');
}

/** Stands where the bookmark was set; what is gone since is left out. */
export function goToBookmark({ id, tPs, selection = [], tlp, view }: Bookmark): void {
  const { scenario } = useDocument.getState();
  const ids = new Set([...scenario.components, ...scenario.links].map((one) => one.id));
  useBookmark.setState({ currentId: id });
  usePlayback.getState().pause();
  useView.getState().select(selection.filter((one) => ids.has(one)));
  requestViewport(view === undefined ? { kind: 'fit' } : { kind: 'show', rect: view });
  if (useRun.getState().run === null) usePlayback.setState({ pendingPs: tPs });
  else usePlayback.getState().seek(tPs);
  if (tlp !== undefined) void followTlp(tlp, tPs);
}

/** The next (1) or last (-1) bookmark; without a current one, by time. null: there is none that way. */
export function bookmarkBeside(by: 1 | -1): Bookmark | null {
  const all = present();
  const current = currentBookmark();
  if (current !== null) return all[all.indexOf(current) + by] ?? null;
  const { tPs } = usePlayback.getState();
  const found =
    by === 1 ? all.find((one) => one.tPs >= tPs) : all.findLast((one) => one.tPs <= tPs);
  return found ?? null;
}
