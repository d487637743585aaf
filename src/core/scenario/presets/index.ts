import type { Preset } from './preset.ts';
import { REDIRECTED_DROPPED } from './redirected-dropped.ts';
import { REDIRECTED } from './redirected.ts';
import { SWITCH_LOCAL } from './switch-local.ts';

export type { Preset } from './preset.ts';

/** The gallery, in the order in which it is shown; the first one opens at the first visit. */
export const PRESETS: readonly [Preset, ...Preset[]] = [
  REDIRECTED,
  SWITCH_LOCAL,
  REDIRECTED_DROPPED,
];
