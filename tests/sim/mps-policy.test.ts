import { describe, expect, test } from 'vitest';
import { defined } from '../../src/core/base/assert.ts';
import type { MpsPolicy } from '../../src/core/linux/boot-parameters.ts';
import { linuxMachine } from '../../src/core/linux/machine-tree.ts';
import { mpsEdits } from '../../src/core/linux/mps-policy.ts';
import { newTransfer } from '../../src/core/scenario/defaults.ts';
import { applyEdit } from '../../src/core/scenario/edit.ts';
import { createRun } from '../../src/core/sim/create-run.ts';
import { machineOf, pcieScenario } from '../pcie-fixture.ts';

/** EP1 can send 512 bytes at once, EP2 below the same switch can take 128. */
function afterBoot(policy: MpsPolicy) {
  const change = {
    ...Object.fromEntries(['RP0', 'USP', 'A', 'B', 'EP1'].map((id) => [id, { mpsSupported: 512 }])),
    EP2: { mps: 128, mpsSupported: 128 },
  };
  const to = { kind: 'bar', function: 'EP2', bar: 0, offset: '0x0' } as const;
  const transfers = [newTransfer({ id: 'T', name: 'T', from: 'EP1', to, bytes: 512 })];
  const machine = machineOf({ ...pcieScenario({ change }), transfers });
  const edits = mpsEdits(machine, linuxMachine(machine).tree, policy);
  const edited = applyEdit(machine.scenario, { kind: 'batch', edits });
  if (!edited.ok) throw new Error(edited.error.code);
  const run = createRun(machineOf(edited.value.scenario));
  const flow = defined(run.flows[0], 'a request');
  return { run, last: defined(flow.route.request.at(-1), 'a hop'), route: flow.route };
}

describe('a peer write after a boot with each policy', () => {
  test('performance: the sender uses more than the peer takes, which is Malformed, in the run too', () => {
    const { run, last, route } = afterBoot('performance');
    expect(last).toMatchObject({ rule: 'ROUTE-MALFORMED-MPS', aer: 'malformed' });
    expect(route.outcome).toBe('dropped');
    expect(run.transfers[0]).toMatchObject({ bytesDelivered: 0, errors: 1 });
  });

  test.each([
    ['safe', 4],
    ['peer2peer', 4],
  ] as const)('%s: cut to 128 bytes and delivered', (policy, tlps) => {
    const { run, route } = afterBoot(policy);
    expect(route.outcome).toBe('delivered');
    expect(run.transfers[0]).toMatchObject({ bytesDelivered: 512, errors: 0 });
    expect(run.tlpCount).toBe(tlps);
  });
});
