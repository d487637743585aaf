import { describe, expect, test } from 'vitest';
import { refusalOf } from '../../src/core/linux/plan-text.ts';
import { enumerate } from '../../src/core/machine/enumerate.ts';
import { PRESETS } from '../../src/core/scenario/presets/index.ts';
import type { System } from '../../src/core/scenario/schema.ts';
import { createRun } from '../../src/core/sim/create-run.ts';

/** An example as it runs with another system. */
function runOf(id: string, system: Partial<System> = {}) {
  const scenario = PRESETS.find((preset) => preset.id === id)?.scenario;
  if (scenario === undefined) throw new Error(`no preset ${id}`);
  const { machine } = enumerate({ ...scenario, system: { ...scenario.system, ...system } });
  if (machine === null) throw new Error(`${id} is no machine`);
  return createRun(machine);
}

type Row = readonly [
  id: string,
  what: string,
  system: Partial<System>,
  /** Outcome on the wire, or the errno with which no TLP is sent. */
  ended: string,
  rule: string,
];

const ROWS: readonly Row[] = [
  ['two-ranges', 'through the IOMMU', {}, '-EEXIST', 'DMABUF-SAME-IOVA'],
  ['two-ranges', 'without', { commandLine: 'iommu.passthrough=1' }, 'delivered', 'RC-P2P-TBU'],
  ['dma-mask', 'without the IOMMU', {}, '-ENOMEM', 'DMA-DIRECT-MASK'],
  ['dma-mask', 'through it', { commandLine: '' }, 'delivered', 'SMMU-S2'],
  ['range-map', '7.2', {}, 'wrongTarget', 'ROUTE-WRONG-TARGET'],
  ['range-map', '7.3', { kernel: '7.3' }, '-ENOMEM', 'DMA-DIRECT-RANGE-MAP'],
  ['long-buffer', 'through the IOMMU', {}, 'delivered', 'SMMU-S2'],
  ['shared-alias', '7.0', { kernel: '7.0' }, '-EINVAL', 'DMABUF-NOT-SUPPORTED'],
  ['shared-alias', '7.2', {}, 'faulted', 'SMMU-F_TRANSLATION'],
  ['shared-alias', '7.3', { kernel: '7.3' }, 'delivered', 'SMMU-S2'],
  ['realm-refused', '6.19', { kernel: '6.19', cpu: 'amd-zen' }, '-ENOMEM', 'DMA-DIRECT-BOUNCE'],
  ['realm-refused', '7.2', {}, '-ENOMEM', 'DMA-DIRECT-BOUNCE'],
  ['realm-refused', '7.3', { kernel: '7.3' }, '-ENOMEM', 'DMA-DIRECT-NOT-SHARED'],
  ['realm-refused', 'intended', { kernel: 'intended' }, 'delivered', 'SMMU-S2'],
  ['realm-private', '7.3', {}, 'faulted', 'SMMU-F_TRANSLATION'],
  ['realm-private', 'intended', { kernel: 'intended' }, '-EINVAL', 'CC-PRIVATE-T0'],
  ['reset-in-flight', '7.0', {}, 'delivered', 'ACS-RR-OFF'],
];

describe('a known defect of Linux is played, kernel by kernel', () => {
  test.each(ROWS)('%s, %s', (id, _what, system, ended, rule) => {
    const run = runOf(id, system);
    const [plan] = run.plans;
    const refusal = plan === undefined ? null : refusalOf(plan);
    if (refusal === null) {
      expect(run.flows[0]?.route.outcome).toBe(ended);
      expect(run.flows[0]?.route.request.map((hop) => hop.rule)).toContain(rule);
      expect(run.tlpCount).toBeGreaterThan(0);
    } else {
      expect([refusal.errno, refusal.rule]).toEqual([ended, rule]);
      expect(run.tlpCount).toBe(0);
      expect(run.flows).toEqual([]);
    }
  });

  test('a length kept in 32 bits: the importer sends what the table claims; bus addresses know no such limit', () => {
    const run = runOf('long-buffer');
    expect(run.transfers[0]?.bytesDelivered).toBe(4096);
    expect(run.plans[0]?.steps.map(({ kind }) => kind)).toContain('shortLength');
    const passthrough = runOf('long-buffer', { commandLine: 'iommu.passthrough=1' });
    expect(passthrough.transfers[0]?.bytesDelivered).toBe(65_536);
  });

  test('a shared alias loses its top bit on the way back', () => {
    const back = (kernel: string) =>
      runOf('shared-alias', { kernel }).plans[0]?.steps.find(({ kind }) => kind === 'roundTrip');
    expect(back('7.3')).toMatchObject({ dma: 0x90_0000_1000n, phys: 0x10_0000_1000n });
    expect(back('7.2')).toBeUndefined();
  });

  test('where the provider has a record, the plan says which alias it allows', () => {
    const step = (id: string, kernel: string) =>
      runOf(id, { kernel }).plans[0]?.steps.find(({ kind }) => kind === 'sharing');
    expect(step('realm-refused', 'intended')).toMatchObject({
      alias: 'shared',
      rule: 'CC-INTENDED',
    });
    expect(step('realm-refused', '7.3')).toBeUndefined();
  });

  test('a reset: 7.0 loses what is in flight, 7.1 waits for it', () => {
    const errors = (kernel: string) => runOf('reset-in-flight', { kernel }).transfers[0]?.errors;
    expect(errors('7.0')).toBeGreaterThan(0);
    expect(errors('7.1')).toBe(0);
  });

  test('what was mapped before the refusal is taken back, in order', () => {
    const [plan] = runOf('two-ranges').plans;
    const refusal = plan === undefined ? null : refusalOf(plan);
    expect(refusal?.unwound.map(({ title }) => title)).toEqual(['Give the IOVA back', 'Detach']);
    expect(refusal?.message).toContain('-EEXIST');
  });
});
