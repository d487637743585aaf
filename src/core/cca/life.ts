import { assert, defined } from '../base/assert.ts';
import type { TdiState } from '../scenario/schema.ts';
import { hostCallMessage, messagesOf, smcMessage, tdispMessage } from './calls.ts';
import type { Message } from './calls.ts';
import { LIFE_STEPS } from './life-steps.ts';
import type { LifeStepId } from './life-steps.ts';
import { callRmm, newRmm, realmAccess } from './rmm.ts';
import type { Rmm, RmmCall, RttEntry, Vdev } from './rmm.ts';
import { EXAMPLE_ADDRESSES, sharedIpa } from './row.ts';
import { EXPORTER, IMPORTER } from './row-scenario.ts';
import { afterRequest } from './tdi.ts';
import type { TdispRequest } from './tdi.ts';

/*
 * The life of an assigned device, from a shared BAR through lock, measurement, validation and run to a peer that
 * writes to it with T=1, and back. Each step is calls; what they change comes from the monitor and the
 * TDISP machine, so the tables cannot show what those would not do.
 */

const { privateIpa, pa } = EXAMPLE_ADDRESSES;
const shared = sharedIpa(EXAMPLE_ADDRESSES);

/** All that the calls change. */
export interface LifeState {
  readonly rmm: Rmm;
  /** The Non-secure SMMU's stage 2, which the hypervisor keeps: IPA to PA of whole pages. */
  readonly mirror: ReadonlyMap<bigint, bigint>;
  readonly tdi: ReadonlyMap<string, TdiState>;
}

type Action =
  | RmmCall
  | { readonly call: 'MIRROR_MAP' | 'MIRROR_UNMAP' }
  | { readonly call: 'SAY'; readonly messages: readonly Message[] };

export const LIFE_PHASES = [
  'shared',
  'lock',
  'measure',
  'validate',
  'run',
  'p2p',
  'revoke',
  'unlock',
] as const;

export type LifePhase = (typeof LIFE_PHASES)[number];

interface Step {
  readonly phase: LifePhase;
  readonly actions: readonly Action[];
  /** The monitor refuses the last call: that is what the step is there to show. */
  readonly isRefused?: boolean;
  /** How the switch ports are set while the importer tries. */
  readonly acs?: 'direct';
}

const say = (...messages: readonly Message[]): Action => ({ call: 'SAY', messages });
const kernel = (name: string, to: Message['to'] = 'smmu'): Message => ({
  from: 'host',
  to,
  name,
  code: null,
});

const UNPROTECT: RmmCall = { call: 'RMI_RTT_UNPROT_MAP', ipa: shared, pa };

