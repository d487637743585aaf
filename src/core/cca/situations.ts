import { defined } from '../base/assert.ts';
import { afterEvent } from './tdi.ts';
import { callRmm, newRmm, normalAccess, realmAccess } from './rmm.ts';
import type { CpuAccess, Rmm, RmmCall } from './rmm.ts';
import { EXAMPLE_ADDRESSES, sharedIpa } from './row.ts';

/*
 * Situations in which no TLP of the importer decides: calls that the monitor refuses, what a CPU runs into,
 * and what happens to a locked interface.
 */

/** How such a situation ends, in the words of the CCA matrix. */
export type SituationOutcome =
  | 'RMI_ERROR'
  | 'REALM_SEA'
  | 'REC_EXIT'
  | 'CPU_GPF'
  | 'ALL_ONES'
  | 'DELIVERED_T0'
  | 'DELIVERED_T1'
  | 'TDI_ERROR'
  | 'ACCEPTED';

export interface Situation {
  readonly id: string;
  readonly title: string;
  readonly run: () => { readonly outcome: SituationOutcome; readonly reason: string };
}

const { privateIpa, pa } = EXAMPLE_ADDRESSES;
const shared = sharedIpa(EXAMPLE_ADDRESSES);
const DEVICE = 'exporter';

/** Two devices of one Realm, or of two, as nobody has touched them yet. */
function fresh(options: { readonly allowsAts?: boolean; readonly peerRealm?: string } = {}): Rmm {
  return newRmm({
    ipaBits: EXAMPLE_ADDRESSES.ipaBits,
    allowsAts: options.allowsAts ?? false,
    vdevs: { [DEVICE]: 'realm0', importer: options.peerRealm ?? 'realm0' },
  });
}

/** Carries out calls that must all succeed: the way to where a situation begins. */
function after(rmm: Rmm, calls: readonly RmmCall[]): Rmm {
  return calls.reduce((now, call) => {
    const next = callRmm(now, call);
    return defined(next.ok ? next.value : undefined, `${call.call} is part of the way`);
  }, rmm);
}

const SHARED_BAR: readonly RmmCall[] = [{ call: 'RMI_RTT_UNPROT_MAP', ipa: shared, pa }];
const DELEGATED: readonly RmmCall[] = [{ call: 'RMI_GRANULE_RANGE_DELEGATE', pa }];

/**
 * The life of an assigned device from an unlocked, shared BAR to a running interface.
 *
 * @source smmu-cca.md §6.1; RMM B4
 */
const LOCKING: readonly RmmCall[] = [
  { call: 'RMI_VDEV_LOCK', vdev: DEVICE },
  ...DELEGATED,
  { call: 'RMI_RTT_DEV_MAP', vdev: DEVICE, ipa: privateIpa, pa },
];
const RUNNING: readonly RmmCall[] = [
  ...LOCKING,
  { call: 'RSI_VDEV_VALIDATE_MAPPING', vdev: DEVICE, ipa: privateIpa, pa },
  { call: 'RMI_RTT_DEV_VALIDATE', ipa: privateIpa, pa },
  { call: 'RMI_VDEV_START', vdev: DEVICE },
  { call: 'RSI_VDEV_DMA_ENABLE', vdev: DEVICE },
];

const BIND: RmmCall = { call: 'RMI_VDEV_P2P_BIND', vdev: DEVICE, peer: 'importer' };
const BOTH_STARTED: readonly RmmCall[] = [
  { call: 'RMI_VDEV_LOCK', vdev: DEVICE },
  { call: 'RMI_VDEV_START', vdev: DEVICE },
  { call: 'RMI_VDEV_LOCK', vdev: 'importer' },
  { call: 'RMI_VDEV_START', vdev: 'importer' },
];

/** A call that the monitor may refuse. */
function attempt(id: string, title: string, way: Rmm, call: RmmCall): Situation {
  return {
    id,
    title,
    run: () => {
      const answer = callRmm(way, call);
      return answer.ok
        ? { outcome: 'ACCEPTED', reason: `${call.call} is carried out` }
        : { outcome: 'RMI_ERROR', reason: answer.error };
    },
  };
}

