import { ACS_LINUX } from '../defaults.ts';
import { oneSwitch } from './one-switch.ts';
import { preset } from './preset.ts';

export const REDIRECTED_DROPPED = preset({
  id: 'redirected-dropped',
  title: 'Redirected into a dead end',
  question:
    'What is left of a redirected write when the root complex forwards nothing to its ports?',
  tags: ['ACS', 'RR', 'root complex', 'NOT_SUPPORTED'],
  scenario: oneSwitch({
    dspControl: ACS_LINUX,
    rcP2P: 'none',
    vendorId: '1def',
    deviceId: 'e100',
  }),
});