const STEPS: Readonly<Record<LifeStepId, Step>> = {
  assign: { phase: 'shared', actions: [say(smcMessage('RMI_VDEV_CREATE'))] },
  unprotect: { phase: 'shared', actions: [UNPROTECT] },
  mirror: {
    phase: 'shared',
    actions: [say(kernel('iommu_map(IOMMU_MMIO)')), { call: 'MIRROR_MAP' }],
  },
  revokeImporters: {
    phase: 'lock',
    actions: [
      say(
        hostCallMessage('RHI_DA_SET_TDI_STATE'),
        kernel('iommu_unmap'),
        kernel('CMD_TLBI_S2_IPA'),
        kernel('CMD_SYNC'),
      ),
      { call: 'MIRROR_UNMAP' },
    ],
  },
  unprotectEnd: { phase: 'lock', actions: [{ call: 'RMI_RTT_UNPROT_UNMAP', ipa: shared }] },
  lock: { phase: 'lock', actions: [{ call: 'RMI_VDEV_LOCK', vdev: EXPORTER }] },
  delegate: { phase: 'lock', actions: [{ call: 'RMI_GRANULE_RANGE_DELEGATE', pa }] },
  map: {
    phase: 'lock',
    actions: [{ call: 'RMI_RTT_DEV_MAP', vdev: EXPORTER, ipa: privateIpa, pa }],
  },
  measure: {
    phase: 'measure',
    actions: [
      say(
        hostCallMessage('RHI_DA_MEASUREMENTS'),
        hostCallMessage('RHI_DA_INTERFACE_REPORT'),
        tdispMessage('GET_DEVICE_INTERFACE_REPORT'),
        smcMessage('RSI_VDEV_GET_INFO'),
      ),
    ],
  },
  ask: {
    phase: 'validate',
    actions: [{ call: 'RSI_VDEV_VALIDATE_MAPPING', vdev: EXPORTER, ipa: privateIpa, pa }],
  },
  validate: { phase: 'validate', actions: [{ call: 'RMI_RTT_DEV_VALIDATE', ipa: privateIpa, pa }] },
  start: { phase: 'run', actions: [{ call: 'RMI_VDEV_START', vdev: EXPORTER }] },
  enable: { phase: 'run', actions: [{ call: 'RSI_VDEV_DMA_ENABLE', vdev: EXPORTER }] },
  peer: {
    phase: 'p2p',
    actions: [
      { call: 'RMI_VDEV_LOCK', vdev: IMPORTER },
      { call: 'RMI_VDEV_START', vdev: IMPORTER },
      { call: 'RSI_VDEV_DMA_ENABLE', vdev: IMPORTER },
    ],
  },
  direct: {
    phase: 'p2p',
    actions: [{ call: 'RMI_VDEV_P2P_BIND', vdev: EXPORTER, peer: IMPORTER }],
    isRefused: true,
    acs: 'direct',
  },
  disable: { phase: 'revoke', actions: [{ call: 'RSI_VDEV_DMA_DISABLE', vdev: EXPORTER }] },
  tooEarly: {
    phase: 'revoke',
    actions: [
      say(hostCallMessage('RHI_DA_SET_TDI_STATE')),
      { call: 'RMI_VDEV_UNLOCK', vdev: EXPORTER },
    ],
    isRefused: true,
  },
  unmap: { phase: 'revoke', actions: [{ call: 'RMI_RTT_DEV_UNMAP', ipa: privateIpa }] },
  undelegate: { phase: 'revoke', actions: [{ call: 'RMI_GRANULE_RANGE_UNDELEGATE', pa }] },
  unlock: { phase: 'unlock', actions: [{ call: 'RMI_VDEV_UNLOCK', vdev: EXPORTER }] },
  unprotectAgain: { phase: 'unlock', actions: [UNPROTECT] },
  mirrorAgain: {
    phase: 'unlock',
    actions: [say(kernel('iommu_map(IOMMU_MMIO)')), { call: 'MIRROR_MAP' }],
  },
};

/** One step with what it said, and the tables before and after it. */
export interface LifeMoment {
  readonly id: LifeStepId;
  readonly phase: LifePhase;
  readonly messages: readonly Message[];
  /** Why the monitor refused the last call; null: it did not. */
  readonly refusal: string | null;
  readonly acs: 'forced' | 'direct';
  readonly before: LifeState;
  readonly after: LifeState;
}

const TDISP_OF: Partial<Record<RmmCall['call'], TdispRequest>> = {
  RMI_VDEV_LOCK: 'LOCK_INTERFACE',
  RMI_VDEV_START: 'START_INTERFACE',
  RMI_VDEV_UNLOCK: 'STOP_INTERFACE',
};

/** A monitor with two assigned devices that nobody has touched yet. */
function startOfLife(): LifeState {
  const unlocked = 'CONFIG_UNLOCKED' as const;
  return {
    rmm: newRmm({
      ipaBits: EXAMPLE_ADDRESSES.ipaBits,
      allowsAts: false,
      vdevs: { [EXPORTER]: 'realm0', [IMPORTER]: 'realm0' },
    }),
    mirror: new Map(),
    tdi: new Map([
      [EXPORTER, unlocked],
      [IMPORTER, unlocked],
    ]),
  };
}

