import { useSyncExternalStore } from 'react';
import { shortcutLabel } from '../commands/keys.ts';
import { commandOf } from '../commands/registry.ts';
import type { CommandId } from '../commands/registry.ts';
import { useBookmark } from '../store/bookmarks.ts';
import { useDocument } from '../store/document.ts';
import { useEntryEdit } from '../store/entry-edit.ts';
import { useLessons } from '../store/lessons.ts';
import { usePlayback } from '../store/playback.ts';
import { usePreferences } from '../store/preferences.ts';
import { useRun } from '../store/run.ts';
import { useStage } from '../store/stage.ts';
import { useTlpEdit } from '../store/tlp-edit.ts';
import { useView } from '../store/view.ts';

/** The stores that `isEnabled` of a command may look at. */
const STORES = [
  useDocument,
  useRun,
  usePlayback,
  useView,
  usePreferences,
  useTlpEdit,
  useEntryEdit,
  useLessons,
  useBookmark,
  useStage,
];

function subscribe(onChange: () => void): () => void {
  const stops = STORES.map((store) => store.subscribe(onChange));
  return () => {
    for (const stop of stops) stop();
  };
}

/** Whether a command can run now, and again whenever that changes. */
export function useCommandEnabled(id: CommandId): boolean {
  return useSyncExternalStore(subscribe, () => commandOf(id).isEnabled?.() ?? true);
}

/** Whether the keyboard is a Mac's: it decides how shortcuts are written. */
export function isMac(): boolean {
  return /mac|iphone|ipad/i.test(navigator.userAgent);
}

/** The first shortcut of a command as people read it, or null. */
export function useShortcutLabel(id: CommandId): string | null {
  const shortcut = commandOf(id).shortcuts?.[0];
  return shortcut ? shortcutLabel(shortcut, isMac()) : null;
}
