import { describe, expect, test } from 'vitest';
import { enumerate } from '../machine/enumerate.ts';
import type { Machine } from '../machine/types.ts';
import { PRESETS } from '../scenario/presets/index.ts';
import type { Scenario, System, Transfer } from '../scenario/schema.ts';
import { linuxMachine } from './machine-tree.ts';
import { mapP2p, withPlannedEntries } from './map-p2p.ts';
import type { Plan } from './map-p2p.ts';

function machineOf(id: string, system: Partial<System> = {}): Machine {
  const scenario = PRESETS.find((one) => one.id === id)?.scenario;
  if (scenario === undefined) throw new Error(`no preset ${id}`);
  const changed: Scenario = { ...scenario, system: { ...scenario.system, ...system } };
  const { machine } = enumerate(changed);
  if (machine === null) throw new Error(`${id} is no machine`);
  return machine;
}

function planOf(id: string, system: Partial<System> = {}, transfer: Partial<Transfer> = {}): Plan {
  const machine = machineOf(id, system);
  const [first] = machine.scenario.transfers;
  if (first === undefined) throw new Error('no transfer');
  const plan = mapP2p(machine, linuxMachine(machine), { ...first, ...transfer });
  if (plan === null) throw new Error('nothing to map');
  return plan;
}

const rulesOf = (plan: Plan): string[] =>
  plan.steps.flatMap((step) => ('rule' in step ? [step.rule] : []));

describe('the plan of a transfer', () => {
  test('without redirect: the bus address, and no page-table entry', () => {
    const plan = planOf('switch-local');
    expect(plan).toMatchObject({ errno: 0, ptes: [] });
    expect(plan.steps.map(({ kind }) => kind)).toEqual(['export', 'attach', 'mapType', 'range']);
    expect(plan.life.importers).toMatchObject([{ isMapped: true }]);
  });

  test('redirected: an IOVA below 4 GiB, one Device entry, writable for a write', () => {
    const plan = planOf('redirected');
    expect(rulesOf(plan)).toContain('DMA-IOMMU-MMIO');
    expect(plan.ptes).toMatchObject([{ prot: 'MMIO', write: true, read: false }]);
    expect(plan.entries[0]?.address).toBeLessThan(1n << 32n);
  });

  test('iommu.passthrough=1: the physical address, mask permitting', () => {
    const passthrough = { commandLine: 'iommu.passthrough=1' };
    expect(rulesOf(planOf('redirected', passthrough))).toContain('DMA-DIRECT-TRANSLATED');
    const narrow = planOf('redirected', passthrough, { linux: { maskBits: 32 } });
    expect(narrow).toMatchObject({ errno: '-ENOMEM', entries: [], ptes: [] });
    expect(narrow.steps.at(-1)?.kind).toBe('detach');
    expect(narrow.life.importers).toMatchObject([{ isMapped: false }]);
  });

  test('several ranges through an IOMMU stop at the second', () => {
    const plan = planOf('redirected', {}, { linux: { ranges: 3 } });
    expect(plan).toMatchObject({ errno: '-EEXIST', entries: [], ptes: [] });
    expect(rulesOf(plan)).toContain('DMABUF-SAME-IOVA');
    expect(planOf('switch-local', {}, { linux: { ranges: 3 } }).entries).toHaveLength(3);
  });

  test('a host bridge that is not listed: refused, with the lines of the log', () => {
    const plan = planOf('redirected', { kernel: '7.2' });
    expect(plan.errno).toBe('-EINVAL');
    expect(plan.log.at(-1)).toContain('whitelisted host bridge');
  });

  test('memory decode off: the buffer is born revoked and nothing attaches', () => {
    const machine = machineOf('switch-local');
    const off = machine.functions.map((fn) => ({ ...fn, memoryDecode: fn.id !== 'gpu0' }));
    const [transfer] = machine.scenario.transfers;
    if (transfer === undefined) throw new Error('no transfer');
    const plan = mapP2p({ ...machine, functions: off }, linuxMachine(machine), transfer);
    expect(plan).toMatchObject({ errno: '-ENODEV', entries: [] });
  });

  test('kernels without DMA_ATTR_MMIO have a map type and no plan', () => {
    const machine = machineOf('redirected', { kernel: '6.12' });
    const [transfer] = machine.scenario.transfers;
    expect(transfer && mapP2p(machine, linuxMachine(machine), transfer)).toBeNull();
  });

  test('a transfer to memory has nothing to map', () => {
    const machine = machineOf('redirected');
    const fetch = machine.scenario.transfers.find(({ id }) => id === 'fetch');
    expect(fetch && mapP2p(machine, linuxMachine(machine), fetch)).toBeNull();
  });
});

