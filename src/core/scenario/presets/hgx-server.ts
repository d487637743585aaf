import {
  GIB,
  ROOT_PORT_ACS_CAPABILITY,
  SWITCH_ACS_CAPABILITY,
  acs,
  bar64,
  newGpu,
  newHostBridge,
  newLink,
  newMemory,
  newNic,
  newNvme,
  newRootPort,
  newScenario,
  newSwitchDownstream,
  newSwitchUpstream,
  newTransfer,
  registerBar,
} from '../defaults.ts';
import type { Component, Link, Transfer } from '../schema.ts';
import { HGX_FACTS } from './platform-facts.ts';
import { preset } from './preset.ts';

/*
 * The shape of an HGX-class 8-GPU server: two sockets, two switches each, and below every switch two
 * GPUs, two NICs and an NVMe drive. ACS redirect is off, as vendors ask for on bare metal.
 */

const SOCKETS = [0, 1];
const SWITCHES = [0, 1, 2, 3];
const MIB = 1024 * 1024;

function socket(node: number): Component[] {
  const id = `cpu${node}`;
  const high = 0x200 + node * 0x20;
  const memory = node === 0 ? '0x100000000' : '0x10000000000';
  return [
    newHostBridge({
      id,
      name: `CPU${node}`,
      rootBus: node * 0x80,
      numaNode: node,
      mmioBelow4g:
        node === 0
          ? { base: '0x90000000', limit: '0xbfffffff' }
          : { base: '0xc0000000', limit: '0xf7ffffff' },
      mmioAbove4g: {
        base: `0x${high.toString(16)}000000000`,
        limit: `0x${(high + 0x1f).toString(16)}fffffffff`,
      },
    }),
    newMemory({
      id: `ddr${node}`,
      name: `DDR5 node ${node}`,
      parent: id,
      address: memory,
      sizeBytes: 512 * GIB,
    }),
  ];
}

function board(index: number): { components: Component[]; links: Link[] } {
  const cpu = Math.floor(index / 2);
  const [rp, sw] = [`rp${index}`, `sw${index}`];
  const numaNode = cpu;
  const names = [
    `GPU${2 * index}`,
    `GPU${2 * index + 1}`,
    `NIC${2 * index}`,
    `NIC${2 * index + 1}`,
    `NVMe${index}`,
  ];
  const devices = names.map((name): Component => {
    const given = { id: name.toLowerCase(), name, numaNode };
    if (name.startsWith('GPU')) {
      const bars = [registerBar(0, 16 * MIB), bar64(2, 128 * GIB), bar64(4, 32 * MIB)];
      return newGpu({ ...given, bars });
    }
    return name.startsWith('NIC') ? newNic(given) : newNvme(given);
  });
  const ports = devices.map((_device, slot) =>
    newSwitchDownstream({
      id: `${sw}-dsp${slot}`,
      name: `DSP${slot}`,
      parent: sw,
      device: slot,
      portNumber: slot + 1,
      acs: acs(SWITCH_ACS_CAPABILITY),
      numaNode,
    }),
  );
  const root = newRootPort({
    id: rp,
    name: `RP${index}`,
    parent: `cpu${cpu}`,
    device: 1 + 2 * (index % 2),
    acs: acs(ROOT_PORT_ACS_CAPABILITY),
    numaNode,
  });
  const links = [
    newLink({ from: rp, to: sw }),
    ...devices.map(({ id, kind }, slot) =>
      newLink({
        from: `${sw}-dsp${slot}`,
        to: id,
        ...(kind === 'endpoint' && id.startsWith('nvme') ? { width: 4 } : {}),
      }),
    ),
  ];
  return {
    components: [
      root,
      newSwitchUpstream({ id: sw, name: `SW${index}`, numaNode }),
      ...ports,
      ...devices,
    ],
    links,
  };
}

function write(id: string, from: string, to: string, startPs: number): Transfer {
  return newTransfer({
    id,
    name: `${from.replace(/^nvme/, 'NVMe').replace(/^(gpu|nic)/, (word) => word.toUpperCase())} writes ${to.toUpperCase()}`,
    from,
    to: { kind: 'bar', function: to, bar: 2, offset: '0x0' },
    bytes: 2048,
    startPs,
  });
}

const boards = SWITCHES.map(board);

export const HGX_SERVER = preset({
  id: 'hgx-server',
  title: '8 GPUs, 4 switches, 2 sockets',
  question:
    'Which pairs stay inside a switch, which cross the root complex, and which the socket link?',
  tags: ['server', 'switch', 'NUMA', 'GPU'],
  scenario: newScenario({
    title: '',
    facts: [...HGX_FACTS],
    system: { cpu: 'intel', kernel: '7.3', iommu: 'off' },
    components: [...SOCKETS.flatMap(socket), ...boards.flatMap(({ components }) => components)],
    links: boards.flatMap(({ links }) => links),
    transfers: [
      write('same-switch', 'nic0', 'gpu0', 0),
      write('same-socket', 'nic2', 'gpu1', 0),
      write('other-socket', 'nic4', 'gpu2', 0),
      write('drive', 'nvme3', 'gpu6', 0),
      write('peer', 'gpu4', 'gpu5', 0),
    ],
  }),
});
