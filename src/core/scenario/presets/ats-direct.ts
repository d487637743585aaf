import { acsWord } from '../acs.ts';
import { ACS_LINUX } from '../defaults.ts';
import { oneSwitch, toGpu0 } from './one-switch.ts';
import { preset } from './preset.ts';

export const ATS_DIRECT = preset({
  id: 'ats-direct',
  title: 'ATS and DT',
  question: 'How does a translated write go straight to the peer although RR is on?',
  tags: ['ACS', 'ATS', 'DT'],
  scenario: oneSwitch({
    dspControl: ACS_LINUX | acsWord('DT'),
    nic: { ats: { enabled: true, stu: 0 } },
    transfers: [
      toGpu0({ id: 'untranslated', name: 'NIC0 writes GPU0, AT=00' }),
      toGpu0({
        id: 'translated',
        name: 'NIC0 writes GPU0, AT=10',
        at: 'translated',
        startPs: 3_000_000,
      }),
    ],
  }),
});
