import { create } from 'zustand';

/*
 * Short news for people. The store says what happened; the words stand in the string catalogue.
 */

export type News =
  /** A sentence that a describing function of a lower room made. */
  | { readonly kind: 'problem'; readonly text: string }
  /** A file that was to be saved; the reason, without the end of its sentence. */
  | { readonly kind: 'exportFailed'; readonly text: string }
  | { readonly kind: 'removed'; readonly count: number }
  | { readonly kind: 'copied' }
  | { readonly kind: 'copyFailed' }
  | { readonly kind: 'nothingToPaste' }
  | { readonly kind: 'changedElsewhere' }
  | { readonly kind: 'layoutFailed' }
  | { readonly kind: 'partMissing' }
  | { readonly kind: 'noBreakpoint' }
  | { readonly kind: 'versionFull' }
  | { readonly kind: 'versionDenied' }
  | { readonly kind: 'updateReady' }
  /** A link or file that could not be opened; `raw` can be saved. */
  | { readonly kind: 'unopened'; readonly text: string; readonly raw: string };

export interface Notice {
  readonly id: number;
  readonly news: News;
}

interface NoticesState {
  readonly notices: readonly Notice[];
  readonly notify: (news: News) => void;
  readonly dismiss: (id: number) => void;
}

/** More at once would hide the canvas. */
const LIMIT = 3;

let nextId = 1;

export const useNotices = create<NoticesState>()((set, get) => ({
  notices: [],
  notify: (news) => {
    const others = get().notices.filter((one) => one.news.kind !== news.kind);
    set({ notices: [...others, { id: nextId, news }].slice(-LIMIT) });
    nextId += 1;
  },
  dismiss: (id) => set({ notices: get().notices.filter((one) => one.id !== id) }),
}));

/** Tells people something; a newer notice of the same kind replaces the older. */
export function notify(news: News): void {
  useNotices.getState().notify(news);
}
