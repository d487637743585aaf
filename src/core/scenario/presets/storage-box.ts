import {
  SWITCH_ACS_CAPABILITY,
  acs,
  newHostBridge,
  newLink,
  newMemory,
  newNic,
  newNvmeWithCmb,
  newRootPort,
  newScenario,
  newSwitchDownstream,
  newSwitchUpstream,
  newTransfer,
} from '../defaults.ts';
import type { Transfer } from '../schema.ts';
import { STORAGE_BOX_FACTS } from './platform-facts.ts';
import { preset } from './preset.ts';

/* NVMe over fabrics without touching host memory: the NIC uses the drives' Controller Memory Buffers. */

const CMB_BYTES = 128 * 1024 * 1024;
const DRIVES = [0, 1, 2, 3];

function transfer(
  given: Pick<Transfer, 'id' | 'name' | 'op' | 'startPs'>,
  drive: number,
): Transfer {
  return newTransfer({
    ...given,
    from: 'nic0',
    to: { kind: 'bar', function: `nvme${drive}`, bar: 4, offset: '0x10000' },
    bytes: 4096,
  });
}

export const STORAGE_BOX = preset({
  id: 'storage-box',
  title: 'A storage box with CMB drives',
  question: 'Can a NIC serve drives without a single byte going through the CPU?',
  tags: ['NVMe', 'CMB', 'switch', 'storage', 'BUS_ADDR'],
  scenario: newScenario({
    title: '',
    facts: [...STORAGE_BOX_FACTS],
    system: { cpu: 'intel', kernel: '7.3', iommu: 'off' },
    components: [
      newHostBridge({
        id: 'cpu0',
        name: 'CPU0',
        rootBus: 0,
        mmioBelow4g: { base: '0x90000000', limit: '0xf7ffffff' },
        mmioAbove4g: { base: '0x4000000000', limit: '0x4fffffffff' },
      }),
      newMemory({
        id: 'ddr0',
        name: 'DDR5',
        parent: 'cpu0',
        address: '0x100000000',
        sizeBytes: 2 ** 36,
      }),
      newRootPort({ id: 'rp0', name: 'RP0', parent: 'cpu0', device: 1 }),
      newSwitchUpstream({ id: 'sw0', name: 'SW0' }),
      ...[0, ...DRIVES.map((drive) => drive + 1)].map((device) =>
        newSwitchDownstream({
          id: `sw0-dsp${device}`,
          name: `DSP${device}`,
          parent: 'sw0',
          device,
          portNumber: device + 1,
          acs: acs(SWITCH_ACS_CAPABILITY),
        }),
      ),
      newNic({ id: 'nic0', name: 'NIC0' }),
      ...DRIVES.map((drive) =>
        newNvmeWithCmb({
          id: `nvme${drive}`,
          name: `NVMe${drive}`,
          vendorId: '11f8',
          deviceId: 'f117',
          cmbBytes: CMB_BYTES,
        }),
      ),
    ],
    links: [
      newLink({ from: 'rp0', to: 'sw0' }),
      newLink({ from: 'sw0-dsp0', to: 'nic0' }),
      ...DRIVES.map((drive) =>
        newLink({ from: `sw0-dsp${drive + 1}`, to: `nvme${drive}`, speedGtps: 16, width: 4 }),
      ),
    ],
    transfers: [
      transfer(
        { id: 'store', name: 'NIC0 writes into the CMB of NVMe0', op: 'MWr', startPs: 0 },
        0,
      ),
      transfer({ id: 'load', name: 'NIC0 reads the CMB of NVMe1', op: 'MRd', startPs: 0 }, 1),
    ],
  }),
});
