import type { DeviceAction } from '../scenario/schema.ts';
import { defined } from '../base/assert.ts';
import type { Errno } from './dma-device.ts';
import { exportedBuffer, stepDmaBuf } from './dma-buf-life.ts';
import type { DmaBufEvent, DmaBufLife, LifeNote, RevokeCause } from './dma-buf-life.ts';
import type { Kernel } from './kernels.ts';
import type { Plan } from './map-p2p.ts';

/* The life of the dma-buf behind a transfer as instants of a run: what happened, what it was then. */

/** What the buffer is to its importer. */
export type LifePhase =
  'exported' | 'attached' | 'mapped' | 'draining' | 'revoked' | 'drained' | 'closed';

/** One thing that happened to the buffer. */
export interface LifeMoment {
  readonly tPs: number;
  readonly event: DmaBufEvent['kind'] | 'export';
  readonly errno: 0 | Errno;
  readonly notes: readonly LifeNote[];
  /** What the buffer is from here on. */
  readonly state: DmaBufLife;
  readonly phase: LifePhase;
}

/** The dma-buf of one transfer from its export to the end of the run. */
export interface BufferLife {
  readonly transferId: string;
  readonly moments: readonly LifeMoment[];
}

function phaseOf(state: DmaBufLife): LifePhase {
  const isMapped = state.importers.some((importer) => importer.isMapped);
  if (state.waitsFor.length > 0) return 'draining';
  if (state.isOrphan) return 'closed';
  if (state.isRevoked) return isMapped || state.importers.length === 0 ? 'revoked' : 'drained';
  if (isMapped) return 'mapped';
  return state.importers.length > 0 ? 'attached' : 'exported';
}

/** The life with one more event at `tPs`. */
export function lifeAfter(
  kernel: Kernel,
  life: BufferLife,
  tPs: number,
  event: DmaBufEvent,
): BufferLife {
  const before = defined(life.moments.at(-1), 'a buffer was exported').state;
  const { state, errno, notes } = stepDmaBuf(kernel, before, event);
  const moment = { tPs, event: event.kind, errno, notes, state, phase: phaseOf(state) };
  return { ...life, moments: [...life.moments, moment] };
}

/** Export, attach and map of a plan, all before its transfer starts. */
export function openingLife(kernel: Kernel, plan: Plan, importer: string): BufferLife | null {
  const [opened, joined] = plan.steps;
  if (opened?.kind !== 'export' || opened.errno !== 0) return null;
  const { startPs: tPs, id: transferId } = plan.transfer;
  const state = exportedBuffer({
    memoryDecode: plan.life.memoryDecode,
    rangeCount: plan.life.rangeCount,
  });
  const { notes } = opened;
  const exported: LifeMoment = {
    tPs,
    event: 'export',
    errno: 0,
    notes,
    state,
    phase: phaseOf(state),
  };
  const life: BufferLife = { transferId, moments: [exported] };
  const who = { id: importer, peer2peer: true, revocable: true, isIommufd: false };
  const attached = lifeAfter(kernel, life, tPs, { kind: 'attach', importer: who });
  if (joined?.kind !== 'attach' || joined.errno !== 0) return attached;
  return lifeAfter(kernel, attached, tPs, { kind: 'map', importer, errno: plan.errno });
}

const CAUSES: Readonly<Record<'reset' | 'clearMemoryDecode', RevokeCause>> = {
  reset: 'vfio reset',
  clearMemoryDecode: 'memory decode cleared',
};

/** What an action is to the buffers of its device. */
export function revocationOf(kind: Exclude<DeviceAction['kind'], 'setMemoryDecode'>): DmaBufEvent {
  return kind === 'close' ? { kind: 'close' } : { kind: 'revoke', cause: CAUSES[kind] };
}
