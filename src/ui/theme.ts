import { useEffect } from 'react';
import { usePreferences } from '../store/preferences.ts';

/** Puts the chosen theme on the page; `system` leaves the choice to the style sheet. */
export function useTheme(): void {
  const theme = usePreferences((state) => state.theme);
  useEffect(() => {
    if (theme === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme;
  }, [theme]);
}
