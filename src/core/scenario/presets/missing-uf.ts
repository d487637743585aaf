import { acsWord } from '../acs.ts';
import { ACS_LINUX } from '../defaults.ts';
import { oneSwitch } from './one-switch.ts';
import { preset } from './preset.ts';

export const MISSING_UF = preset({
  id: 'missing-uf',
  title: 'Redirected without UF above',
  question: 'Why is a redirected write an Unsupported Request at the root port?',
  tags: ['ACS', 'UF', 'RR', 'UR', 'misconfiguration'],
  scenario: oneSwitch({ dspControl: ACS_LINUX, rootControl: acsWord('SV', 'RR', 'CR') }),
});
