import type { RmmCall } from './rmm.ts';

/*
 * Who says what to whom in the life of an assigned device. RMI is host to monitor, RSI Realm to monitor, RHI_DA
 * rides on RSI_HOST_CALL from the Realm to the host, TDISP runs from the monitor to the device.
 */

export type Actor = 'realm' | 'rmm' | 'host' | 'smmu' | 'device';

/** One call or message by its specified name. */
export interface Message {
  readonly from: Actor;
  readonly to: Actor;
  readonly name: string;
  /** SMC function identifier or TDISP request code; null: it has no number. */
  readonly code: number | null;
}

/** Function identifiers below 0xC4000000 + n. @source RMM B4; smmu-cca.md §5.5 */
const SMC_FUNCTIONS = {
  RMI_GRANULE_RANGE_DELEGATE: 0x1f1,
  RMI_GRANULE_RANGE_UNDELEGATE: 0x1f2,
  RMI_RTT_DEV_MAP: 0x1f7,
  RMI_RTT_DEV_UNMAP: 0x1f8,
  RMI_RTT_UNPROT_MAP: 0x1fb,
  RMI_RTT_UNPROT_UNMAP: 0x1fc,
  RMI_RTT_DEV_VALIDATE: 0x163,
  RMI_VDEV_CREATE: 0x187,
  RMI_VDEV_LOCK: 0x1d2,
  RMI_VDEV_START: 0x1d3,
  RMI_VDEV_UNLOCK: 0x18a,
  RMI_VDEV_P2P_BIND: 0x1d4,
  RSI_HOST_CALL: 0x199,
  RSI_VDEV_GET_INFO: 0x19d,
  RSI_VDEV_VALIDATE_MAPPING: 0x19f,
  RSI_VDEV_DMA_ENABLE: 0x19c,
  RSI_VDEV_DMA_DISABLE: 0x1a4,
} as const;

/** Calls that ride on RSI_HOST_CALL. @source smmu-cca.md §5.5 */
const HOST_CALLS = {
  RHI_DA_MEASUREMENTS: 0xc5000052,
  RHI_DA_INTERFACE_REPORT: 0xc5000053,
  RHI_DA_SET_TDI_STATE: 0xc5000054,
} as const;

/** TDISP request codes. @source PCIe Base §11.3; pcie.md §7.1 */
const TDISP_REQUESTS = {
  LOCK_INTERFACE_REQUEST: 0x83,
  GET_DEVICE_INTERFACE_REPORT: 0x84,
  START_INTERFACE_REQUEST: 0x86,
  STOP_INTERFACE_REQUEST: 0x87,
} as const;

const SMC_BASE = 0xc4000000;

/** A call to the monitor: RMI from the host, RSI from the Realm. */
export function smcMessage(name: keyof typeof SMC_FUNCTIONS): Message {
  const from = name.startsWith('RSI_') ? 'realm' : 'host';
  return { from, to: 'rmm', name, code: SMC_BASE + SMC_FUNCTIONS[name] };
}

/** A call of the Realm to the host, which the monitor only hands on. */
export function hostCallMessage(name: keyof typeof HOST_CALLS): Message {
  return { from: 'realm', to: 'host', name, code: HOST_CALLS[name] };
}

/** A TDISP request of the monitor, in its SPDM session with the device. */
export function tdispMessage(name: keyof typeof TDISP_REQUESTS): Message {
  return { from: 'rmm', to: 'device', name, code: TDISP_REQUESTS[name] };
}

/** What a call makes the monitor send to the device. */
const FOLLOWED_BY = {
  RMI_VDEV_LOCK: 'LOCK_INTERFACE_REQUEST',
  RMI_VDEV_START: 'START_INTERFACE_REQUEST',
  RMI_VDEV_UNLOCK: 'STOP_INTERFACE_REQUEST',
} as const;

/** A call of the model with everything that it makes others say. */
export function messagesOf({ call }: RmmCall): readonly Message[] {
  const first = smcMessage(call);
  const isFollowed =
    call === 'RMI_VDEV_LOCK' || call === 'RMI_VDEV_START' || call === 'RMI_VDEV_UNLOCK';
  return isFollowed ? [first, tdispMessage(FOLLOWED_BY[call])] : [first];
}
