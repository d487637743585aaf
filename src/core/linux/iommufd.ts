import type { RuleId } from '../rules/catalogue.ts';
import type { Errno, IommuProt } from './dma-device.ts';
import type { Kernel } from './kernels.ts';

/** IOMMU_IOAS_MAP_FILE with a dma-buf. */
export interface IommufdImport {
  /** The buffer was exported by vfio-pci. */
  readonly isVfioBuffer: boolean;
  readonly isRevoked: boolean;
  readonly rangeCount: number;
  readonly start: bigint;
  readonly length: bigint;
  readonly bufferBytes: bigint;
}

/**
 * What iommufd answers to a dma-buf. It never asks for the map type.
 *
 * @returns errno 0 with the protection of the page-table entries it installs, or the errno of the first check that fails.
 * @source linux-dma.md §3.5 (ioctl name unverified); Linux drivers/iommu/iommufd/pages.c
 */
export function iommufdImport(
  kernel: Kernel,
  call: IommufdImport,
): { readonly errno: 0 | Errno; readonly prot: IommuProt | null; readonly rule: RuleId } {
  const refuse = (errno: Errno, rule: RuleId) => ({ errno, prot: null, rule });
  if (!kernel.hasVfioDmaBuf) return refuse('-EOPNOTSUPP', 'VFIO-NOT-BUILT');
  if (call.start + call.length > call.bufferBytes) return refuse('-EINVAL', 'VFIO-RANGE-END');
  if (!call.isVfioBuffer) return refuse('-EOPNOTSUPP', 'VFIO-NO-HOOK');
  if (call.isRevoked) return refuse('-ENODEV', 'VFIO-REVOKED');
  if (call.rangeCount > 1) return refuse('-EOPNOTSUPP', 'IOMMUFD-ONE-RANGE');
  return { errno: 0, prot: 'MMIO', rule: 'IOMMUFD-MMIO' };
}
