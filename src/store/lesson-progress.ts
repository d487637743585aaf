import { mayStore } from './may-store.ts';

/* Which lessons were finished in this browser. No account, no server. */

const KEY = 'p2pdma.lessons.1';

/** Reads the list out of what storage held; anything else is an empty list. */
export function parseFinished(text: string | null): readonly string[] {
  if (text === null) return [];
  try {
    const raw: unknown = JSON.parse(text);
    return Array.isArray(raw) ? raw.filter((id) => typeof id === 'string') : [];
  } catch {
    return [];
  }
}

/** Ids of the lessons that were finished. */
export function loadFinished(): readonly string[] {
  try {
    return parseFinished(globalThis.localStorage?.getItem(KEY) ?? null);
  } catch {
    return [];
  }
}

/** Keeps the list; a browser that stores nothing forgets it with the page. */
export function saveFinished(ids: readonly string[]): void {
  if (!mayStore()) return;
  try {
    localStorage.setItem(KEY, JSON.stringify(ids));
  } catch {
    // Storage is denied or full: the marks last as long as the page.
  }
}
