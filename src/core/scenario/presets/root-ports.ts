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
import { preset } from './preset.ts';

const GPU_MEMORY = { kind: 'bar', function: 'gpu0', bar: 2, offset: '0x200000' } as const;

export const ROOT_PORTS = preset({
  id: 'root-ports',
  title: 'Between two root ports',
  question: 'Who turns a TLP round when the two devices share nothing but the CPU?',
  tags: ['root complex', 'THRU_HOST_BRIDGE', 'AMD'],
  scenario: newScenario({
    title: '',
    system: { cpu: 'amd-zen', kernel: '7.3', iommu: 'off' },
    components: [
      newHostBridge({
        id: 'cpu0',
        name: 'CPU0',
        vendorId: '1022',
        deviceId: '14a4',
        rootBus: 0,
        mmioBelow4g: { base: '0x80000000', limit: '0xdfffffff' },
        mmioAbove4g: { base: '0x10000000000', limit: '0x17fffffffff' },
      }),
      newMemory({ id: 'ddr0', name: 'DDR5', parent: 'cpu0', address: '0x100000000' }),
      ...[1, 2].map((device) =>
        newRootPort({
          id: `rp${device - 1}`,
          name: `RP${device - 1}`,
          parent: 'cpu0',
          device,
          fn: 1,
          vendorId: '1022',
          deviceId: '14ab',
          acs: acs(ROOT_PORT_ACS_CAPABILITY),
        }),
      ),
      newGpu({ id: 'gpu0', name: 'GPU0' }),
      newNic({ id: 'nic0', name: 'NIC0' }),
    ],
    links: [newLink({ from: 'rp0', to: 'gpu0' }), newLink({ from: 'rp1', to: 'nic0' })],
    transfers: [
      newTransfer({ id: 'write', name: 'NIC0 writes GPU0', from: 'nic0', to: GPU_MEMORY }),
      newTransfer({
        id: 'read',
        name: 'NIC0 reads GPU0',
        op: 'MRd',
        from: 'nic0',
        to: GPU_MEMORY,
        bytes: 1024,
        startPs: 2_000_000,
      }),
    ],
  }),
});
