import { describe, expect, test } from 'vitest';
import {
  newGpu,
  newHostBridge,
  newLink,
  newRootPort,
  newScenario,
  newSwitchDownstream,
  newSwitchUpstream,
} from '../../core/scenario/defaults.ts';
import { applyEdit } from '../../core/scenario/edit.ts';
import { plugIn, refusalOf } from './connect.ts';

const MACHINE = newScenario({
  title: 'half wired',
  components: [
    newHostBridge({ id: 'cpu', name: 'CPU0' }),
    newRootPort({ id: 'rp0', name: 'RP0', parent: 'cpu' }),
    newRootPort({ id: 'rp1', name: 'RP1', parent: 'cpu' }),
    newSwitchUpstream({ id: 'sw', name: 'SW0 USP' }),
    newSwitchDownstream({ id: 'dsp', name: 'DSP1', parent: 'sw' }),
    newGpu({ id: 'gpu0', name: 'GPU0' }),
    newGpu({ id: 'gpu1', name: 'GPU1' }),
  ],
  links: [newLink({ from: 'rp0', to: 'gpu0' })],
});

describe('plugging a device into a port', () => {
  test.each([
    ['a free device into a free port', 'rp1', 'gpu1', null],
    ['a switch into a root port', 'rp1', 'sw', null],
    ['into a port that has a device', 'rp0', 'gpu1', 'occupied'],
    ['a device that is plugged in', 'rp1', 'gpu0', 'plugged'],
    ['a switch into its own downstream port', 'dsp', 'sw', 'loop'],
    ['a host bridge', 'rp1', 'cpu', 'notPluggable'],
    ['a root port', 'dsp', 'rp1', 'notPluggable'],
    ['nothing', 'rp1', 'gone', 'notPluggable'],
  ] as const)('%s', (_name, port, device, refusal) => {
    expect(refusalOf(MACHINE, port, device)).toBe(refusal);
  });

  test('is one edit that the document takes', () => {
    const result = applyEdit(MACHINE, plugIn('rp1', 'gpu1'));
    expect(result.ok && result.value.scenario.links).toHaveLength(2);
  });
});