/** The device's side of a call that the monitor carried out. */
function withTdi(state: LifeState, call: RmmCall): LifeState {
  const request = TDISP_OF[call.call];
  if (request === undefined || !('vdev' in call)) return state;
  const now = defined(state.tdi.get(call.vdev), `interface ${call.vdev}`);
  const next = defined(afterRequest(now, request) ?? undefined, `${request} in ${now}`);
  return { ...state, tdi: new Map(state.tdi).set(call.vdev, next) };
}

interface Played {
  readonly state: LifeState;
  readonly messages: readonly Message[];
  readonly refusal: string | null;
}

function play({ state, messages }: Played, action: Action): Played {
  switch (action.call) {
    case 'SAY':
      return { state, messages: [...messages, ...action.messages], refusal: null };
    case 'MIRROR_MAP':
      return { state: { ...state, mirror: new Map([[shared, pa]]) }, messages, refusal: null };
    case 'MIRROR_UNMAP':
      return { state: { ...state, mirror: new Map() }, messages, refusal: null };
    default: {
      const answer = callRmm(state.rmm, action);
      const said = messagesOf(action);
      if (!answer.ok) {
        return { state, messages: [...messages, ...said.slice(0, 1)], refusal: answer.error };
      }
      return {
        state: withTdi({ ...state, rmm: answer.value }, action),
        messages: [...messages, ...said],
        refusal: null,
      };
    }
  }
}

/**
 * Plays the whole life.
 *
 * @returns every step in order with the tables before and after it; going back is reading the step before.
 * @throws Error when a call that must succeed is refused, or the other way round: the list of steps is wrong.
 * @source smmu-cca.md §5.5, §6.1
 */
export function playLife(): readonly LifeMoment[] {
  const moments: LifeMoment[] = [];
  let now = startOfLife();
  for (const id of LIFE_STEPS) {
    const step = STEPS[id];
    const start: Played = { state: now, messages: [], refusal: null };
    const { state, messages, refusal } = step.actions.reduce(play, start);
    assert((refusal !== null) === (step.isRefused ?? false), `${id}: ${refusal ?? 'no refusal'}`);
    moments.push({
      id,
      phase: step.phase,
      messages,
      refusal,
      acs: step.acs ?? 'forced',
      before: now,
      after: state,
    });
    now = state;
  }
  return moments;
}

/** The tables of a state as far as the exporter's page goes. */
export interface LifeTables {
  /** Entries of the Realm translation table; null: unassigned. */
  readonly sharedEntry: RttEntry | null;
  readonly privateEntry: RttEntry | null;
  /** Where the hypervisor's stage 2 sends the shared address; null: nowhere. */
  readonly mirror: bigint | null;
  /** Granule protection of the page. */
  readonly gpi: 'NS' | 'REALM';
  readonly devices: readonly { readonly id: string; readonly tdi: TdiState; readonly vdev: Vdev }[];
  /** The address at which a CPU of the Realm finds the BAR; null: at none. This is what moves. */
  readonly barIpa: bigint | null;
}

/** Reads the tables of a state. */
export function lifeTables({ rmm, mirror, tdi }: LifeState): LifeTables {
  const reached = [shared, privateIpa].find((ipa) => realmAccess(rmm, ipa).kind === 'device');
  return {
    sharedEntry: rmm.rtt.get(shared) ?? null,
    privateEntry: rmm.rtt.get(privateIpa) ?? null,
    mirror: mirror.get(shared) ?? null,
    gpi: rmm.granules.has(pa) ? 'REALM' : 'NS',
    devices: [...rmm.vdevs].map(([id, vdev]) => ({
      id,
      vdev,
      tdi: defined(tdi.get(id), `interface ${id}`),
    })),
    barIpa: reached ?? null,
  };
}

/** The two addresses of the page, the page itself, and how many digits show the shared bit. */
export const LIFE_ADDRESSES = {
  shared,
  private: privateIpa,
  pa,
  ipaDigits: EXAMPLE_ADDRESSES.ipaBits / 4,
} as const;
