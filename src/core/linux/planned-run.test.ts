import { describe, expect, test } from 'vitest';
import { translatorsOf } from '../iommu/translators.ts';
import { enumerate } from '../machine/enumerate.ts';
import { route } from '../pcie/route.ts';
import { transferRequest } from '../pcie/transfer-request.ts';
import { PRESETS } from '../scenario/presets/index.ts';
import type { Scenario, Transfer } from '../scenario/schema.ts';
import { linuxMachine } from './machine-tree.ts';
import { planLine } from './plan-text.ts';
import { planRun } from './planned-run.ts';

function planned(id: string, linux: Transfer['linux'], system: Partial<Scenario['system']> = {}) {
  const found = PRESETS.find((one) => one.id === id)?.scenario;
  const [transfer] = found?.transfers ?? [];
  if (found === undefined || transfer === undefined) throw new Error(`no ${id}`);
  const asked = linux === undefined ? transfer : { ...transfer, linux };
  const scenario = { ...found, transfers: [asked], system: { ...found.system, ...system } };
  const { machine } = enumerate(scenario);
  if (machine === null) throw new Error('no machine');
  return { machine, run: planRun(machine, linuxMachine(machine), translatorsOf(machine)) };
}

describe('a run that Linux prepares', () => {
  test('sends the IOVA that was mapped, and the IOMMU leads it to the BAR', () => {
    const { machine, run } = planned('redirected', {});
    const [transfer] = run.transfers;
    const query = transfer && transferRequest(machine, transfer);
    if (!query) throw new Error('no request');
    const intended = { kind: 'function', index: run.plans[0]?.provider ?? -1 } as const;
    const path = route({ machine, translators: run.translators, ...query, intended });
    expect(path.outcome).toBe('delivered');
    expect(path.request.map(({ rule }) => rule)).toContain('DMA-IOMMU-MMIO');
  });

  test('leaves out what Linux refuses and keeps what was drawn without a request to Linux', () => {
    expect(planned('redirected', { ranges: 2 }).run.transfers).toEqual([]);
    expect(planned('redirected', undefined).run).toMatchObject({ plans: [], transfers: [{}] });
  });
});

describe('the lines of a plan', () => {
  const linesOf = (linux: Transfer['linux'], system: Partial<Scenario['system']> = {}) =>
    planned('redirected', linux, system).run.plans[0]?.steps.map(planLine) ?? [];

  test('one range through the IOMMU', () => {
    expect(linesOf({}).map(({ title }) => title)).toEqual([
      'Export',
      'Attach',
      'Map type',
      'Allocate an IOVA',
      'Range 1: IOVA',
      'Range 1: page-table entry',
      'Make the IOTLB ready',
    ]);
  });

  test('a refusal says where it stopped and what was taken back', () => {
    const lines = linesOf({ ranges: 2 });
    expect(lines.filter(({ tone }) => tone !== 'done').map(({ title }) => title)).toEqual([
      'Range 2: refused',
      'Give the IOVA back',
      'Detach',
    ]);
    const passthrough = linesOf({ maskBits: 32 }, { commandLine: 'iommu.passthrough=1' });
    expect(passthrough.at(-2)).toMatchObject({ tone: 'refused', rule: 'DMA-DIRECT-MASK' });
  });
});
