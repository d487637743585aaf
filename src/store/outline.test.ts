import { describe, expect, test } from 'vitest';
import { newGpu, newLink, newScenario, newSwitchUpstream } from '../core/scenario/defaults.ts';
import { PRESETS } from '../core/scenario/presets/index.ts';
import { freePorts, neighbourOf, outlineOf } from './outline.ts';

const [{ scenario }] = PRESETS;
const rows = outlineOf(scenario);
const lines = rows.map((row) => `${'  '.repeat(row.depth)}${row.component.name}`);

describe('the outline', () => {
  test('lists the opening example as the hierarchy that it is', () => {
    expect(lines).toEqual([
      'CPU0',
      '  SMMU0',
      '  DDR5',
      '  RP0',
      '    SW0',
      '      DSP1',
      '        GPU0',
      '      DSP2',
      '        NIC0',
      '      DSP3',
      '        GPU1',
      '      DSP4',
      '  RP1',
      '    NVMe0',
    ]);
  });

  test.each([
    ['gpu0', 'parent', 'sw0-dsp1'],
    ['sw0-dsp1', 'child', 'gpu0'],
    ['sw0-dsp1', 'next', 'sw0-dsp2'],
    ['sw0-dsp1', 'previous', null],
    ['cpu0', 'parent', null],
    ['gpu0', 'child', null],
    ['nobody', 'next', null],
  ] as const)('from %s to its %s', (id, direction, expected) => {
    expect(neighbourOf(rows, id, direction)).toBe(expected);
  });

  test('a free port is one that nothing is plugged into', () => {
    expect(freePorts(scenario).map((port) => port.id)).toEqual(['sw0-dsp4']);
  });

  test('every component is listed once, also when links form a loop', () => {
    const loop = newScenario({
      title: '',
      components: [
        newSwitchUpstream({ id: 'a', name: 'A' }),
        newSwitchUpstream({ id: 'b', name: 'B' }),
        newGpu({ id: 'c', name: 'C' }),
      ],
      links: [newLink({ from: 'a', to: 'b' }), newLink({ from: 'b', to: 'a' })],
    });
    expect(
      outlineOf(loop)
        .map((row) => row.component.id)
        .sort(),
    ).toEqual(['a', 'b', 'c']);
  });
});
