import {
  ACS_LINUX,
  ROOT_PORT_ACS_CAPABILITY,
  SWITCH_ACS_CAPABILITY,
  acs,
  bar64,
  newEndpoint,
  newHostBridge,
  newIommu,
  newLink,
  newMemory,
  newRootPort,
  newScenario,
  newSriovNic,
  newSwitchDownstream,
  newSwitchUpstream,
  newTransfer,
} from '../defaults.ts';
import type { Transfer } from '../schema.ts';
import { preset } from './preset.ts';

const ACCELERATOR_BAR = '0x1000000000';
const BAR_BYTES = 256 * 1024 * 1024;
const MAPPED_BYTES = 2 * 1024 * 1024;

function write(vf: number, startPs: number): Transfer {
  return newTransfer({
    id: `vf${vf}`,
    name: `VF${vf} writes ACC0`,
    from: `nic0.vf${vf}`,
    to: { kind: 'bar', function: 'acc0', bar: 2, offset: '0x1000' },
    startPs,
  });
}

export const VIRTUAL_FUNCTIONS = preset({
  id: 'virtual-functions',
  title: 'Two virtual functions, two tenants',
  question: 'How does the SMMU tell two virtual functions of one NIC apart?',
  tags: ['SR-IOV', 'SMMU', 'requester ID', 'VFIO'],
  scenario: newScenario({
    title: '',
    system: { cpu: 'arm', kernel: '7.3', iommu: 'on' },
    components: [
      newHostBridge({
        id: 'cpu0',
        name: 'CPU0',
        vendorId: '10de',
        deviceId: '2f95',
        rootBus: 0,
        p2pRoute: 'tbu',
        mmioBelow4g: { base: '0x50000000', limit: '0x7fffffff' },
        mmioAbove4g: { base: ACCELERATOR_BAR, limit: '0x1fffffffff' },
      }),
      newMemory({ id: 'ddr0', name: 'DDR5', parent: 'cpu0' }),
      newIommu({
        id: 'smmu0',
        name: 'SMMU0',
        parent: 'cpu0',
        streams: [
          { requester: 'nic0', t: 0, config: 'bypass' },
          { requester: 'nic0.vf0', t: 0, config: 'stage2', table: 'tenant0' },
          { requester: 'nic0.vf1', t: 0, config: 'stage2', table: 'tenant1' },
          { requester: 'acc0', t: 0, config: 'stage2', table: 'tenant0' },
        ],
        tables: [
          {
            id: 'tenant0',
            name: 'Tenant 0',
            mappings: [
              {
                from: ACCELERATOR_BAR,
                to: { function: 'acc0', bar: 2 },
                sizeBytes: MAPPED_BYTES,
                read: true,
                write: true,
                attribute: 'mmio',
              },
            ],
          },
          { id: 'tenant1', name: 'Tenant 1', mappings: [] },
        ],
      }),
      newRootPort({
        id: 'rp0',
        name: 'RP0',
        parent: 'cpu0',
        device: 1,
        vendorId: '10de',
        deviceId: '22b2',
        acs: acs(ROOT_PORT_ACS_CAPABILITY, ACS_LINUX),
      }),
      newSwitchUpstream({ id: 'sw0', name: 'SW0' }),
      ...[1, 2].map((device) =>
        newSwitchDownstream({
          id: `sw0-dsp${device}`,
          name: `DSP${device}`,
          parent: 'sw0',
          device,
          portNumber: device,
          acs: acs(SWITCH_ACS_CAPABILITY, ACS_LINUX),
        }),
      ),
      newEndpoint({ id: 'acc0', name: 'ACC0', bars: [bar64(2, BAR_BYTES)] }),
      newSriovNic({ id: 'nic0', name: 'NIC0', numVfs: 2 }),
    ],
    links: [
      newLink({ from: 'rp0', to: 'sw0' }),
      newLink({ from: 'sw0-dsp1', to: 'acc0' }),
      newLink({ from: 'sw0-dsp2', to: 'nic0' }),
    ],
    transfers: [write(0, 0), write(1, 3_000_000)],
  }),
});
