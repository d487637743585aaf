import { describe, expect, test } from 'vitest';
import { enumerate } from '../machine/enumerate.ts';
import {
  newFunction,
  newHostBridge,
  newLink,
  newRootPort,
  newScenario,
  newSwitchDownstream,
  newSwitchUpstream,
} from '../scenario/defaults.ts';
import { linuxMachine } from './machine-tree.ts';
import { mpsAfterBoot, mpsEdits } from './mps-policy.ts';
import type { MpsPolicy } from './boot-parameters.ts';
import { applyEdit } from '../scenario/edit.ts';

const SCENARIO = newScenario({
  title: 'payloads',
  components: [
    newHostBridge({ id: 'hb', name: 'HB' }),
    newRootPort({ id: 'rp', name: 'RP', parent: 'hb', mps: 256, mpsSupported: 512 }),
    newSwitchUpstream({ id: 'usp', name: 'USP', mps: 128, mpsSupported: 512 }),
    newSwitchDownstream({ id: 'dsp', name: 'DSP', parent: 'usp', mps: 128, mpsSupported: 512 }),
    newFunction({ id: 'ep', name: 'EP', kind: 'endpoint', mps: 128, mpsSupported: 256, mrrs: 512 }),
    newRootPort({ id: 'rp2', name: 'RP2', parent: 'hb', mps: 512, mpsSupported: 512 }),
    newFunction({ id: 'ep2', name: 'EP2', kind: 'endpoint', mps: 128, mpsSupported: 128 }),
  ],
  links: [
    newLink({ from: 'rp', to: 'usp' }),
    newLink({ from: 'dsp', to: 'ep' }),
    newLink({ from: 'rp2', to: 'ep2' }),
  ],
});

function sizes(policy: MpsPolicy): Record<string, number> {
  const { machine } = enumerate(SCENARIO);
  if (machine === null) throw new Error('no machine');
  const { tree } = linuxMachine(machine);
  const after = mpsAfterBoot(machine, tree, policy);
  return Object.fromEntries(machine.functions.map((fn) => [fn.id, after[fn.index]?.mps ?? 0]));
}

describe('the MPS policies of pci=', () => {
  test.each<[MpsPolicy, Record<string, number>]>([
    ['off', { rp: 256, usp: 128, dsp: 128, ep: 128, rp2: 512, ep2: 128 }],
    ['default', { rp: 256, usp: 256, dsp: 256, ep: 256, rp2: 128, ep2: 128 }],
    ['safe', { rp: 256, usp: 256, dsp: 256, ep: 256, rp2: 128, ep2: 128 }],
    ['performance', { rp: 512, usp: 512, dsp: 512, ep: 256, rp2: 512, ep2: 128 }],
    ['peer2peer', { rp: 128, usp: 128, dsp: 128, ep: 128, rp2: 128, ep2: 128 }],
  ])('%s', (policy, expected) => {
    expect(sizes(policy)).toEqual(expected);
  });

  test('performance bounds reads by the payload size', () => {
    const { machine } = enumerate(SCENARIO);
    if (machine === null) throw new Error('no machine');
    const after = mpsAfterBoot(machine, linuxMachine(machine).tree, 'performance');
    expect(after[machine.functionById.get('ep') ?? 0]).toEqual({ mps: 256, mrrs: 256 });
  });

  test('the edits lead to the sizes', () => {
    const { machine } = enumerate(SCENARIO);
    if (machine === null) throw new Error('no machine');
    const edits = mpsEdits(machine, linuxMachine(machine).tree, 'peer2peer');
    const edited = applyEdit(SCENARIO, { kind: 'batch', edits });
    const again = edited.ok ? enumerate(edited.value.scenario).machine : null;
    expect(again?.functions.map(({ mps }) => mps)).toEqual(Array<number>(6).fill(128));
  });
});
