import { acsWord } from '../acs.ts';
import { ACS_LINUX, SWITCH_ACS_CAPABILITY, newTransfer } from '../defaults.ts';
import { oneSwitch, toGpu0 } from './one-switch.ts';
import { preset } from './preset.ts';

/** Four bits of egress vector, one a downstream port and one for port 0. */
const VECTOR_BITS = 5 << 8;

export const EGRESS_CONTROL = preset({
  id: 'egress-control',
  title: 'EC overrules RR',
  question: 'Why is a write not redirected although RR is set on its port?',
  tags: ['ACS', 'EC', 'egress vector'],
  scenario: oneSwitch({
    dspCapability: SWITCH_ACS_CAPABILITY | acsWord('EC') | VECTOR_BITS,
    dspControl: ACS_LINUX | acsWord('EC'),
    // Bit 3 only: writes to GPU1 behind port 3 are redirected, those to GPU0 behind port 1 are not.
    egressVector: '0x8',
    transfers: [
      toGpu0({ id: 'clear', name: 'NIC0 writes GPU0' }),
      newTransfer({
        id: 'set',
        name: 'NIC0 writes GPU1',
        from: 'nic0',
        to: { kind: 'bar', function: 'gpu1', bar: 2, offset: '0x123000' },
        startPs: 2_000_000,
      }),
    ],
  }),
});