describe('the examples of known defects, by kernel', () => {
  test.each<[string, string, string, string]>([
    ['two-ranges', '7.3', '-EEXIST', 'DMABUF-SAME-IOVA'],
    ['dma-mask', '7.3', '-ENOMEM', 'DMA-DIRECT-MASK'],
    ['range-map', '7.2', '0', 'DMA-DIRECT-PHYS'],
    ['range-map', '7.3', '-ENOMEM', 'DMA-DIRECT-RANGE-MAP'],
  ])('%s on %s: %s by %s', (id, kernel, errno, rule) => {
    const plan = planOf(id, { kernel });
    expect(String(plan.errno)).toBe(errno);
    expect(rulesOf(plan)).toContain(rule);
  });

  test('a mask that does not fit is refused when mapping; the discussion would refuse to attach', () => {
    const plan = planOf('dma-mask');
    expect(plan.steps.find(({ kind }) => kind === 'attach')).toMatchObject({ errno: 0 });
    expect(plan.proposal).toMatchObject({ errno: '-EINVAL', at: 'attach' });
    expect(planOf('redirected').proposal).toBeNull();
  });

  test.each([
    ['a mask that does not fit', 'dma-mask', { maskBits: 32 }, 'mask'],
    ['a topology that Linux does not support', 'not-allow-listed', {}, 'NOT_SUPPORTED'],
  ])(
    'as proposed, %s fails the attach: nothing is mapped, nothing unwound',
    (_, id, linux, why) => {
      const plan = planOf(id, {}, { linux: { ...linux, attachChecks: true } });
      expect(plan).toMatchObject({ errno: '-EINVAL', sends: [], ptes: [], proposal: null });
      expect(plan.steps.map(({ kind }) => kind)).toEqual(['export', 'attach']);
      expect(plan.steps[1]).toMatchObject({
        errno: '-EINVAL',
        notes: [{ rule: 'DMABUF-PROPOSED-ATTACH', text: expect.stringContaining(why) as string }],
      });
      expect(plan.life.importers).toEqual([]);
    },
  );

  test('the proposal changes nothing for what can be mapped', () => {
    const linux = { attachChecks: true };
    expect(planOf('redirected', {}, { linux }).steps).toEqual(
      planOf('redirected', {}, { linux: {} }).steps,
    );
  });
});

describe('an IOMMU with planned entries', () => {
  const plan = planOf('redirected');
  const [pte] = plan.ptes;
  if (pte === undefined) throw new Error('no entry');
  const translator = withPlannedEntries(null, [{ requesterId: 0x400, ptes: plan.ptes }]);
  const request = {
    hostBridge: 0,
    requesterId: 0x400,
    address: plan.entries[0]?.address as never,
    bytes: 64,
    write: true,
    at: 'untranslated',
    t: 0,
  } as const;

  test('translates the client, and nobody else and no other access', () => {
    expect(translator.translate(request)).toMatchObject({ kind: 'translated' });
    expect(translator.translate({ ...request, requesterId: 0x500 }).kind).toBe('fault');
    expect(translator.translate({ ...request, write: false }).kind).toBe('fault');
  });
});
