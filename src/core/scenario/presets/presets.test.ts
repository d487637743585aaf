import { describe, expect, test } from 'vitest';
import { enumerate } from '../../machine/enumerate.ts';
import { parseScenario } from '../parse.ts';
import { PRESETS } from './index.ts';

describe.each(PRESETS.map((preset) => [preset.id, preset] as const))(
  'example %s',
  (_id, preset) => {
    test('is a valid document', () => {
      const parsed = parseScenario(JSON.parse(JSON.stringify(preset.scenario)));
      expect(parsed).toEqual({ ok: true, value: preset.scenario });
    });

    test('enumerates without a remark', () => {
      const { machine, diagnostics } = enumerate(preset.scenario);
      expect(diagnostics).toEqual([]);
      expect(machine).not.toBeNull();
    });

    test('asks one question and shows at least one transfer', () => {
      expect(preset.question.match(/\?/g)).toHaveLength(1);
      expect(preset.scenario.transfers.length).toBeGreaterThan(0);
    });
  },
);

test('ids of examples are unique', () => {
  expect(new Set(PRESETS.map(({ id }) => id)).size).toBe(PRESETS.length);
});

test('the DMA domain of the opening example maps both GPUs at their own bus addresses', () => {
  const { machine } = enumerate(PRESETS[0].scenario);
  const mappings = PRESETS[0].scenario.components.flatMap((component) =>
    component.kind === 'iommu' ? component.tables.flatMap((table) => table.mappings) : [],
  );
  const bases = mappings.map(({ to }) => {
    const fn = typeof to === 'string' ? undefined : machine?.functionById.get(to.function);
    const bars = machine?.functions[fn ?? -1]?.bars;
    return typeof to === 'string'
      ? null
      : bars?.find(({ index }) => index === to.bar)?.window?.base;
  });
  expect(mappings.map(({ from }) => BigInt(from))).toEqual(bases);
});

test.each([
  'hgx-server',
  'dual-socket',
  'xeon-server',
  'private-t1',
  'grace',
  'power9',
  'desktop',
  'storage-box',
])('%s draws a real platform: facts with their source, and what is assumed', (wanted) => {
  const facts = PRESETS.find(({ id }) => id === wanted)?.scenario.facts ?? [];
  expect(facts.filter(({ source }) => source !== undefined).length).toBeGreaterThan(1);
  expect(facts.some(({ source }) => source === undefined)).toBe(true);
});

test.each([
  'http://a.example/',
  'javascript:alert(1)',
  'https://a.example/"x',
  ' https://a.example',
])('a fact cannot bring the address %s', (source) => {
  const facts = [{ text: 'A sentence.', source }];
  expect(parseScenario({ ...PRESETS[0].scenario, facts }).ok).toBe(false);
});
