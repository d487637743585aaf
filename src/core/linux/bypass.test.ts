import { expect, test } from 'vitest';
import { translatorsOf } from '../iommu/translators.ts';
import { enumerate } from '../machine/enumerate.ts';
import { PRESETS } from '../scenario/presets/index.ts';
import { iommuGroups } from './groups.ts';
import { linuxMachine } from './machine-tree.ts';
import { mapP2p } from './map-p2p.ts';

function machineOf(bypassesIommu: boolean) {
  const { scenario } = PRESETS.find(({ id }) => id === 'redirected') ?? PRESETS[0];
  const components = scenario.components.map((one) =>
    one.kind === 'host-bridge' && bypassesIommu ? { ...one, bypassesIommu } : one,
  );
  const { machine } = enumerate({ ...scenario, components });
  const [transfer] = scenario.transfers;
  if (machine === null || transfer === undefined) throw new Error('no machine');
  return { machine, transfer };
}

test('functions below a host bridge that bypasses the IOMMU have no group, no translation and no IOVA', () => {
  const seen = [false, true].map((bypasses) => {
    const { machine, transfer } = machineOf(bypasses);
    const linux = linuxMachine(machine);
    const plan = mapP2p(machine, linux, transfer);
    const step = plan?.steps.find(({ kind }) => kind === 'range');
    const answer = translatorsOf(machine)
      .get(0)
      ?.translate({
        hostBridge: 0,
        requesterId: 0x400,
        address: 0x1234_5000n as never,
        bytes: 64,
        write: true,
        at: 'untranslated',
        t: 0,
      });
    return {
      groups: iommuGroups(linux.tree, linux).groups.length > 0,
      space: step?.kind === 'range' ? step.space : null,
      answer: answer?.kind,
    };
  });
  expect(seen).toEqual([
    { groups: true, space: 'iova', answer: 'fault' },
    { groups: false, space: 'phys', answer: 'translated' },
  ]);
});
