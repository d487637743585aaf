import { create } from 'zustand';
import { useDocument } from './document.ts';
import { notify } from './notices.ts';
import { usePlayback } from './playback.ts';
import { saveDocument } from './storage.ts';
import { keepVersion } from './versions.ts';
import type { StorageProblem } from './storage.ts';

/** A change is saved this long after the last one, ms. @source ux.md §9 */
const DELAY_MS = 1_000;

interface SaveState {
  /** idle: nothing to save yet. */
  readonly status: 'idle' | 'pending' | 'saved' | StorageProblem;
  /** When it was last saved, ms since 1970; null: never. */
  readonly savedAt: number | null;
}

export const useSave = create<SaveState>()(() => ({ status: 'idle', savedAt: null }));

let timer: ReturnType<typeof setTimeout> | undefined;
let channel: BroadcastChannel | null = null;

/** Saves the document now if it was changed since it was opened or saved. */
export async function saveNow(): Promise<void> {
  clearTimeout(timer);
  if (useSave.getState().status !== 'pending') return;
  const { id, scenario } = useDocument.getState();
  const savedAt = Date.now();
  const result = await saveDocument({ id, scenario, tPs: usePlayback.getState().tPs, savedAt });
  if (!result.ok) {
    useSave.setState({ status: result.error });
    return;
  }
  await keepVersion(id, scenario, savedAt).catch(() => undefined);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel stays within its origin.
  channel?.postMessage({ id, savedAt });
  const isStill = useDocument.getState().scenario === scenario;
  useSave.setState({ savedAt, ...(isStill ? { status: 'saved' as const } : {}) });
}

/** Two tabs with one document: the newer save wins on disk, and this tab says so and may keep both. */
function listenToOtherTabs(): void {
  if (typeof BroadcastChannel === 'undefined') return;
  channel = new BroadcastChannel('p2pdma-documents');
  channel.addEventListener('message', (event: MessageEvent<unknown>) => {
    const { data } = event;
    const { id } = useDocument.getState();
    if (typeof data === 'object' && data !== null && 'id' in data && data.id === id) {
      notify({ kind: 'changedElsewhere' });
    }
  });
}

/** Saves every change from now on, and what is pending when the page is hidden or left. */
export function startAutosave(): void {
  listenToOtherTabs();
  useDocument.subscribe((state, before) => {
    if (state.id !== before.id) {
      clearTimeout(timer);
      const isForeign = state.origin === 'import' || state.origin === 'link';
      useSave.setState({ status: isForeign ? 'pending' : 'idle', savedAt: null });
      if (!isForeign) return;
    } else if (state.scenario === before.scenario) {
      return;
    }
    useSave.setState({ status: 'pending' });
    clearTimeout(timer);
    timer = setTimeout(() => void saveNow(), DELAY_MS);
  });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') void saveNow();
  });
}
