import { err, ok } from '../base/result.ts';
import type { Result } from '../base/result.ts';

/*
 * The Realm management monitor as far as device memory is concerned: granules, the Realm translation
 * table, assigned devices, and the calls of host (RMI) and Realm (RSI) that change them. A state is a value; a
 * call gives the next one or says why it is refused.
 */

/** An entry of the Realm translation table. @source RMM A5.5 */
export interface RttEntry {
  readonly pa: bigint;
  /** ASSIGNED_NS: the host chose it, in the upper half. ASSIGNED_DEV: valid only once the Realm validated it. */
  readonly hipas: 'ASSIGNED_NS' | 'ASSIGNED_DEV';
  readonly ripas: 'EMPTY' | 'DEV';
  /** Whose memory it is; null: the host's business. */
  readonly vdev: string | null;
}

export interface Vdev {
  readonly realm: string;
  readonly state: 'UNLOCKED' | 'LOCKED' | 'STARTED';
  /** Realm stream table entry valid. */
  readonly dmaEnabled: boolean;
}

export interface Rmm {
  readonly ipaBits: number;
  /** Granules of device memory by physical address; absent: Non-secure. */
  readonly granules: ReadonlyMap<bigint, 'DELEGATED' | 'MAPPED'>;
  readonly rtt: ReadonlyMap<bigint, RttEntry>;
  /** What the Realm asked to validate and the host has not answered yet. */
  readonly pending: { readonly ipa: bigint; readonly pa: bigint } | null;
  readonly vdevs: ReadonlyMap<string, Vdev>;
  /** Whether this RMM allows ATS, and with it peer-to-peer streams. Public ones do not. */
  readonly allowsAts: boolean;
}

export type RmmCall =
  | { readonly call: 'RMI_GRANULE_RANGE_DELEGATE'; readonly pa: bigint }
  | { readonly call: 'RMI_GRANULE_RANGE_UNDELEGATE'; readonly pa: bigint }
  | { readonly call: 'RMI_RTT_UNPROT_MAP'; readonly ipa: bigint; readonly pa: bigint }
  | { readonly call: 'RMI_RTT_UNPROT_UNMAP'; readonly ipa: bigint }
  | {
      readonly call: 'RMI_RTT_DEV_MAP';
      readonly vdev: string;
      readonly ipa: bigint;
      readonly pa: bigint;
    }
  | { readonly call: 'RMI_RTT_DEV_UNMAP'; readonly ipa: bigint }
  | {
      readonly call: 'RSI_VDEV_VALIDATE_MAPPING';
      readonly vdev: string;
      readonly ipa: bigint;
      readonly pa: bigint;
    }
  | { readonly call: 'RMI_RTT_DEV_VALIDATE'; readonly ipa: bigint; readonly pa: bigint }
  | { readonly call: 'RMI_VDEV_LOCK'; readonly vdev: string }
  | { readonly call: 'RMI_VDEV_START'; readonly vdev: string }
  | { readonly call: 'RMI_VDEV_UNLOCK'; readonly vdev: string }
  | { readonly call: 'RSI_VDEV_DMA_ENABLE'; readonly vdev: string }
  | { readonly call: 'RSI_VDEV_DMA_DISABLE'; readonly vdev: string }
  | {
      readonly call: 'RMI_VDEV_P2P_BIND';
      readonly vdev: string;
      readonly peer: string;
    };

/** A fresh monitor with devices that nobody has locked. */
export function newRmm(
  given: Pick<Rmm, 'ipaBits' | 'allowsAts'> & { readonly vdevs: Readonly<Record<string, string>> },
): Rmm {
  const { ipaBits, allowsAts, vdevs } = given;
  const assigned = Object.entries(vdevs).map(([id, realm]): [string, Vdev] => [
    id,
    { realm, state: 'UNLOCKED', dmaEnabled: false },
  ]);
  return {
    ipaBits,
    allowsAts,
    granules: new Map(),
    rtt: new Map(),
    pending: null,
    vdevs: new Map(assigned),
  };
}

const isUpper = ({ ipaBits }: Rmm, ipa: bigint): boolean => ipa >> BigInt(ipaBits - 1) === 1n;

