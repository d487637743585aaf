import { ATS_DIRECT } from './ats-direct.ts';
import {
  LATE_COMPLETION,
  LCRC_REPLAY,
  LOST_COMPLETION,
  PULLED_OUT,
  RECEIVER_OVERFLOW,
  RR_IN_FLIGHT,
} from './broken.ts';
import { ATS_READ_DETOUR } from './ats-read-detour.ts';
import { DIRECT_UNCHECKED } from './direct-unchecked.ts';
import { LOCKED_EXPORTER } from './locked-exporter.ts';
import { STALE_ALIAS } from './stale-alias.ts';
import { IDENTITY_BROKEN } from './identity-broken.ts';
import { DESKTOP, ONE_GROUP } from './desktop.ts';
import { EGRESS_CONTROL } from './egress-control.ts';
import { DUAL_SOCKET } from './dual-socket.ts';
import { HGX_SERVER } from './hgx-server.ts';
import { IOVA_COLLISION } from './iova-collision.ts';
import {
  DMA_MASK,
  LONG_BUFFER,
  RANGE_MAP,
  RESET_IN_FLIGHT,
  REALM_PRIVATE,
  REALM_REFUSED,
  SHARED_ALIAS,
  TWO_RANGES,
} from './linux-defects.ts';
import { MISSING_UF } from './missing-uf.ts';
import { MULTI_FUNCTION } from './multi-function.ts';
import { GRACE, POWER9 } from './segments.ts';
import { STORAGE_BOX } from './storage-box.ts';
import { XEON_SERVER } from './xeon-server.ts';
import { VIRTUAL_FUNCTIONS } from './virtual-functions.ts';
import { MPS_VIOLATION } from './mps-violation.ts';
import { NOT_ALLOW_LISTED } from './not-allow-listed.ts';
import type { Preset } from './preset.ts';
import { PRIVATE_T0 } from './private-t0.ts';
import { PRIVATE_T1 } from './private-t1.ts';
import { READ_ONLY_MAP } from './read-only-map.ts';
import { REDIRECTED_DROPPED } from './redirected-dropped.ts';
import { REDIRECTED } from './redirected.ts';
import { ROOT_PORTS } from './root-ports.ts';
import { SHARED_BAR } from './shared-ipa.ts';
import { SWITCH_LOCAL } from './switch-local.ts';
import {
  ATS_END_TO_END,
  MERGED_BURST,
  NESTED_GUEST,
  SEPARATE_BURST,
  STAGE2_FAULT,
  TBU_DECODE_ERROR,
  TBU_LOOPBACK,
  TLB_HIT,
  TLB_MISS,
  UNDER_VTD,
} from './translations.ts';
import { TRANSLATION_BLOCKING } from './translation-blocking.ts';

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
  TLB_HIT,
  TLB_MISS,
  STAGE2_FAULT,
  NESTED_GUEST,
  TBU_LOOPBACK,
  TBU_DECODE_ERROR,
  MERGED_BURST,
  SEPARATE_BURST,
  UNDER_VTD,
  DIRECT_UNCHECKED,
  LOCKED_EXPORTER,
  STALE_ALIAS,
  ATS_END_TO_END,
  ATS_DIRECT,
  ATS_READ_DETOUR,
  EGRESS_CONTROL,
  TRANSLATION_BLOCKING,
  MISSING_UF,
  MPS_VIOLATION,
  IOVA_COLLISION,
  IDENTITY_BROKEN,
  NOT_ALLOW_LISTED,
  DESKTOP,
  ONE_GROUP,
  MULTI_FUNCTION,
  VIRTUAL_FUNCTIONS,
  STORAGE_BOX,
  DUAL_SOCKET,
  XEON_SERVER,
  GRACE,
  POWER9,
  READ_ONLY_MAP,
  TWO_RANGES,
  DMA_MASK,
  RANGE_MAP,
  LONG_BUFFER,
  SHARED_ALIAS,
  REALM_REFUSED,
  REALM_PRIVATE,
  RESET_IN_FLIGHT,
  LOST_COMPLETION,
  RR_IN_FLIGHT,
  PULLED_OUT,
  RECEIVER_OVERFLOW,
  LCRC_REPLAY,
  LATE_COMPLETION,
];
