import {
  ROOT_PORT_ACS_CAPABILITY,
  acs,
  bar64,
  newFunction,
  newGpu,
  newHostBridge,
  newLink,
  newMemory,
  newRootPort,
  newScenario,
  newTransfer,
  bar32,
  registerBar,
} from '../defaults.ts';
import type { Acs, Component, Scenario, Transfer } from '../schema.ts';
import { DESKTOP_FACTS } from './platform-facts.ts';
import { preset } from './preset.ts';

/* A consumer desktop: two graphics cards, each with its audio function, on the two x8 ports of the CPU. */

const MIB = 1024 * 1024;

function card(index: number): Component[] {
  const id = `gpu${index}`;
  return [
    newGpu({
      id,
      name: `GPU${index}`,
      deviceId: '2204',
      classCode: '0300',
      bars: [bar32(0, 16 * MIB), bar64(1, 256 * MIB), bar64(3, 32 * MIB)],
    }),
    newFunction({
      id: `audio${index}`,
      name: `Audio${index}`,
      kind: 'endpoint',
      parent: id,
      vendorId: '10de',
      deviceId: '1aef',
      classCode: '0403',
      bars: [bar32(0, 16 * 1024)],
    }),
  ];
}

function desktop(given: {
  portAcs: Acs | null;
  iommu: 'on' | 'off';
  transfers: Transfer[];
}): Scenario {
  return newScenario({
    title: '',
    facts: [...DESKTOP_FACTS],
    system: { cpu: 'intel', kernel: '7.3', iommu: given.iommu },
    components: [
      newHostBridge({
        id: 'cpu0',
        name: 'CPU0',
        deviceId: '4660',
        rootBus: 0,
        rcP2P: 'writesOnly',
        mmioBelow4g: { base: '0x80000000', limit: '0xdfffffff' },
        mmioAbove4g: { base: '0x4000000000', limit: '0x7fffffffff' },
      }),
      newMemory({
        id: 'ddr0',
        name: 'DDR5',
        parent: 'cpu0',
        address: '0x100000000',
        sizeBytes: 2 ** 35,
      }),
      ...[0, 1].map((fn) =>
        newRootPort({
          id: `peg${fn}`,
          name: `PEG${fn}`,
          parent: 'cpu0',
          device: 1,
          fn,
          portNumber: 2 + fn,
          deviceId: fn === 0 ? '460d' : '462d',
          acs: given.portAcs,
        }),
      ),
      newRootPort({
        id: 'm2',
        name: 'M.2',
        parent: 'cpu0',
        device: 6,
        portNumber: 5,
        deviceId: '464d',
        acs: given.portAcs,
      }),
      ...card(0),
      ...card(1),
      newFunction({
        id: 'nvme0',
        name: 'NVMe0',
        kind: 'endpoint',
        vendorId: '144d',
        deviceId: 'a80a',
        classCode: '0108',
        bars: [registerBar(0, 16 * 1024)],
      }),
    ],
    links: [
      newLink({ from: 'peg0', to: 'gpu0', speedGtps: 16, width: 8, maxWidth: 16 }),
      newLink({ from: 'peg1', to: 'gpu1', speedGtps: 16, width: 8, maxWidth: 16 }),
      newLink({ from: 'm2', to: 'nvme0', speedGtps: 16, width: 4 }),
    ],
    transfers: given.transfers,
  });
}

const PEER = { kind: 'bar', function: 'gpu1', bar: 1, offset: '0x100000' } as const;

export const DESKTOP = preset({
  id: 'desktop',
  title: 'Two cards in a desktop',
  question: 'Why do writes between two graphics cards arrive while reads return all ones?',
  tags: ['desktop', 'root complex', 'writesOnly', 'UR'],
  scenario: desktop({
    portAcs: acs(ROOT_PORT_ACS_CAPABILITY),
    iommu: 'off',
    transfers: [
      newTransfer({ id: 'write', name: 'GPU0 writes GPU1', from: 'gpu0', to: PEER }),
      newTransfer({
        id: 'read',
        name: 'GPU0 reads GPU1',
        op: 'MRd',
        from: 'gpu0',
        to: PEER,
        startPs: 2_000_000,
      }),
    ],
  }),
});

export const ONE_GROUP = preset({
  id: 'one-group',
  title: 'One IOMMU group for two cards',
  question: 'Why can the second card not be given to a VM without the first?',
  tags: ['desktop', 'IOMMU group', 'ACS', 'VFIO'],
  scenario: desktop({
    portAcs: null,
    iommu: 'on',
    transfers: [newTransfer({ id: 'write', name: 'GPU0 writes GPU1', from: 'gpu0', to: PEER })],
  }),
});
