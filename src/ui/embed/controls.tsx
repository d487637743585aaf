import { useKeys } from '../keys.ts';

/* What an embedded picture has around the drawing. It needs the commands, so it comes after the first picture. */

export { MachineProblem } from '../shell/Problems.tsx';
export { RunProgress } from '../shell/RunProgress.tsx';
export { Toasts } from '../shell/Toasts.tsx';
export { EmbedBar } from './EmbedBar.tsx';

/** The keys of the embedded picture. */
export function Keys() {
  useKeys();
  return null;
}
