import { acsWord } from '../acs.ts';
import { ACS_LINUX } from '../defaults.ts';
import { oneSwitch, toGpu0 } from './one-switch.ts';
import { preset } from './preset.ts';

export const TRANSLATION_BLOCKING = preset({
  id: 'translation-blocking',
  title: 'TB ends ATS',
  question: 'Which bit makes every translated request an ACS Violation, whatever DT says?',
  tags: ['ACS', 'ATS', 'TB', 'ACS Violation'],
  scenario: oneSwitch({
    dspControl: ACS_LINUX | acsWord('DT', 'TB'),
    nic: { ats: { enabled: true, stu: 0 } },
    transfers: [
      toGpu0({ id: 'write', name: 'NIC0 writes GPU0, AT=10', at: 'translated' }),
      toGpu0({
        id: 'read',
        name: 'NIC0 reads GPU0, AT=10',
        op: 'MRd',
        at: 'translated',
        startPs: 2_000_000,
      }),
    ],
  }),
});
