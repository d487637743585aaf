import { describe, expect, test } from 'vitest';
import { defined } from '../base/assert.ts';
import { PRESETS } from '../scenario/presets/index.ts';
import type { Scenario } from '../scenario/schema.ts';
import { enumerate } from './enumerate.ts';

const { scenario } = defined(
  PRESETS.find(({ id }) => id === 'private-t1'),
  'the example of T=1 to a locked TDI',
);

function problems(changed: Scenario): readonly string[] {
  return enumerate(changed)
    .diagnostics.filter(({ severity }) => severity === 'error')
    .map(({ code, message }) => `${code}: ${message}`);
}

describe('what a confidential machine cannot express', () => {
  test('the example itself can be expressed', () => {
    expect(problems(scenario)).toEqual([]);
  });

  test('T=1 from a function without TDISP', () => {
    const components = scenario.components.map((one) => {
      if (one.kind !== 'endpoint') return one;
      const { tdisp: _gone, ...plain } = one;
      return plain;
    });
    expect(problems({ ...scenario, components })).toEqual([
      expect.stringMatching(/^transfer-no-tdisp: .* has no TDISP interface/),
    ]);
  });

  test('an address that the Realm is too narrow for', () => {
    const transfers = scenario.transfers.map((one) => ({ ...one, address: '0x10000000000000' }));
    expect(problems({ ...scenario, transfers })).toEqual([
      expect.stringMatching(/^ipa-too-wide: .* of its Realm have \d+ bits/),
    ]);
  });

  test('a map of an address that the Realm is too narrow for', () => {
    const components = scenario.components.map((one) => {
      if (one.kind !== 'iommu') return one;
      const used = one.streams.find(({ t }) => t === 1)?.table;
      const tables = one.tables.map((table) =>
        table.id === used
          ? {
              ...table,
              mappings: table.mappings.map((mapping) => ({ ...mapping, from: '0x10000000000000' })),
            }
          : table,
      );
      return { ...one, tables };
    });
    const [first] = problems({ ...scenario, components });
    expect(first).toMatch(/maps 0x10000000000000, but addresses of its Realm have \d+ bits/);
  });
});
