import { usePreferences } from './preferences.ts';

/** Whether nothing may travel: the person or the system asked for reduced motion. */
export function isMotionReduced(): boolean {
  if (usePreferences.getState().motion === 'off') return true;
  return window.matchMedia('(prefers-reduced-motion: reduce)').matches;
}
