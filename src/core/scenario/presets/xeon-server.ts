import {
  ROOT_PORT_ACS_CAPABILITY,
  acs,
  newGpu,
  newHostBridge,
  newLink,
  newMemory,
  newNic,
  newRootPort,
  newScenario,
  newTransfer,
} from '../defaults.ts';
import type { Component } from '../schema.ts';
import { XEON_FACTS } from './platform-facts.ts';
import { preset } from './preset.ts';

/* The shape of a dual-socket Ice Lake server: every slot is the root port of a root bus of its own. */

interface Slot {
  readonly rootBus: number;
  readonly numaNode: number;
}

const SLOTS: readonly Slot[] = [
  { rootBus: 0x4a, numaNode: 0 },
  { rootBus: 0x64, numaNode: 0 },
  { rootBus: 0x97, numaNode: 1 },
  { rootBus: 0xb0, numaNode: 1 },
];

function stack({ rootBus, numaNode }: Slot, index: number): Component[] {
  const id = `iio${index}`;
  const low = 0x90 + index * 0x10;
  const high = 0x200 + index * 0x20;
  return [
    newHostBridge({
      id,
      name: `CPU${numaNode} bus ${rootBus.toString(16)}`,
      rootBus,
      numaNode,
      mmioBelow4g: {
        base: `0x${low.toString(16)}000000`,
        limit: `0x${(low + 0xf).toString(16)}ffffff`,
      },
      mmioAbove4g: {
        base: `0x${high.toString(16)}000000000`,
        limit: `0x${(high + 0x1f).toString(16)}fffffffff`,
      },
    }),
    newRootPort({
      id: `rp${index}`,
      name: `RP${index}`,
      parent: id,
      device: 2,
      deviceId: '347a',
      acs: acs(ROOT_PORT_ACS_CAPABILITY),
      numaNode,
    }),
  ];
}

const write = (id: string, from: string, to: string, startPs: number) =>
  newTransfer({
    id,
    name: `${from.toUpperCase()} writes ${to.toUpperCase()}`,
    from,
    to: { kind: 'bar', function: to, bar: 2, offset: '0x0' },
    bytes: 1024,
    startPs,
  });

export const XEON_SERVER = preset({
  id: 'xeon-server',
  title: 'A Xeon with a root bus for every slot',
  question: 'May two cards be peers when each of them has a host bridge of its own?',
  tags: ['server', 'NUMA', 'Intel', 'root complex', 'THRU_HOST_BRIDGE'],
  scenario: newScenario({
    title: '',
    facts: [...XEON_FACTS],
    system: { cpu: 'intel', kernel: '7.3', iommu: 'off' },
    components: [
      ...SLOTS.flatMap(stack),
      newMemory({ id: 'ddr0', name: 'DDR4 node 0', parent: 'iio0', address: '0x100000000' }),
      newMemory({ id: 'ddr1', name: 'DDR4 node 1', parent: 'iio2', address: '0x8000000000' }),
      newGpu({ id: 'gpu0', name: 'GPU0', numaNode: 0 }),
      newNic({ id: 'nic0', name: 'NIC0', numaNode: 0 }),
      newGpu({ id: 'gpu1', name: 'GPU1', numaNode: 1 }),
      newNic({ id: 'nic1', name: 'NIC1', numaNode: 1 }),
    ],
    links: ['gpu0', 'nic0', 'gpu1', 'nic1'].map((to, index) =>
      newLink({ from: `rp${index}`, to, speedGtps: 16 }),
    ),
    transfers: [
      write('same-socket', 'nic0', 'gpu0', 0),
      write('other-socket', 'nic1', 'gpu0', 3_000_000),
      write('cards', 'gpu0', 'gpu1', 6_000_000),
    ],
  }),
});
