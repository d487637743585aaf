import { describe, expect, test } from 'vitest';
import { enumerate } from '../machine/enumerate.ts';
import { route } from '../pcie/route.ts';
import { transferRequest } from '../pcie/transfer-request.ts';
import { PRESETS } from '../scenario/presets/index.ts';
import type { Scenario, Transfer } from '../scenario/schema.ts';
import { planLine } from './plan-text.ts';
import { createRun } from '../sim/create-run.ts';
import { translatorsOf } from '../iommu/translators.ts';
import { planRun } from './planned-run.ts';

function planned(
  id: string,
  linux: Transfer['linux'],
  system: Partial<Scenario['system']> = {},
  other?: Transfer,
) {
  const found = PRESETS.find((one) => one.id === id)?.scenario;
  const [transfer] = found?.transfers ?? [];
  if (found === undefined || transfer === undefined) throw new Error(`no ${id}`);
  const asked = other ?? (linux === undefined ? transfer : { ...transfer, linux });
  const scenario = { ...found, transfers: [asked], system: { ...found.system, ...system } };
  const { machine } = enumerate(scenario);
  if (machine === null) throw new Error('no machine');
  return { machine, run: planRun(machine, translatorsOf) };
}

describe('a run that Linux prepares', () => {
  test('sends the IOVA that was mapped, and the IOMMU leads it to the BAR', () => {
    const { run } = planned('redirected', {});
    const [transfer] = run.sends;
    const query = transfer && transferRequest(run.machine, transfer);
    if (!query) throw new Error('no request');
    const intended = { kind: 'function', index: run.plans[0]?.provider ?? -1 } as const;
    const path = route({ machine: run.machine, translators: run.translators, ...query, intended });
    expect(path.outcome).toBe('delivered');
    expect(path.request.map(({ rule }) => rule)).toContain('SMMU-S2');
    const walked = path.request.flatMap(({ translation }) => translation?.walk ?? []);
    expect(walked.length).toBeGreaterThan(2);
  });

  test('writes the entries into the table that the stream names, or into a domain of its own', () => {
    const drawn = planned('redirected', {});
    const tableOf = (scenario: Scenario, id: string) =>
      scenario.components
        .flatMap((one) => (one.kind === 'iommu' ? one.tables : []))
        .find((table) => table.id === id)?.mappings ?? [];
    const before = tableOf(drawn.machine.scenario, 'dma');
    const after = tableOf(drawn.run.machine.scenario, 'dma');
    expect(after.slice(0, before.length)).toEqual(before);
    expect(after.slice(before.length)).toMatchObject([{ attribute: 'mmio', write: true }]);
    const [transfer] = drawn.machine.scenario.transfers;
    if (transfer === undefined) throw new Error('no transfer');
    const other = planned('redirected', {}, {}, { ...transfer, from: 'nvme0', linux: {} });
    expect(tableOf(other.run.machine.scenario, 'dma-domain:nvme0')).toHaveLength(1);
  });

  test('two transfers of one client get different IOVAs', () => {
    const found = PRESETS.find(({ id }) => id === 'redirected')?.scenario;
    const [transfer] = found?.transfers ?? [];
    if (found === undefined || transfer === undefined) throw new Error('no preset');
    const transfers = ['a', 'b'].map((id) => ({ ...transfer, id, linux: {} }));
    const { machine } = enumerate({ ...found, transfers });
    if (machine === null) throw new Error('no machine');
    const [a, b] = planRun(machine, translatorsOf).sends;
    expect(a?.address).not.toBe(b?.address);
    expect(createRun(machine).transfers.map(({ bytesDelivered }) => bytesDelivered)).toEqual([
      transfer.bytes,
      transfer.bytes,
    ]);
  });

  test('a buffer of three ranges at bus addresses is sent in three pieces, counted as one transfer', () => {
    const [first] = planned('switch-local', {}).machine.scenario.transfers;
    if (first === undefined) throw new Error('no transfer');
    const large = { ...first, bytes: 12_288, linux: { ranges: 3 } };
    const { machine, run } = planned('switch-local', {}, {}, large);
    expect(run.sends).toHaveLength(3);
    const [summary, ...more] = createRun(machine).transfers;
    expect(more).toEqual([]);
    expect(summary?.bytesDelivered).toBe(machine.scenario.transfers[0]?.bytes);
  });

  test('a target that starts inside a page is reached at its own bytes', () => {
    const { machine, run } = planned('redirected', {});
    expect(machine.scenario.transfers[0]?.to).toMatchObject({ offset: '0x123000' });
    const offset = { kind: 'bar', function: 'gpu0', bar: 2, offset: '0x123040' } as const;
    const [transfer] = machine.scenario.transfers;
    if (transfer === undefined) throw new Error('no transfer');
    const moved = planned('redirected', {}, {}, { ...transfer, to: offset, linux: {} });
    const low = (address: string | undefined): number => Number(BigInt(address ?? 0) & 0xfffn);
    expect([low(run.sends[0]?.address), low(moved.run.sends[0]?.address)]).toEqual([0, 0x40]);
  });

  test('memory decode, kernels without the exporter, and a buffer beyond the BAR are errnos of the export', () => {
    const errnoOf = (linux: Transfer['linux'], system: Partial<Scenario['system']> = {}) =>
      planned('redirected', linux, system).run.plans[0]?.errno;
    expect(errnoOf({}, { kernel: '6.12' })).toBe('-ENOTTY');
    expect(errnoOf({}, { kernel: '6.18' })).toBe('-ENOTTY');
    expect(errnoOf({ bufferBytes: 2 ** 40 })).toBe('-EINVAL');
  });

  test('leaves out what Linux refuses and keeps what was drawn without a request to Linux', () => {
    expect(planned('redirected', { ranges: 2 }).run.sends).toEqual([]);
    expect(planned('redirected', undefined).run).toMatchObject({ plans: [], sends: [{}] });
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
