import { describe, expect, test } from 'vitest';
import { enumerate } from '../machine/enumerate.ts';
import { PRESETS } from '../scenario/presets/index.ts';
import { planByKernel } from './plan-by-kernel.ts';

function answers(id: string) {
  const scenario = PRESETS.find((one) => one.id === id)?.scenario;
  const { machine } = enumerate(scenario ?? PRESETS[0].scenario);
  const [transfer] = scenario?.transfers ?? [];
  if (machine === null || transfer === undefined) throw new Error(id);
  return planByKernel(machine, transfer.id).map(({ kernels, errno, outcome }) => {
    return `${kernels.join(' ')}: ${outcome ?? errno}`;
  });
}

describe('one transfer under every kernel', () => {
  test('the range map: no exporter, then a wrong target, then a refusal', () => {
    expect(answers('range-map')).toEqual([
      '6.1 6.12 6.18: -ENOTTY',
      '6.19 7.0 7.1 7.2: wrongTarget',
      '7.3 dev intended: -ENOMEM',
    ]);
  });

  test('a transfer that does not ask Linux has no answers', () => {
    expect(answers('switch-local')).toEqual([]);
  });
});
