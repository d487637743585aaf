import { oneSwitch } from './one-switch.ts';
import { preset } from './preset.ts';

export const SWITCH_LOCAL = preset({
  id: 'switch-local',
  title: 'Straight through the switch',
  question: 'With no ACS redirect, does a write from NIC0 to GPU0 ever leave the switch?',
  tags: ['ACS', 'switch', 'BUS_ADDR'],
  scenario: oneSwitch({ dspControl: 0 }),
});