function withEntry<K, V>(map: ReadonlyMap<K, V>, key: K, value: V | null): ReadonlyMap<K, V> {
  const next = new Map(map);
  if (value === null) next.delete(key);
  else next.set(key, value);
  return next;
}

type Refusal = string;

function onGranule(rmm: Rmm, call: 'DELEGATE' | 'UNDELEGATE', pa: bigint): Result<Rmm, Refusal> {
  const now = rmm.granules.get(pa) ?? null;
  if (call === 'DELEGATE') {
    if (now !== null) return err('the granule is delegated already');
    return ok({ ...rmm, granules: withEntry(rmm.granules, pa, 'DELEGATED') });
  }
  if (now !== 'DELEGATED') return err('the granule is not in state DELEGATED');
  return ok({ ...rmm, granules: withEntry(rmm.granules, pa, null) });
}

function mapDevice(
  rmm: Rmm,
  { vdev, ipa, pa }: Extract<RmmCall, { call: 'RMI_RTT_DEV_MAP' }>,
): Result<Rmm, Refusal> {
  if (isUpper(rmm, ipa)) return err('device memory is private: only the protected half takes it');
  if (rmm.granules.get(pa) !== 'DELEGATED') return err('the granule is not delegated');
  if (rmm.rtt.has(ipa)) return err('the entry is assigned already');
  return ok({
    ...rmm,
    granules: withEntry(rmm.granules, pa, 'MAPPED'),
    rtt: withEntry(rmm.rtt, ipa, { pa, hipas: 'ASSIGNED_DEV', ripas: 'EMPTY', vdev }),
  });
}

function unmapDevice(rmm: Rmm, ipa: bigint): Result<Rmm, Refusal> {
  const entry = rmm.rtt.get(ipa);
  if (entry?.hipas !== 'ASSIGNED_DEV') return err('no device memory is mapped there');
  return ok({
    ...rmm,
    granules: withEntry(rmm.granules, entry.pa, 'DELEGATED'),
    rtt: withEntry(rmm.rtt, ipa, null),
  });
}

function validate(rmm: Rmm, ipa: bigint, pa: bigint): Result<Rmm, Refusal> {
  const { pending } = rmm;
  if (pending === null) return err('the Realm has not asked to validate anything');
  if (pending.ipa !== ipa || pending.pa !== pa) {
    return err('the range differs from the one in the pending request of the Realm');
  }
  const entry = rmm.rtt.get(ipa);
  if (entry?.hipas !== 'ASSIGNED_DEV' || entry.pa !== pa) return err('the range is not mapped');
  return ok({ ...rmm, pending: null, rtt: withEntry(rmm.rtt, ipa, { ...entry, ripas: 'DEV' }) });
}

function onVdev(rmm: Rmm, id: string, next: (vdev: Vdev) => Result<Vdev, Refusal>) {
  const vdev = rmm.vdevs.get(id);
  if (vdev === undefined) return err(`${id} is no assigned device`);
  const changed = next(vdev);
  return changed.ok ? ok({ ...rmm, vdevs: withEntry(rmm.vdevs, id, changed.value) }) : changed;
}

function unlock(rmm: Rmm, id: string): Result<Rmm, Refusal> {
  const isMapped = [...rmm.rtt.values()].some(({ vdev }) => vdev === id);
  if (isMapped) return err('device memory is still mapped in the Realm translation table');
  return onVdev(rmm, id, (vdev) => ok({ ...vdev, state: 'UNLOCKED', dmaEnabled: false }));
}

function bindPeers(rmm: Rmm, id: string, peerId: string): Result<Rmm, Refusal> {
  if (!rmm.allowsAts) return err('peer-to-peer streams need ATS, which this RMM refuses');
  const [one, peer] = [rmm.vdevs.get(id), rmm.vdevs.get(peerId)];
  if (one === undefined || peer === undefined) return err('both ends must be assigned devices');
  if (one.realm !== peer.realm) return err('the devices belong to different Realms');
  if (one.state !== 'STARTED' || peer.state !== 'STARTED') return err('both ends must be in RUN');
  return ok(rmm);
}

/**
 * Carries out one call.
 *
 * @returns the next state, or one clause that says why the monitor refuses; nothing changes then.
 * @source RMM B4 (calls), A5 (address space); smmu-cca.md §5.5
 */
