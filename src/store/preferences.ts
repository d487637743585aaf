import { create } from 'zustand';
import { mayStore } from './may-store.ts';

/*
 * What the browser remembers about how a person likes the window: small, per browser, never in a document
 * or link. It is read before the first paint, so it lives in localStorage. Every failure (storage
 * denied, foreign content) means the defaults.
 */

export type Theme = 'system' | 'light' | 'dark' | 'contrast';

export interface Preferences {
  readonly theme: Theme;
  /** system: follows prefers-reduced-motion; off: nothing travels. */
  readonly motion: 'system' | 'off';
  /** Sizes of the docks in px; null: what the tokens say for this window. */
  readonly leftPx: number | null;
  readonly rightPx: number | null;
  readonly bottomPx: number | null;
  /** null: open where the window is wide. */
  readonly isLeftOpen: boolean | null;
  readonly isRightOpen: boolean;
  readonly isBottomOpen: boolean;
  /** Single-letter keys act (WCAG 2.1.4 lets a person turn them off). */
  readonly letterKeys: boolean;
  /** null: the browser's. */
  readonly language: 'en' | 'zh-CN' | null;
  /** The walk opens by itself when a TLP comes to an IOMMU. */
  readonly walkOpens: boolean;
  /** The first visit plays one transaction; later ones do not. */
  readonly hasVisited: boolean;
}

const DEFAULTS: Preferences = {
  theme: 'system',
  motion: 'system',
  leftPx: null,
  rightPx: null,
  bottomPx: null,
  isLeftOpen: null,
  isRightOpen: true,
  isBottomOpen: true,
  letterKeys: true,
  language: null,
  walkOpens: true,
  hasVisited: false,
};

const KEY = 'p2pdma.preferences.1';

const isSize = (value: unknown): value is number | null =>
  value === null || (typeof value === 'number' && value >= 0 && value <= 10_000);
const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean';

/** One check per field; a field that fails is the default. */
const CHECKS: { readonly [Key in keyof Preferences]: (value: unknown) => boolean } = {
  theme: (value) => ['system', 'light', 'dark', 'contrast'].some((theme) => theme === value),
  motion: (value) => value === 'system' || value === 'off',
  leftPx: isSize,
  rightPx: isSize,
  bottomPx: isSize,
  isLeftOpen: (value) => value === null || isBoolean(value),
  isRightOpen: isBoolean,
  isBottomOpen: isBoolean,
  letterKeys: isBoolean,
  language: (value) => value === null || value === 'en' || value === 'zh-CN',
  walkOpens: isBoolean,
  hasVisited: isBoolean,
};

/** Reads preferences out of what storage held; anything unknown or of the wrong kind is the default. */
export function parsePreferences(text: string | null): Preferences {
  if (text === null) return DEFAULTS;
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return DEFAULTS;
  }
  if (typeof raw !== 'object' || raw === null) return DEFAULTS;
  const good = Object.entries(raw).filter(
    ([key, value]) => Object.hasOwn(CHECKS, key) && CHECKS[key as keyof Preferences](value),
  );
  return { ...DEFAULTS, ...Object.fromEntries(good) };
}

function load(): Preferences {
  try {
    return parsePreferences(globalThis.localStorage?.getItem(KEY) ?? null);
  } catch {
    return DEFAULTS;
  }
}

interface PreferencesState extends Preferences {
  readonly set: (part: Partial<Preferences>) => void;
}

export const usePreferences = create<PreferencesState>()((set, get) => ({
  ...load(),
  set: (part) => {
    set(part);
    if (!mayStore()) return;
    const { set: _, ...plain } = get();
    try {
      localStorage.setItem(KEY, JSON.stringify(plain));
    } catch {
      // Storage is denied or full: the preference lasts as long as the page, which loses no work.
    }
  },
}));
