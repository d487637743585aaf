import { ACS_LINUX } from '../defaults.ts';
import { oneSwitch } from './one-switch.ts';
import { preset } from './preset.ts';

export const REDIRECTED = preset({
  id: 'redirected',
  title: 'Redirected by RR',
  question: 'Why does a write from NIC0 to its neighbour GPU0 go all the way up to the CPU?',
  tags: ['ACS', 'RR', 'SMMU', 'THRU_HOST_BRIDGE'],
  scenario: oneSwitch({ dspControl: ACS_LINUX }),
});
