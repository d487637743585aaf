import { useSyncExternalStore } from 'react';

/** The kinds of window that ux.md §2 lays out: below 641, 1024 and 1600 px wide, and wider. */
export type WindowKind = 'phone' | 'tablet' | 'desktop' | 'wide';

const PHONE = '(max-width: 640px)';
const TABLET = '(max-width: 1023px)';
const WIDE = '(min-width: 1600px)';

/** Whether a media query matches now, and again whenever that changes. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (onChange) => {
      const list = window.matchMedia(query);
      list.addEventListener('change', onChange);
      return () => list.removeEventListener('change', onChange);
    },
    () => window.matchMedia(query).matches,
  );
}

/** Which layout this window gets. */
export function useWindowKind(): WindowKind {
  const isPhone = useMedia(PHONE);
  const isTablet = useMedia(TABLET);
  const isWide = useMedia(WIDE);
  if (isPhone) return 'phone';
  if (isTablet) return 'tablet';
  return isWide ? 'wide' : 'desktop';
}
