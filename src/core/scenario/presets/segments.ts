import {
  GIB,
  ROOT_PORT_ACS_CAPABILITY,
  acs,
  newEndpoint,
  newHostBridge,
  newLink,
  newMemory,
  newNic,
  newNvmeWithCmb,
  newRootPort,
  newScenario,
  newTransfer,
} from '../defaults.ts';
import type { MachineFact } from '../schema-facts.ts';
import type { Component, HostBridge, Scenario } from '../schema.ts';
import { GRACE_FACTS, POWER9_FACTS } from './platform-facts.ts';
import { preset } from './preset.ts';

/* Hosts that give every root port a PCI segment of its own: Grace-class Arm servers and POWER9. */

interface Segmented {
  readonly facts: readonly MachineFact[];
  readonly cpu: Scenario['system']['cpu'];
  readonly iommu: 'on' | 'off';
  readonly bridge: Partial<HostBridge>;
  readonly port: { readonly vendorId: string; readonly deviceId: string };
  readonly segments: readonly [number, number, number];
  /** What sits at the third place. */
  readonly accelerator: string;
}

const CMB_BYTES = 64 * 1024 * 1024;

function segment(given: Segmented, index: number, number: number): Component[] {
  const id = `phb${index}`;
  const high = 0x600 + index * 0x20;
  return [
    newHostBridge({
      id,
      name: `PHB${index}`,
      segment: number,
      rootBus: 0,
      mmioBelow4g: {
        base: `0x${(0x80 + index * 0x10).toString(16)}000000`,
        limit: `0x${(0x8f + index * 0x10).toString(16)}ffffff`,
      },
      mmioAbove4g: {
        base: `0x${high.toString(16)}000000000`,
        limit: `0x${(high + 0x1f).toString(16)}fffffffff`,
      },
      ...given.bridge,
    }),
    newRootPort({
      id: `rp${index}`,
      name: `RP${index}`,
      parent: id,
      device: 0,
      acs: acs(ROOT_PORT_ACS_CAPABILITY),
      ...given.port,
    }),
  ];
}

function segmented(given: Segmented): Scenario {
  return newScenario({
    title: '',
    facts: [...given.facts],
    system: { cpu: given.cpu, kernel: '7.3', iommu: given.iommu },
    components: [
      ...given.segments.flatMap((number, index) => segment(given, index, number)),
      newMemory({
        id: 'ddr0',
        name: 'Memory',
        parent: 'phb0',
        address: '0x100000000',
        sizeBytes: 256 * GIB,
      }),
      newNic({ id: 'nic0', name: 'NIC0' }),
      newNvmeWithCmb({ id: 'nvme0', name: 'NVMe0', cmbBytes: CMB_BYTES }),
      newEndpoint({ id: 'acc0', name: given.accelerator }),
    ],
    links: [
      newLink({ from: 'rp0', to: 'nic0' }),
      newLink({ from: 'rp1', to: 'nvme0', width: 4 }),
      newLink({ from: 'rp2', to: 'acc0' }),
    ],
    transfers: [
      newTransfer({
        id: 'memory',
        name: 'NIC0 writes memory',
        from: 'nic0',
        to: { kind: 'memory', memory: 'ddr0', offset: '0x0' },
      }),
      newTransfer({
        id: 'peer',
        name: `NIC0 writes ${given.accelerator}`,
        from: 'nic0',
        to: { kind: 'bar', function: 'acc0', bar: 2, offset: '0x0' },
        startPs: 2_000_000,
      }),
    ],
  });
}

export const GRACE = preset({
  id: 'grace',
  title: 'Grace-class: a segment for every root port',
  question: 'Can devices be peers when they do not even share a PCI segment?',
  tags: ['Arm', 'segments', 'server', 'NOT_SUPPORTED'],
  scenario: segmented({
    facts: GRACE_FACTS,
    cpu: 'arm',
    iommu: 'off',
    bridge: { vendorId: '10de', deviceId: '22b2', rcP2P: 'full', p2pRoute: 'tbu' },
    port: { vendorId: '10de', deviceId: '22b2' },
    segments: [2, 6, 9],
    accelerator: 'ACC0',
  }),
});

export const POWER9 = preset({
  id: 'power9',
  title: 'POWER9: one PHB a slot',
  question: 'What becomes of a peer write when every slot has a host bridge that forwards nothing?',
  tags: ['POWER', 'segments', 'NOT_SUPPORTED'],
  scenario: segmented({
    facts: POWER9_FACTS,
    cpu: 'other',
    iommu: 'on',
    bridge: { vendorId: '1014', deviceId: '04c1', rcP2P: 'none' },
    port: { vendorId: '1014', deviceId: '04c1' },
    segments: [0, 1, 3],
    accelerator: 'FPGA0',
  }),
});
