import { ACS_LINUX } from '../defaults.ts';
import type { System, Transfer } from '../schema.ts';
import { oneSwitch, toGpu0 } from './one-switch.ts';
import { preset } from './preset.ts';
import type { Preset } from './preset.ts';

/*
 * Known defects and limits of Linux's mapping of peer BARs, each to be seen by changing the kernel: the scene of the
 * first examples, redirected, with one unusual request.
 */

/** One transfer that asks Linux for something unusual. */
function unusual(
  given: Omit<Preset, 'scenario'>,
  linux: NonNullable<Transfer['linux']>,
  system: Partial<System> = {},
): Preset {
  const transfers = [toGpu0({ id: 'write', name: 'NIC0 writes GPU0', bytes: 4096, linux }, '0x0')];
  const scenario = oneSwitch({ dspControl: ACS_LINUX, transfers });
  return preset({ ...given, scenario: { ...scenario, system: { ...scenario.system, ...system } } });
}

const PASSTHROUGH = { commandLine: 'iommu.passthrough=1' } as const;

export const TWO_RANGES = unusual(
  {
    id: 'two-ranges',
    title: 'A buffer of two ranges',
    question: 'Why does a buffer of two ranges fail to map where one range maps?',
    tags: ['Linux', 'dma-buf', 'IOVA', 'defect'],
  },
  { ranges: 2 },
);

export const DMA_MASK = unusual(
  {
    id: 'dma-mask',
    title: 'A 32-bit mask and a 64-bit BAR',
    question: 'Why does the same driver map the BAR with an IOMMU and fail without?',
    tags: ['Linux', 'dma-buf', 'DMA mask', 'passthrough'],
  },
  { maskBits: 32 },
  PASSTHROUGH,
);

export const RANGE_MAP = unusual(
  {
    id: 'range-map',
    title: 'The DMA range map and MMIO',
    question: 'Why does the write land in memory on 7.2, and why does 7.3 refuse it?',
    tags: ['Linux', 'dma-direct', 'range map', 'defect'],
  },
  { rangeMap: [{ cpuStart: '0x8000000000', dmaStart: '0x4000000000', sizeBytes: '0x4000000000' }] },
  { ...PASSTHROUGH, cpu: 'amd-zen', kernel: '7.2' },
);
