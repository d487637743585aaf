import type { RuleId } from '../rules/catalogue.ts';
import type { Errno } from './dma-device.ts';
import { isSince } from './kernels.ts';
import type { Kernel } from './kernels.ts';

/*
 * The life of a vfio-pci dma-buf, event by event: exported, attached, mapped, revoked, drained, closed.
 */

/** One importer's side of the buffer. */
export interface Importer {
  readonly id: string;
  /** attach() said allow_peer2peer; static importers never do. */
  readonly peer2peer: boolean;
  /** It has a real invalidate callback. */
  readonly revocable: boolean;
  /** iommufd: after one revoke its object stays dead. */
  readonly isIommufd: boolean;
  readonly isMapped: boolean;
  /** iommufd: was revoked once; later attaches succeed and map nothing. */
  readonly isDead: boolean;
}

/** The buffer's state. */
export interface DmaBufLife {
  readonly isRevoked: boolean;
  /** The device was closed or unbound: revoked for good. */
  readonly isOrphan: boolean;
  readonly memoryDecode: boolean;
  readonly rangeCount: number;
  readonly importers: readonly Importer[];
  /** A reset waits for these importers to unmap (7.1 and newer). */
  readonly waitsFor: readonly string[];
}

/** Why a device takes its BARs away for a while. */
export type RevokeCause =
  'memory decode cleared' | 'vfio reset' | 'hot reset' | 'function level reset' | 'low power';

/** What can happen to it. */
export type DmaBufEvent =
  | {
      readonly kind: 'attach';
      readonly importer: Pick<Importer, 'id' | 'peer2peer' | 'revocable' | 'isIommufd'>;
    }
  | { readonly kind: 'pin'; readonly importer: string }
  | { readonly kind: 'map'; readonly importer: string; readonly errno: 0 | Errno }
  | { readonly kind: 'unmap'; readonly importer: string }
  | { readonly kind: 'detach'; readonly importer: string }
  | { readonly kind: 'revoke'; readonly cause: RevokeCause }
  | { readonly kind: 'restore' }
  | { readonly kind: 'close' };

/** One line of what followed from an event. */
export interface LifeNote {
  readonly rule: RuleId;
  readonly text: string;
}

/** The state after an event and what the caller was told. */
export interface LifeStep {
  readonly state: DmaBufLife;
  readonly errno: 0 | Errno;
  readonly notes: readonly LifeNote[];
}

/** A buffer just exported: born revoked when memory decode is off. @source linux-dma.md §3.2 */
export function exportedBuffer(options: {
  readonly memoryDecode: boolean;
  readonly rangeCount: number;
}): DmaBufLife {
  return {
    isRevoked: !options.memoryDecode,
    isOrphan: false,
    memoryDecode: options.memoryDecode,
    rangeCount: options.rangeCount,
    importers: [],
    waitsFor: [],
  };
}

const refused = (state: DmaBufLife, errno: Errno, rule: RuleId, text: string): LifeStep => ({
  state,
  errno,
  notes: [{ rule, text }],
});

const done = (state: DmaBufLife, rule: RuleId, text: string): LifeStep => ({
  state,
  errno: 0,
  notes: [{ rule, text }],
});

function changeImporter(state: DmaBufLife, id: string, change: Partial<Importer>): DmaBufLife {
  return {
    ...state,
    importers: state.importers.map((importer) =>
      importer.id === id ? { ...importer, ...change } : importer,
    ),
  };
}

/** @source linux-dma.md §3.3 attach, §3.5; Linux vfio_pci_dma_buf_attach() */
function attach(
  kernel: Kernel,
  state: DmaBufLife,
  importer: Pick<Importer, 'id' | 'peer2peer' | 'revocable' | 'isIommufd'>,
): LifeStep {
  const { id } = importer;
  if (!importer.peer2peer) {
    return refused(state, '-EOPNOTSUPP', 'VFIO-ATTACH-P2P', `${id} does not allow peer to peer`);
  }
  if (state.isRevoked) {
    return refused(state, '-ENODEV', 'VFIO-REVOKED', 'the buffer is revoked');
  }
  if (isSince(kernel, '7.1') && !importer.revocable) {
    return refused(state, '-EOPNOTSUPP', 'VFIO-ATTACH-REVOCABLE', `${id} cannot be revoked`);
  }
  if (importer.isIommufd && state.rangeCount > 1) {
    const text = `iommufd takes one range, the buffer has ${state.rangeCount}`;
    return refused(state, '-EOPNOTSUPP', 'IOMMUFD-ONE-RANGE', text);
  }
  const joined: Importer = { ...importer, isMapped: false, isDead: false };
  const next = { ...state, importers: [...state.importers, joined] };
  return done(next, 'VFIO-ATTACHED', `${id} attached; the map type was not asked`);
}

