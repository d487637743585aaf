import { describe, expect, test } from 'vitest';
import { refusalOf } from '../../src/core/linux/plan-text.ts';
import { enumerate } from '../../src/core/machine/enumerate.ts';
import { PRESETS } from '../../src/core/scenario/presets/index.ts';
import type { System } from '../../src/core/scenario/schema.ts';
import { createRun } from '../../src/core/sim/run.ts';

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

  test('what was mapped before the refusal is taken back, in order', () => {
    const [plan] = runOf('two-ranges').plans;
    const refusal = plan === undefined ? null : refusalOf(plan);
    expect(refusal?.unwound.map(({ title }) => title)).toEqual(['Give the IOVA back', 'Detach']);
    expect(refusal?.message).toContain('-EEXIST');
  });
});