/** What a CPU access ends in; a device that refuses it answers all ones. */
function cpu(id: string, title: string, access: CpuAccess, isRefused = false): Situation {
  return {
    id,
    title,
    run: () => {
      if (access.kind !== 'device') return { outcome: access.kind, reason: title };
      if (isRefused) return { outcome: 'ALL_ONES', reason: 'the interface answers UR' };
      return { outcome: access.t === 1 ? 'DELIVERED_T1' : 'DELIVERED_T0', reason: title };
    },
  };
}

/** Every situation of this kind. */
export const SITUATIONS: readonly Situation[] = [
  attempt(
    'X-HV-3',
    'The host validates another PA than the Realm asked for',
    after(fresh(), [
      ...LOCKING,
      { call: 'RSI_VDEV_VALIDATE_MAPPING', vdev: DEVICE, ipa: privateIpa, pa },
    ]),
    { call: 'RMI_RTT_DEV_VALIDATE', ipa: privateIpa, pa: pa + 0x1000n },
  ),
  attempt('X-HV-4', 'RMI_RTT_DEV_MAP of a Non-secure granule', fresh(), {
    call: 'RMI_RTT_DEV_MAP',
    vdev: DEVICE,
    ipa: privateIpa,
    pa,
  }),
  attempt('X-HV-5', 'RMI_RTT_DEV_MAP at an IPA with the top bit set', after(fresh(), DELEGATED), {
    call: 'RMI_RTT_DEV_MAP',
    vdev: DEVICE,
    ipa: shared,
    pa,
  }),
  attempt('X-HV-6', 'The host undelegates a mapped granule', after(fresh(), LOCKING), {
    call: 'RMI_GRANULE_RANGE_UNDELEGATE',
    pa,
  }),
  attempt('X-LK-3', 'Unlock while device memory is mapped', after(fresh(), RUNNING), {
    call: 'RMI_VDEV_UNLOCK',
    vdev: DEVICE,
  }),
  attempt('X-PS-1b', 'A P2P bind on an RMM that refuses ATS', after(fresh(), BOTH_STARTED), BIND),
  attempt(
    'X-PS-3',
    'A P2P bind between two Realms',
    after(fresh({ allowsAts: true, peerRealm: 'realm1' }), BOTH_STARTED),
    BIND,
  ),
  {
    id: 'X-ACS-2',
    title: 'A BAR write, MSE or BME cleared, or FLR on a locked TDI',
    run: () => {
      const events = ['BAR_WRITE', 'MSE_CLEARED', 'BME_CLEARED', 'FLR'] as const;
      const isAlways = events.every((event) => afterEvent('RUN', event) === 'ERROR');
      return {
        outcome: isAlways ? 'TDI_ERROR' : 'ACCEPTED',
        reason: 'the lock covers all four; ACS it does not cover',
      };
    },
  },
  cpu(
    'X-CPU-1',
    'A Realm CPU at the protected IPA while RIPAS is EMPTY',
    realmAccess(after(fresh(), SHARED_BAR), privateIpa),
  ),
  cpu(
    'X-CPU-5',
    'A Realm CPU at a validated BAR while the TDI is in ERROR',
    realmAccess(after(fresh(), RUNNING), privateIpa),
    afterEvent('RUN', 'BAR_WRITE') === 'ERROR',
  ),
  cpu(
    'X-CPU-2',
    'A Realm CPU at the shared alias that the host mapped',
    realmAccess(after(fresh(), SHARED_BAR), shared),
  ),
  cpu(
    'X-CPU-3',
    'A Realm CPU at the shared alias that the host did not map',
    realmAccess(fresh(), shared),
  ),
  cpu(
    'X-CPU-4',
    'A CPU of the normal world at the BAR after delegation',
    normalAccess(after(fresh(), DELEGATED), pa),
  ),
];
