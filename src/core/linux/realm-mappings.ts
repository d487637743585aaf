import { judgeSharing } from './confidential.ts';
import { PLAIN_DEVICE } from './dma-device.ts';
import { dmaMapPhys } from './dma-map.ts';
import { kernelOf } from './kernels.ts';
import type { KernelKey } from './kernels.ts';
import type { MapType } from './p2pdma.ts';

/** A mapping that a driver inside a Realm attempts. */
export interface RealmMapping {
  readonly id: string;
  readonly title: string;
  readonly kernel: KernelKey;
  readonly mapType: MapType;
  /** DMA_ATTR_CC_SHARED beside DMA_ATTR_MMIO. */
  readonly ccShared: boolean;
  readonly provider: 'shared' | 'private';
  readonly clientT: 0 | 1;
}

/** What Linux in a Realm does with a peer's BAR, by kernel. @source linux-dma.md §7.2, §7.5 */
export const REALM_MAPPINGS: readonly RealmMapping[] = [
  {
    id: 'X-LX-1',
    title: 'Up to 7.2, through the host bridge, MMIO without CC_SHARED',
    kernel: '7.2',
    mapType: 'THRU_HOST_BRIDGE',
    ccShared: false,
    provider: 'shared',
    clientT: 0,
  },
  {
    id: 'X-LX-2',
    title: 'Any kernel, bus address',
    kernel: '7.3',
    mapType: 'BUS_ADDR',
    ccShared: false,
    provider: 'shared',
    clientT: 0,
  },
  {
    id: 'X-LX-3',
    title: '7.3, MMIO and CC_SHARED, shared exporter',
    kernel: '7.3',
    mapType: 'THRU_HOST_BRIDGE',
    ccShared: true,
    provider: 'shared',
    clientT: 0,
  },
  {
    id: 'X-LX-4',
    title: 'Intended rule: private provider, T=0 client',
    kernel: 'intended',
    mapType: 'THRU_HOST_BRIDGE',
    ccShared: false,
    provider: 'private',
    clientT: 0,
  },
  {
    id: 'X-LX-5',
    title: 'Intended rule: private provider, T=1 client',
    kernel: 'intended',
    mapType: 'THRU_HOST_BRIDGE',
    ccShared: false,
    provider: 'private',
    clientT: 1,
  },
];

const BAR_IPA = 0x1000_1000n;

/**
 * What the mapping comes to: refused, made, or made by bus address, which no confidential-computing step looks at.
 *
 * @source linux-dma.md §7.2 (merged kernels), §7.5 (`intended`)
 */
export function realmMappingOutcome(
  mapping: RealmMapping,
): 'MAP_REJECTED' | 'MAP_OK' | 'MAP_OK_UNCHECKED' {
  const { kernel, mapType, ccShared, provider, clientT } = mapping;
  if (kernel === 'intended') {
    const verdict = judgeSharing(provider, clientT, mapType);
    return verdict.kind === 'refused' ? 'MAP_REJECTED' : 'MAP_OK';
  }
  if (mapType === 'NOT_SUPPORTED') return 'MAP_REJECTED';
  if (mapType === 'BUS_ADDR') return 'MAP_OK_UNCHECKED';
  const device = { ...PLAIN_DEVICE, inRealm: true, isTrusted: clientT === 1, sharedBit: 1n << 39n };
  const range = { phys: BAR_IPA, sizeBytes: 4096n, direction: 'BIDIRECTIONAL', ccShared } as const;
  return dmaMapPhys(kernelOf(kernel), device, range).kind === 'mapped' ? 'MAP_OK' : 'MAP_REJECTED';
}
