import { err, ok } from '../base/result.ts';
import type { Result } from '../base/result.ts';

/*
 * The kernel versions that decide differently, as data. A rule that changed compares `order`, or reads
 * a field of the row; nothing else in this room knows version numbers.
 */

/** Key of the version table; `dev` and `intended` are chosen by name only. */
export type KernelKey =
  '6.1' | '6.12' | '6.18' | '6.19' | '7.0' | '7.1' | '7.2' | '7.3' | 'dev' | 'intended';

/** One row of the version table. */
export interface Kernel {
  readonly key: KernelKey;
  /** Position in the table: newer is larger. */
  readonly order: number;
  /** What this version means, for a list of choices. */
  readonly meaning: string;
  /** First release that the row stands for; null: chosen by name only. */
  readonly release: readonly [major: number, minor: number] | null;
  /** How `pci=disable_acs_redir=` leaves the bits outside RR, CR, EC: what the kernel set, or what firmware left. */
  readonly disableAcsRedirKeeps: 'kernel' | 'firmware';
  /** `pci=config_acs=` exists. */
  readonly hasConfigAcs: boolean;
  /** DMA_ATTR_MMIO exists, so dma_map_phys can map a BAR. */
  readonly hasDmaAttrMmio: boolean;
  /** vfio-pci exports BARs as dma-buf, iommufd imports them. */
  readonly hasVfioDmaBuf: boolean;
  /** What the vfio dma-buf exporter says to pin. */
  readonly vfioPin: 'no hook' | '-EOPNOTSUPP' | 'revocable rule';
  /** Arch dma_ops member that dma_map_phys calls for MMIO. */
  readonly archMmioOp: 'map_resource' | 'map_phys';
  /** DMA_ATTR_CC_SHARED exists. */
  readonly hasCcShared: boolean;
  /** Text of dma_direct_map_phys() that is in force. */
  readonly dmaDirect: 'plain' | 'cc-shared' | 'cc-rework';
  /** A Realm or another CoCo guest forces swiotlb, so MMIO cannot be mapped by dma-direct. */
  readonly coCoForcesSwiotlb: boolean;
  /** Provider records say shared or private MMIO, judged against the client's T at map time (posted). */
  readonly hasProviderSharing: boolean;
  /** ACS egress control vectors are read and the ACPI HMAT is a third source of host bridge support (posted). */
  readonly readsEgressVector: boolean;
}

const FIRST = {
  disableAcsRedirKeeps: 'kernel',
  hasConfigAcs: false,
  hasDmaAttrMmio: false,
  hasVfioDmaBuf: false,
  vfioPin: 'no hook',
  archMmioOp: 'map_resource',
  hasCcShared: false,
  dmaDirect: 'plain',
  coCoForcesSwiotlb: true,
  hasProviderSharing: false,
  readsEgressVector: false,
} as const;

type Change = Partial<Omit<Kernel, 'order' | 'key' | 'meaning' | 'release'>>;

interface Entry extends Pick<Kernel, 'key' | 'meaning' | 'release'> {
  /** What this version changes against the row above it. */
  readonly changes: Change;
}

const ENTRIES: readonly Entry[] = [
  { key: '6.1', release: [6, 1], meaning: 'oldest recorded kernel; no config_acs', changes: {} },
  {
    key: '6.12',
    release: [6, 12],
    meaning: 'config_acs exists; both ACS parameters restart from the firmware bits',
    changes: { disableAcsRedirKeeps: 'firmware', hasConfigAcs: true },
  },
  {
    key: '6.18',
    release: [6, 18],
    meaning: 'DMA_ATTR_MMIO exists; arch ops are called through map_resource',
    changes: { hasDmaAttrMmio: true },
  },
  {
    key: '6.19',
    release: [6, 19],
    meaning: 'vfio-pci dma-buf export and iommufd import; arch ops through map_phys',
    changes: { hasVfioDmaBuf: true, archMmioOp: 'map_phys' },
  },
  {
    key: '7.0',
    release: [7, 0],
    meaning: 'as 6.19; the vfio exporter refuses pin',
    changes: { vfioPin: '-EOPNOTSUPP' },
  },
  {
    key: '7.1',
    release: [7, 1],
    meaning: 'DMA_ATTR_CC_SHARED, Google host bridges, importers must be revocable',
    changes: { hasCcShared: true, dmaDirect: 'cc-shared', vfioPin: 'revocable rule' },
  },
  {
    key: '7.2',
    release: [7, 2],
    meaning: 'Intel QAT, DSA and IAA host bridges',
    changes: {},
  },
  {
    key: '7.3',
    release: [7, 3],
    meaning: 'newest release: dma-direct reworked for confidential computing',
    changes: { dmaDirect: 'cc-rework', coCoForcesSwiotlb: false },
  },
  {
    key: 'dev',
    release: null,
    meaning: 'posted: ACS egress control and HMAT decide as well',
    changes: { readsEgressVector: true },
  },
  {
    key: 'intended',
    release: null,
    meaning: '7.3 plus the posted rule of shared and private MMIO',
    changes: { readsEgressVector: false, hasProviderSharing: true },
  },
];

function accumulate(entries: readonly Entry[]): Kernel[] {
  let current: Omit<Kernel, 'order' | 'key' | 'meaning' | 'release'> = FIRST;
  return entries.map(({ key, meaning, release, changes }, order) => {
    current = { ...current, ...changes };
    return { key, meaning, release, order, ...current };
  });
}

/** Every kernel of the version table, oldest first. @source linux-dma.md, version table */
export const KERNELS: readonly Kernel[] = accumulate(ENTRIES);

/** The newest release: what is assumed when nobody says. */
export const DEFAULT_KERNEL: KernelKey = '7.3';

/** The row of a key. */
export function kernelOf(key: KernelKey): Kernel {
  const found = KERNELS.find((kernel) => kernel.key === key);
  if (found === undefined) throw new Error(`kernel table has no ${key}`);
  return found;
}

/** Whether `kernel` is `since` or newer in the table. */
export function isSince(kernel: Kernel, since: KernelKey): boolean {
  return kernel.order >= kernelOf(since).order;
}

/**
 * Finds the row of a key or of a release string: `6.12.117-p2poracle` is `6.12`, `6.16` is `6.12`,
 * `7.3.4+deb13` is `7.3`, `8.0` the newest release.
 *
 * @returns the error as one sentence for a release older than the oldest row and for what is no release.
 * @source linux-dma.md, version table
 */
export function findKernel(text: string): Result<Kernel, string> {
  const name = text.trim();
  const byName = KERNELS.find((kernel) => kernel.key === name);
  if (byName !== undefined) return ok(byName);
  const match = /^(\d+)\.(\d+)(?![\d])/.exec(name);
  const keys = KERNELS.map((kernel) => kernel.key).join(' ');
  if (match === null) {
    return err(
      `${JSON.stringify(text)} is no kernel release; give a release string or one of ${keys}`,
    );
  }
  const wanted = [Number(match[1]), Number(match[2])] as const;
  const notNewer = KERNELS.filter(
    ({ release }) =>
      release !== null &&
      (release[0] < wanted[0] || (release[0] === wanted[0] && release[1] <= wanted[1])),
  );
  const nearest = notNewer.at(-1);
  if (nearest === undefined) {
    return err(
      `kernel ${name} is older than 6.1, the oldest that is modelled; give one of ${keys}`,
    );
  }
  return ok(nearest);
}
