import { isSince } from './kernels.ts';
import type { Kernel, KernelKey } from './kernels.ts';

/** One row of p2pdma's host bridge allow-list. */
export interface HostBridgeRow {
  readonly vendorId: number;
  /** null: every device of the vendor. */
  readonly deviceId: number | null;
  /** Both functions must be below the same host bridge. */
  readonly sameOnly: boolean;
  /** First kernel of the version table that has the row. */
  readonly since: KernelKey;
  readonly name: string;
}

const intel = (
  deviceId: number,
  name: string,
  since: KernelKey = '6.1',
  sameOnly = false,
): HostBridgeRow => ({ vendorId: 0x8086, deviceId, sameOnly, since, name });

const nvidia = (deviceId: number): HostBridgeRow => ({
  vendorId: 0x10de,
  deviceId,
  sameOnly: false,
  since: '7.3',
  name: 'NVIDIA host bridge',
});

/**
 * pci_p2pdma_whitelist, in its order; the first row that matches decides. First releases before 6.1 are
 * not told apart.
 *
 * @source linux-dma.md §1.4; Linux drivers/pci/p2pdma.c
 */
export const HOST_BRIDGES: readonly HostBridgeRow[] = [
  intel(0x3c00, 'Xeon E5 / Core i7', '6.1', true),
  intel(0x3c01, 'Xeon E5 / Core i7', '6.1', true),
  intel(0x2f00, 'Xeon E7 v3 / E5 v3', '6.1', true),
  intel(0x2f01, 'Xeon E7 v3 / E5 v3', '6.1', true),
  intel(0x2030, 'Skylake-E root port A'),
  intel(0x2031, 'Skylake-E root port B'),
  intel(0x2032, 'Skylake-E root port C'),
  intel(0x2033, 'Skylake-E root port D'),
  intel(0x2020, 'Skylake-E DMI3'),
  intel(0x09a2, 'Ice Lake-SP and every later Xeon'),
  intel(0x0b25, 'DSA, Sapphire Rapids', '7.2'),
  intel(0x0cfe, 'IAX, Sapphire Rapids', '7.2'),
  intel(0x11fb, 'DSA, Granite Rapids-D', '7.2'),
  intel(0x1212, 'DSA, Diamond Rapids', '7.2'),
  intel(0x1216, 'IAA, Diamond Rapids', '7.2'),
  intel(0x4940, 'QAT 4xxx', '7.2'),
  intel(0x4942, 'QAT 401xx', '7.2'),
  intel(0x4944, 'QAT 402xx', '7.2'),
  intel(0x4946, 'QAT 420xx', '7.2'),
  intel(0x4948, 'QAT 6xxx', '7.2'),
  { vendorId: 0x1ae0, deviceId: null, sameOnly: false, since: '7.1', name: 'Google SoC' },
  nvidia(0x2f95),
  nvidia(0x2f96),
  nvidia(0x2f97),
  nvidia(0x2f98),
];

/** The row of `kernel` that matches a host bridge's representative, or null. */
export function hostBridgeRow(
  kernel: Kernel,
  vendorId: number | null,
  deviceId: number | null,
): HostBridgeRow | null {
  return (
    HOST_BRIDGES.find(
      (row) =>
        isSince(kernel, row.since) &&
        row.vendorId === vendorId &&
        (row.deviceId === null ? deviceId !== null : row.deviceId === deviceId),
    ) ?? null
  );
}
