import type { Lesson } from './lesson.ts';
import { GROUPS, PAYLOAD, TWO_ROOT_PORTS, UPSTREAM_FORWARDING } from './content/linux.ts';
import { ATS_AND_DT, RR_SENDS_UP, SAME_SWITCH, TLP } from './content/switch.ts';
import { LOCKED_TDI, LOCK_IT, READ_ONLY_PAGE, SHARED_PRIVATE } from './content/translation.ts';

/** The lessons of this program, in the order in which they build on each other. */
export const LESSONS: readonly Lesson[] = [
  TLP,
  SAME_SWITCH,
  RR_SENDS_UP,
  ATS_AND_DT,
  GROUPS,
  TWO_ROOT_PORTS,
  SHARED_PRIVATE,
  READ_ONLY_PAGE,
  UPSTREAM_FORWARDING,
  PAYLOAD,
  LOCK_IT,
  LOCKED_TDI,
];
