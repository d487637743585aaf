import {
  ROOT_PORT_ACS_CAPABILITY,
  acs,
  newGpu,
  newHostBridge,
  newLink,
  newMemory,
  newNic,
  newNvme,
  newRootPort,
  newScenario,
  newTransfer,
} from '../defaults.ts';
import type { Component } from '../schema.ts';
import { EPYC_FACTS } from './platform-facts.ts';
import { preset } from './preset.ts';

/* The shape of a dual-socket EPYC: GPUs straight on root ports, no switch, the NIC on socket 1. */

function socket(node: number): Component[] {
  const id = `cpu${node}`;
  const low =
    node === 0
      ? { base: '0x90000000', limit: '0xbfffffff' }
      : { base: '0xc0000000', limit: '0xefffffff' };
  const high =
    node === 0
      ? { base: '0x10000000000', limit: '0x17fffffffff' }
      : { base: '0x18000000000', limit: '0x1ffffffffff' };
  return [
    newHostBridge({
      id,
      name: `CPU${node}`,
      vendorId: '1022',
      deviceId: '14a4',
      rootBus: node * 0x80,
      numaNode: node,
      mmioBelow4g: low,
      mmioAbove4g: high,
    }),
    newMemory({
      id: `ddr${node}`,
      name: `DDR5 node ${node}`,
      parent: id,
      address: node === 0 ? '0x100000000' : '0x8000000000',
    }),
    ...[1, 3].map((device, port) =>
      newRootPort({
        id: `rp${2 * node + port}`,
        name: `RP${2 * node + port}`,
        parent: id,
        device,
        fn: 1,
        vendorId: '1022',
        deviceId: '14ab',
        acs: acs(ROOT_PORT_ACS_CAPABILITY),
        numaNode: node,
      }),
    ),
  ];
}

const BAR = { kind: 'bar', function: 'gpu0', bar: 2, offset: '0x0' } as const;

export const DUAL_SOCKET = preset({
  id: 'dual-socket',
  title: 'Across the sockets',
  question: 'What does it cost a NIC when its GPU sits on the other socket?',
  tags: ['server', 'NUMA', 'AMD', 'root complex'],
  scenario: newScenario({
    title: '',
    facts: [...EPYC_FACTS],
    system: { cpu: 'amd-zen', kernel: '7.3', iommu: 'off' },
    components: [
      ...[0, 1].flatMap(socket),
      newGpu({ id: 'gpu0', name: 'GPU0', numaNode: 0 }),
      newNic({ id: 'nic0', name: 'NIC0', numaNode: 0 }),
      newNic({ id: 'nic1', name: 'NIC1', numaNode: 1 }),
      newNvme({ id: 'nvme0', name: 'NVMe0', numaNode: 1 }),
    ],
    links: [
      newLink({ from: 'rp0', to: 'gpu0' }),
      newLink({ from: 'rp1', to: 'nic0' }),
      newLink({ from: 'rp2', to: 'nic1' }),
      newLink({ from: 'rp3', to: 'nvme0', width: 4 }),
    ],
    transfers: [
      newTransfer({ id: 'near', name: 'NIC0 writes GPU0', from: 'nic0', to: BAR, bytes: 1024 }),
      newTransfer({
        id: 'far',
        name: 'NIC1 writes GPU0',
        from: 'nic1',
        to: BAR,
        bytes: 1024,
        startPs: 3_000_000,
      }),
      newTransfer({
        id: 'far-read',
        name: 'NIC1 reads GPU0',
        op: 'MRd',
        from: 'nic1',
        to: BAR,
        bytes: 1024,
        startPs: 6_000_000,
      }),
    ],
  }),
});