/** @source linux-dma.md §3.3 pin */
function pin(kernel: Kernel, state: DmaBufLife): LifeStep {
  return kernel.vfioPin === '-EOPNOTSUPP'
    ? refused(state, '-EOPNOTSUPP', 'VFIO-PIN', 'the exporter refuses pin')
    : done(state, 'VFIO-PIN', 'the exporter has no pin hook');
}

/** @source linux-dma.md §3.3 map */
function map(state: DmaBufLife, id: string, errno: 0 | Errno): LifeStep {
  const importer = state.importers.find((known) => known.id === id);
  if (importer === undefined) {
    return refused(state, '-EINVAL', 'DMABUF-NO-PROVIDER', `${id} is not attached`);
  }
  if (state.isRevoked) return refused(state, '-ENODEV', 'VFIO-REVOKED', 'the buffer is revoked');
  if (importer.isDead) {
    return done(state, 'IOMMUFD-DEAD', `${id} was revoked once: nothing is mapped any more`);
  }
  if (errno !== 0) return refused(state, errno, 'VFIO-MAP-FAILED', 'the map failed as a whole');
  return done(changeImporter(state, id, { isMapped: true }), 'VFIO-MAPPED', `${id} mapped`);
}

/** @source linux-dma.md §3.4; 7.1 and newer wait for every mapping to go */
function revoke(kernel: Kernel, state: DmaBufLife, cause: string, isClose: boolean): LifeStep {
  const notes: LifeNote[] = [];
  const isDrained = isSince(kernel, '7.1');
  const importers = state.importers.map((importer): Importer => {
    notes.push({ rule: 'VFIO-INVALIDATE', text: `${importer.id} is told to invalidate` });
    return importer.isIommufd ? { ...importer, isMapped: false, isDead: true } : importer;
  });
  const waitsFor = isDrained
    ? importers.filter(({ isMapped }) => isMapped).map(({ id }) => id)
    : [];
  const waiting = waitsFor.map((id): LifeNote => {
    return { rule: 'VFIO-DRAIN', text: `the reset waits for ${id} to unmap` };
  });
  const next: DmaBufLife = {
    ...state,
    isRevoked: true,
    isOrphan: state.isOrphan || isClose,
    memoryDecode: state.memoryDecode && cause !== 'memory decode cleared',
    importers,
    waitsFor,
  };
  return {
    state: next,
    errno: 0,
    notes: [{ rule: 'VFIO-REVOKED', text: cause }, ...notes, ...waiting],
  };
}

function unmap(state: DmaBufLife, id: string): LifeStep {
  const next = changeImporter(state, id, { isMapped: false });
  const waitsFor = next.waitsFor.filter((waiting) => waiting !== id);
  const isLast = state.waitsFor.length > 0 && waitsFor.length === 0;
  const text = isLast ? `${id} unmapped; drained, the reset goes on` : `${id} unmapped`;
  return done({ ...next, waitsFor }, isLast ? 'VFIO-DRAIN' : 'VFIO-MAPPED', text);
}

function restore(state: DmaBufLife): LifeStep {
  if (state.isOrphan) {
    return refused(
      state,
      '-ENODEV',
      'VFIO-ORPHAN',
      'the device is closed; the buffer stays revoked',
    );
  }
  const next = { ...state, isRevoked: false, memoryDecode: true, waitsFor: [] };
  return done(next, 'VFIO-RESTORED', 'memory decode is on again; importers may map again');
}

/**
 * What one event does to the buffer, and the errno that its caller gets.
 *
 * @source linux-dma.md §3.3 to §3.5; Linux drivers/vfio/pci/vfio_pci_dmabuf.c, drivers/iommu/iommufd/pages.c
 */
export function stepDmaBuf(kernel: Kernel, state: DmaBufLife, event: DmaBufEvent): LifeStep {
  switch (event.kind) {
    case 'attach':
      return attach(kernel, state, event.importer);
    case 'pin':
      return pin(kernel, state);
    case 'map':
      return map(state, event.importer, event.errno);
    case 'unmap':
      return unmap(state, event.importer);
    case 'detach': {
      const importers = state.importers.filter(({ id }) => id !== event.importer);
      return done({ ...state, importers }, 'VFIO-ATTACHED', `${event.importer} detached`);
    }
    case 'revoke':
      return revoke(kernel, state, event.cause, false);
    case 'restore':
      return restore(state);
    case 'close':
      return revoke(kernel, state, 'device closed', true);
  }
}
