import { acsWord } from '../acs.ts';
import { ACS_LINUX } from '../defaults.ts';
import { oneSwitch, toGpu0 } from './one-switch.ts';
import { preset } from './preset.ts';

export const ATS_READ_DETOUR = preset({
  id: 'ats-read-detour',
  title: 'There directly, back through the CPU',
  question: 'Why does the completion of a direct read take the long way?',
  tags: ['ACS', 'ATS', 'DT', 'CR', 'completion'],
  scenario: oneSwitch({
    dspControl: ACS_LINUX | acsWord('DT'),
    nic: { ats: { enabled: true, stu: 0 } },
    transfers: [
      toGpu0({ id: 'read', name: 'NIC0 reads GPU0', op: 'MRd', at: 'translated', bytes: 512 }),
      toGpu0({
        id: 'relaxed',
        name: 'NIC0 reads GPU0 with RO',
        op: 'MRd',
        at: 'translated',
        bytes: 512,
        relaxedOrdering: true,
        startPs: 4_000_000,
      }),
    ],
  }),
});
