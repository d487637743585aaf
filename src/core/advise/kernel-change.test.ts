import { describe, expect, test } from 'vitest';
import { PRESETS } from '../scenario/presets/index.ts';
import type { Scenario } from '../scenario/schema.ts';
import { why } from './why.ts';

function fixesOf(kernel: string, goal: 'direct' | 'delivered') {
  const found = PRESETS.find(({ id }) => id === 'redirected') ?? PRESETS[0];
  const scenario: Scenario = {
    ...found.scenario,
    system: { ...found.scenario.system, kernel },
  };
  const answer = why(scenario, { fromId: 'nic0', toId: 'gpu0', goal, most: 1 });
  if (!answer.ok) throw new Error(answer.error.code);
  return answer.value.fixes;
}

describe('a newer kernel as a fix', () => {
  test('where the next release lists the host bridge, it is offered with what else it changes', () => {
    const fix = fixesOf('7.2', 'delivered').find(({ changes }) => changes[0]?.kind === 'kernel');
    expect(fix?.changes.map(({ id }) => id)).toEqual(['kernel:7.3']);
    expect(fix?.after.decision.mapType).toBe('THRU_HOST_BRIDGE');
    expect(fix?.instructions.caveats.join(' ')).toContain('dma-direct reworked');
  });

  test('no kernel makes a redirected request go direct', () => {
    const kinds = fixesOf('7.2', 'direct').flatMap(({ changes }) =>
      changes.map(({ kind }) => kind),
    );
    expect(kinds).not.toContain('kernel');
  });
});