export function callRmm(rmm: Rmm, call: RmmCall): Result<Rmm, Refusal> {
  switch (call.call) {
    case 'RMI_GRANULE_RANGE_DELEGATE':
      return onGranule(rmm, 'DELEGATE', call.pa);
    case 'RMI_GRANULE_RANGE_UNDELEGATE':
      return onGranule(rmm, 'UNDELEGATE', call.pa);
    case 'RMI_RTT_UNPROT_MAP':
      if (!isUpper(rmm, call.ipa)) return err('only the unprotected half is the host’s to map');
      return ok({
        ...rmm,
        rtt: withEntry(rmm.rtt, call.ipa, {
          pa: call.pa,
          hipas: 'ASSIGNED_NS',
          ripas: 'EMPTY',
          vdev: null,
        }),
      });
    case 'RMI_RTT_UNPROT_UNMAP':
      return ok({ ...rmm, rtt: withEntry(rmm.rtt, call.ipa, null) });
    case 'RMI_RTT_DEV_MAP':
      return mapDevice(rmm, call);
    case 'RMI_RTT_DEV_UNMAP':
      return unmapDevice(rmm, call.ipa);
    case 'RSI_VDEV_VALIDATE_MAPPING':
      return rmm.vdevs.get(call.vdev)?.state === 'UNLOCKED'
        ? err('the device is not locked')
        : ok({ ...rmm, pending: { ipa: call.ipa, pa: call.pa } });
    case 'RMI_RTT_DEV_VALIDATE':
      return validate(rmm, call.ipa, call.pa);
    case 'RMI_VDEV_LOCK':
      return onVdev(rmm, call.vdev, (vdev) =>
        vdev.state === 'UNLOCKED'
          ? ok({ ...vdev, state: 'LOCKED' })
          : err('the device is locked already'),
      );
    case 'RMI_VDEV_START':
      return onVdev(rmm, call.vdev, (vdev) =>
        vdev.state === 'LOCKED'
          ? ok({ ...vdev, state: 'STARTED' })
          : err('the device is not locked'),
      );
    case 'RMI_VDEV_UNLOCK':
      return unlock(rmm, call.vdev);
    case 'RSI_VDEV_DMA_ENABLE':
      return onVdev(rmm, call.vdev, (vdev) =>
        vdev.state === 'STARTED'
          ? ok({ ...vdev, dmaEnabled: true })
          : err('the device is not started'),
      );
    case 'RSI_VDEV_DMA_DISABLE':
      return onVdev(rmm, call.vdev, (vdev) =>
        vdev.dmaEnabled ? ok({ ...vdev, dmaEnabled: false }) : err('DMA is not enabled'),
      );
    case 'RMI_VDEV_P2P_BIND':
      return bindPeers(rmm, call.vdev, call.peer);
  }
}

/**
 * What a load or store of a CPU at an address of the Realm, or of the normal world at a physical address,
 * runs into before it reaches a device.
 *
 * @source RMM A5.2 to A5.4; Arm DDI 0487 D9
 */
export type CpuAccess =
  | { readonly kind: 'device'; readonly pa: bigint; readonly t: 0 | 1 }
  /** Synchronous external abort into the Realm. */
  | { readonly kind: 'REALM_SEA' }
  /** The Realm exits to the host, which maps or emulates. */
  | { readonly kind: 'REC_EXIT' }
  /** Granule protection fault exception on the CPU. */
  | { readonly kind: 'CPU_GPF' };

/** A Realm CPU at an IPA. */
export function realmAccess(rmm: Rmm, ipa: bigint): CpuAccess {
  const entry = rmm.rtt.get(ipa);
  if (isUpper(rmm, ipa)) {
    return entry === undefined ? { kind: 'REC_EXIT' } : normalAccess(rmm, entry.pa);
  }
  const isValid = entry?.hipas === 'ASSIGNED_DEV' && entry.ripas === 'DEV';
  return isValid ? { kind: 'device', pa: entry.pa, t: 1 } : { kind: 'REALM_SEA' };
}

/** A CPU of the normal world, or a Realm's shared alias, at a physical address. */
export function normalAccess(rmm: Rmm, pa: bigint): CpuAccess {
  return rmm.granules.has(pa) ? { kind: 'CPU_GPF' } : { kind: 'device', pa, t: 0 };
}
