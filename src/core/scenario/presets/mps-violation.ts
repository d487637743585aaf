import { oneSwitch, toGpu0 } from './one-switch.ts';
import { preset } from './preset.ts';

export const MPS_VIOLATION = preset({
  id: 'mps-violation',
  title: 'A payload too large for the peer',
  question: 'What happens when the NIC may send 512 bytes and the GPU accepts 256?',
  tags: ['MPS', 'Malformed TLP', 'misconfiguration'],
  scenario: oneSwitch({
    dspControl: 0,
    fabricMps: 512,
    nic: { mps: 512 },
    gpu0: { mps: 256 },
    transfers: [
      toGpu0({ id: 'small', name: 'NIC0 writes 256 bytes', bytes: 256 }),
      toGpu0({ id: 'large', name: 'NIC0 writes 512 bytes', bytes: 512, startPs: 2_000_000 }),
    ],
  }),
});
