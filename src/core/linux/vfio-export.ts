import type { RuleId } from '../rules/catalogue.ts';
import type { Errno } from './dma-device.ts';
import { isSince } from './kernels.ts';
import type { Kernel } from './kernels.ts';

/** VFIO_DEVICE_FEATURE_DMA_BUF as user space calls it. */
export interface VfioExport {
  readonly region: number;
  readonly barType: 'mem' | 'io';
  readonly barBytes: bigint;
  /** nr_ranges as passed; the array has as many entries. */
  readonly rangeCount: number;
  readonly ranges: readonly { readonly offset: bigint; readonly length: bigint }[];
  readonly flags: number;
  readonly operation: 'GET' | 'SET' | 'PROBE' | 'none';
  /** argsz covers the 16-byte header. */
  readonly hasHeader: boolean;
  readonly pageBytes: bigint;
  /** CPU physical address of the BAR. */
  readonly phys: bigint;
  /** State of the driver, where it is not as usual. */
  readonly driver: {
    readonly isConfigured: boolean;
    readonly hasPhysHook: boolean;
    readonly isRegistered: boolean;
    /** BAR resources can be claimed. */
    readonly claimsBars: boolean;
  };
  /** A copy or an allocation that fails, for playing errors. */
  readonly fails: 'header copy' | 'array copy' | 'array allocation' | 'export' | 'fd' | null;
}

/** An ordinary call: one whole page of a 64 KiB memory BAR. */
export const PLAIN_EXPORT: VfioExport = {
  region: 0,
  barType: 'mem',
  barBytes: 65536n,
  rangeCount: 1,
  ranges: [{ offset: 0n, length: 4096n }],
  flags: 0,
  operation: 'GET',
  hasHeader: true,
  pageBytes: 4096n,
  phys: 0n,
  driver: { isConfigured: true, hasPhysHook: true, isRegistered: true, claimsBars: true },
  fails: null,
};

/** A step of an ordered check: the first one that fails answers. */
interface Check {
  readonly rule: RuleId;
  readonly errno: Errno;
  readonly fails: (kernel: Kernel, call: VfioExport) => boolean;
}

const FIRST_NOT_A_BAR = 6;
const TWO_64 = 1n << 64n;
const BIT_63 = 1n << 63n;

const isUnaligned = (value: bigint, page: bigint): boolean => value % page !== 0n;

const total = (call: VfioExport): bigint =>
  call.ranges.reduce((sum, { length }) => sum + length, 0n);

/** vfio_pci_core_feature_dma_buf() in its order. @source linux-dma.md §3.2 */
const CHECKS: readonly Check[] = [
  {
    rule: 'VFIO-NOT-BUILT',
    errno: '-ENOTTY',
    fails: (kernel, { driver }) => !kernel.hasVfioDmaBuf || !driver.isConfigured,
  },
  { rule: 'VFIO-NO-HOOK', errno: '-EOPNOTSUPP', fails: (_, { driver }) => !driver.hasPhysHook },
  {
    rule: 'VFIO-BAD-CALL',
    errno: '-EINVAL',
    fails: (_, { operation, hasHeader }) =>
      operation === 'SET' || operation === 'none' || (operation === 'GET' && !hasHeader),
  },
  { rule: 'VFIO-COPY', errno: '-EFAULT', fails: (_, { fails }) => fails === 'header copy' },
  {
    rule: 'VFIO-NO-RANGES',
    errno: '-EINVAL',
    fails: (_, { rangeCount, flags }) => rangeCount === 0 || flags !== 0,
  },
  {
    rule: 'VFIO-REGION',
    errno: '-ENODEV',
    fails: (kernel, { region, driver }) =>
      region >= FIRST_NOT_A_BAR || (isSince(kernel, '7.1') && !driver.claimsBars),
  },
  { rule: 'VFIO-COPY', errno: '-EFAULT', fails: (_, { fails }) => fails === 'array copy' },
  { rule: 'VFIO-MEMORY', errno: '-ENOMEM', fails: (_, { fails }) => fails === 'array allocation' },
  {
    rule: 'VFIO-RANGE-SHAPE',
    errno: '-EINVAL',
    fails: (_, call) =>
      call.ranges.some(
        ({ offset, length }) =>
          length === 0n ||
          isUnaligned(offset, call.pageBytes) ||
          isUnaligned(length, call.pageBytes),
      ) ||
      (total(call) & BIT_63) !== 0n ||
      total(call) >= TWO_64,
  },
  { rule: 'VFIO-NOT-MEMORY', errno: '-EINVAL', fails: (_, { barType }) => barType !== 'mem' },
  {
    rule: 'VFIO-RANGE-OVERFLOW',
    errno: '-EOVERFLOW',
    fails: (_, { phys, ranges }) =>
      ranges.some(({ offset, length }) => phys + offset + length > TWO_64),
  },
  {
    rule: 'VFIO-RANGE-END',
    errno: '-EINVAL',
    fails: (_, { ranges, barBytes }) =>
      ranges.some(({ offset, length }) => offset + length > barBytes),
  },
  {
    rule: 'VFIO-UNREGISTERED',
    errno: '-ENODEV',
    fails: (_, { driver }) => !driver.isRegistered,
  },
  { rule: 'VFIO-MEMORY', errno: '-ENOMEM', fails: (_, { fails }) => fails === 'export' },
  { rule: 'VFIO-FD', errno: '-EMFILE', fails: (_, { fails }) => fails === 'fd' },
];

/**
 * The errno of a vfio-pci dma-buf export, 0 when a file descriptor is made.
 *
 * @returns PROBE alone answers 0 once the feature exists; the rule is that of the first check that failed.
 * @source linux-dma.md §3.2; Linux drivers/vfio/pci/vfio_pci_dmabuf.c vfio_pci_core_feature_dma_buf()
 */
export function vfioExport(
  kernel: Kernel,
  call: VfioExport,
): { readonly errno: 0 | Errno; readonly rule: RuleId } {
  const probeEnds = CHECKS.findIndex(({ rule }) => rule === 'VFIO-BAD-CALL');
  const checks = call.operation === 'PROBE' ? CHECKS.slice(0, probeEnds) : CHECKS;
  const failed = checks.find((check) => check.fails(kernel, call));
  return failed === undefined
    ? { errno: 0, rule: 'VFIO-EXPORTED' }
    : { errno: failed.errno, rule: failed.rule };
}
