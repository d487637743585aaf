import { ACS_LINUX, newTransfer } from '../defaults.ts';
import type { System, Transfer } from '../schema.ts';
import { oneSwitch, toGpu0 } from './one-switch.ts';
import { preset } from './preset.ts';
import type { Preset } from './preset.ts';
import { RUNNING, UNLOCKED, mapExporter, realmScene } from './realm.ts';

/*
 * Known defects and limits of Linux's mapping of peer BARs, each to be seen by changing the kernel: the scene of the
 * first examples, redirected, with one unusual request.
 */

/** One transfer that asks Linux for something unusual. */
function unusual(
  given: Omit<Preset, 'scenario'>,
  linux: NonNullable<Transfer['linux']>,
  system: Partial<System> = {},
  bytes = 4096,
): Preset {
  const transfers = [toGpu0({ id: 'write', name: 'NIC0 writes GPU0', bytes, linux }, '0x0')];
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

const GIB = 1024 ** 3;

export const LONG_BUFFER = unusual(
  {
    id: 'long-buffer',
    title: 'A buffer of more than 4 GiB',
    question: 'Why does the importer see 4 KiB of a buffer of 4 GiB and 4 KiB?',
    tags: ['Linux', 'dma-buf', 'IOVA', 'defect'],
  },
  { bufferBytes: 4 * GIB + 4096 },
  {},
  65_536,
);

/** The memory of ACC0 at the shared alias of its own physical address. */
const ALIAS = '0x9000000000';

/** A write of NIC0 to the exporter's memory, mapped by Linux inside the Realm. */
function realmWrite(linux: NonNullable<Transfer['linux']>): Transfer {
  return newTransfer({
    id: 'write',
    name: 'NIC0 writes ACC0',
    from: 'nic0',
    to: { kind: 'bar', function: 'acc0', bar: 2, offset: '0x1000' },
    linux,
  });
}

const LISTED = { vendorId: '1ae0', deviceId: '0001' } as const;

export const SHARED_ALIAS = preset({
  id: 'shared-alias',
  title: 'A shared BAR mapped by a driver in a Realm',
  question: 'Why does 7.2 hand out an address that faults where 7.3 hands out one that works?',
  tags: ['Linux', 'CCA', 'dma-direct', 'shared', 'defect'],
  scenario: realmScene({
    exporter: UNLOCKED,
    importer: UNLOCKED,
    hypervisor: [mapExporter(ALIAS)],
    realm: [mapExporter(ALIAS, { ns: true })],
    hostIds: LISTED,
    system: { ...PASSTHROUGH, kernel: '7.2' },
    transfers: [realmWrite({ ccShared: true })],
  }),
});

export const REALM_REFUSED = preset({
  id: 'realm-refused',
  title: 'A shared BAR asked for as plain MMIO in a Realm',
  question: 'Why does every release refuse this mapping, each for another reason?',
  tags: ['Linux', 'CCA', 'dma-direct', 'shared', 'refused'],
  scenario: realmScene({
    exporter: UNLOCKED,
    importer: UNLOCKED,
    hypervisor: [mapExporter(ALIAS)],
    realm: [mapExporter(ALIAS, { ns: true })],
    hostIds: LISTED,
    system: { ...PASSTHROUGH, kernel: '7.2' },
    transfers: [realmWrite({})],
  }),
});

export const REALM_PRIVATE = preset({
  id: 'realm-private',
  title: 'A locked BAR mapped for a T=0 device',
  question: 'Who stops it: Linux when it maps, or the SMMU when the write is on its way?',
  tags: ['Linux', 'CCA', 'dma-direct', 'private', 'T=0', 'F_TRANSLATION'],
  scenario: realmScene({
    exporter: RUNNING,
    importer: UNLOCKED,
    hypervisor: [],
    realm: [mapExporter('0x1000000000', { ns: false })],
    hostIds: LISTED,
    gpi: 'REALM',
    system: { ...PASSTHROUGH, kernel: '7.3' },
    transfers: [realmWrite({ ccShared: true })],
  }),
});

export const RESET_IN_FLIGHT = preset({
  id: 'reset-in-flight',
  title: 'A reset while writes are in flight',
  question: 'Why does 7.0 lose the writes in flight, and 7.1 none?',
  tags: ['Linux', 'vfio', 'dma-buf', 'revoke', 'reset'],
  scenario: {
    ...oneSwitch({
      dspControl: 0,
      transfers: [
        toGpu0({ id: 'write', name: 'NIC0 writes GPU0', bytes: 65_536, linux: {} }, '0x0'),
      ],
    }),
    system: { cpu: 'arm', kernel: '7.0', iommu: 'on' },
    actions: [{ id: 'action1', kind: 'reset', function: 'gpu0', atPs: 1_000_000 }],
  },
});
