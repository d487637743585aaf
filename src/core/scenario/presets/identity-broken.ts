import { oneSwitch, toGpu0 } from './one-switch.ts';
import { preset } from './preset.ts';

/** Bus address of GPU1's memory, where the guest was told that GPU0's is. */
const GPU1_BAR2 = '0x6000000000';

export const IDENTITY_BROKEN = preset({
  id: 'identity-broken',
  title: 'A guest address that is a neighbour’s',
  question: 'Whose memory is overwritten when a guest’s BAR address is not the bus address?',
  tags: ['VM', 'ACS', 'corruption', 'I1', 'misconfiguration'],
  scenario: {
    ...oneSwitch({
      dspControl: 0,
      mappings: [
        {
          from: GPU1_BAR2,
          to: { function: 'gpu0', bar: 2 },
          sizeBytes: 2 * 1024 * 1024,
          read: true,
          write: true,
          attribute: 'mmio',
        },
      ],
      transfers: [
        toGpu0({
          id: 'write',
          name: 'NIC0 writes GPU0 where the guest sees it',
          address: '0x6000123000',
        }),
      ],
    }),
    actors: [
      {
        id: 'hypervisor',
        name: 'Hypervisor',
        kind: 'hypervisor',
        functions: [],
        tables: [{ iommu: 'smmu0', table: 'dma' }],
      },
      {
        id: 'vm0',
        name: 'VM 0',
        kind: 'vm',
        functions: ['nic0', 'gpu0'],
        tables: [],
        guest: {
          bars: [{ function: 'gpu0', bar: 2, gpa: GPU1_BAR2 }],
          ram: [{ base: '0x100000000', limit: '0x2ffffffff' }],
          windows: [],
        },
      },
      { id: 'vm1', name: 'VM 1', kind: 'vm', functions: ['gpu1'], tables: [] },
    ],
  },
});
