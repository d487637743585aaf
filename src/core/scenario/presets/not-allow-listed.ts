import { ACS_LINUX } from '../defaults.ts';
import { oneSwitch } from './one-switch.ts';
import { preset } from './preset.ts';

export const NOT_ALLOW_LISTED = preset({
  id: 'not-allow-listed',
  title: 'The hardware can, Linux may not',
  question: 'Why does Linux refuse a path that the root complex would forward?',
  tags: ['Linux', 'allow-list', 'NOT_SUPPORTED', 'Arm'],
  scenario: oneSwitch({ dspControl: ACS_LINUX, vendorId: '1def', deviceId: 'e100' }),
});
