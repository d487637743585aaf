import { HGX_SERVER } from './hgx-server.ts';
import type { Preset } from './preset.ts';
import { PRIVATE_T0 } from './private-t0.ts';
import { PRIVATE_T1 } from './private-t1.ts';
import { READ_ONLY_MAP } from './read-only-map.ts';
import { REDIRECTED_DROPPED } from './redirected-dropped.ts';
import { REDIRECTED } from './redirected.ts';
import { ROOT_PORTS } from './root-ports.ts';
import { SHARED_BAR } from './shared-ipa.ts';
import { SWITCH_LOCAL } from './switch-local.ts';

export type { Preset } from './preset.ts';

/** The gallery, in the order in which it is shown; the first one opens at the first visit. */
export const PRESETS: readonly [Preset, ...Preset[]] = [
  REDIRECTED,
  SWITCH_LOCAL,
  REDIRECTED_DROPPED,
  ROOT_PORTS,
  HGX_SERVER,
  SHARED_BAR,
  PRIVATE_T0,
  PRIVATE_T1,
  READ_ONLY_MAP,
];
