import type { TdiState } from '../scenario/schema.ts';

/** A TDISP request to an interface. @source PCIe Base §11.3 */
export type TdispRequest = 'LOCK_INTERFACE' | 'START_INTERFACE' | 'STOP_INTERFACE';

/** Something else that happens to an interface while it may be locked. */
export type TdiEvent =
  | 'BAR_WRITE'
  | 'MSE_CLEARED'
  | 'BME_CLEARED'
  | 'FLR'
  | 'STREAM_INSECURE'
  | 'SPDM_SESSION_ENDED'
  | 'ACS_WRITE'
  | 'LINK_CONTROL_WRITE'
  | 'MSI_WRITE';

/** Which requests are legal in a state, and where they lead; all others answer INVALID_INTERFACE_STATE. */
const REQUESTS: Readonly<Record<TdiState, Partial<Record<TdispRequest, TdiState>>>> = {
  CONFIG_UNLOCKED: { LOCK_INTERFACE: 'CONFIG_LOCKED' },
  CONFIG_LOCKED: { START_INTERFACE: 'RUN', STOP_INTERFACE: 'CONFIG_UNLOCKED' },
  RUN: { STOP_INTERFACE: 'CONFIG_UNLOCKED' },
  ERROR: { STOP_INTERFACE: 'CONFIG_UNLOCKED' },
};

/** What a locked interface watches. ACS, Link Control and MSI are outside the lock. */
const WATCHED: ReadonlySet<TdiEvent> = new Set<TdiEvent>([
  'BAR_WRITE',
  'MSE_CLEARED',
  'BME_CLEARED',
  'FLR',
  'STREAM_INSECURE',
  'SPDM_SESSION_ENDED',
]);

/**
 * Where a TDISP request leads.
 *
 * @returns the next state, or null: INVALID_INTERFACE_STATE, nothing changes.
 * @source PCIe Base §11.3, §11.4; pcie.md §7.1
 */
export function afterRequest(state: TdiState, request: TdispRequest): TdiState | null {
  return REQUESTS[state][request] ?? null;
}

/**
 * Where an event leads: a watched change moves a locked or running interface to ERROR, without any TLP.
 *
 * @source PCIe Base §11.2, §11.4.3; pcie.md §7.3
 */
export function afterEvent(state: TdiState, event: TdiEvent): TdiState {
  const isLocked = state === 'CONFIG_LOCKED' || state === 'RUN';
  return isLocked && WATCHED.has(event) ? 'ERROR' : state;
}
