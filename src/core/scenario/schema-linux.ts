import * as z from 'zod/mini';
import { hexAddress, id, sizeBytes } from './schema-values.ts';

/* What of the document Linux decides about: the system it runs on, how it is asked, what is done to devices meanwhile. */

/** How Linux is asked to map the target BAR of a transfer. */
export const linuxRequestSchema = z.strictObject({
  /** Bits of the client's DMA mask; absent: 64. */
  maskBits: z.optional(z.int().check(z.gte(12), z.lte(64))),
  /** The buffer is made of this many ranges; absent: one. */
  ranges: z.optional(z.int().check(z.gte(1), z.lte(64))),
  /** Size of the exported buffer, from the page of the target on; absent: as much as is transferred. */
  bufferBytes: z.optional(sizeBytes),
  /** DMA_ATTR_CC_SHARED beside DMA_ATTR_MMIO. */
  ccShared: z.optional(z.boolean()),
  /** Attaching already fails where mask or topology says no, as was proposed and not merged; absent: mapping does. */
  attachChecks: z.optional(z.boolean()),
  /** dev->dma_range_map of the client: what the root complex does with addresses that come in. */
  rangeMap: z.optional(
    z.array(z.strictObject({ cpuStart: hexAddress, dmaStart: hexAddress, sizeBytes: hexAddress })),
  ),
});

/** What takes the BARs of a device away, or gives them back. */
export const DEVICE_ACTIONS = ['reset', 'clearMemoryDecode', 'setMemoryDecode', 'close'] as const;

/** Something that is done to a device at an instant, while transfers may be under way. */
export const deviceActionSchema = z.strictObject({
  id,
  kind: z.enum(DEVICE_ACTIONS),
  /** Id of the function. */
  function: id,
  atPs: z.int().check(z.gte(0)),
});

export const systemSchema = z.strictObject({
  cpu: z.enum(['amd-zen', 'amd-other', 'intel', 'arm', 'other']),
  /** Key of the kernel version table. */
  kernel: z.string(),
  /** An IOMMU driver is active. */
  iommu: z.enum(['on', 'off']),
  /** Kernel command line, as far as it decides about DMA: `iommu=pt swiotlb=force pci=noats`. */
  commandLine: z.optional(z.string().check(z.maxLength(2000))),
  assumed: z.optional(z.array(z.string())),
});
