import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { enumerate } from '../machine/enumerate.ts';
import { clipOf, clipText, parseClip, pasteOf } from './copy.ts';
import { applyEdit } from './edit.ts';
import { parseScenario } from './parse.ts';
import { PRESETS } from './presets/index.ts';
import type { Scenario } from './schema.ts';

const opening = PRESETS[0].scenario;

function pasted(scenario: Scenario, ids: readonly string[], on?: string) {
  const result = pasteOf(scenario, clipOf(scenario, ids), { on: () => on, shift: 24 });
  if (result === null) throw new Error('nothing to paste');
  const applied = applyEdit(scenario, result.edit);
  if (!applied.ok) throw new Error(JSON.stringify(applied.error));
  return { ...applied.value, ids: result.ids };
}

describe('a copied piece', () => {
  test('of one GPU has a name of its own and no address of the original', () => {
    const { scenario, ids } = pasted(opening, ['gpu0'], 'sw0');
    const [id] = ids;
    expect(id).toBe('gpu2');
    expect(scenario.components.find((one) => one.id === id)).toMatchObject({ name: 'GPU2' });
    expect(scenario.links.at(-1)).toMatchObject({ from: 'sw0-dsp4', to: 'gpu2' });
  });

  test('of a switch and what hangs on it takes links and transfers along', () => {
    const all = ['sw0', 'gpu0', 'gpu1', 'nic0'];
    const { scenario } = pasted(opening, all, 'cpu0');
    const before = opening.transfers.filter(
      ({ from, to }) => to.kind === 'bar' && all.includes(from) && all.includes(to.function),
    );
    expect(before.length).toBeGreaterThan(0);
    expect(scenario.transfers.length).toBe(opening.transfers.length + before.length);
    expect(scenario.links.length).toBe(opening.links.length * 2 - 1);
    // Twice the BARs need more MMIO than the host bridge has; nothing else is wrong.
    const codes = enumerate(scenario).diagnostics.filter(({ severity }) => severity === 'error');
    expect(new Set(codes.map(({ code }) => code))).toEqual(new Set(['mmio-exhausted']));
  });

  test('travels as text; other text is none', () => {
    const clip = clipOf(opening, ['sw0', 'gpu0']);
    expect(parseClip(clipText(clip))).toEqual(clip);
    expect(parseClip('00:00.0 Host bridge')).toBeNull();
    expect(parseClip('{"format":"p2pdma-clip","version":1,"components":[{}]}')).toBeNull();
  });

  test('of a switch port has no place where its switch is missing', () => {
    const clip = clipOf(opening, ['sw0-dsp1']);
    const other = { ...opening, components: [], links: [], transfers: [] };
    expect(pasteOf(other, clip, { on: () => undefined, shift: 0 })).toBeNull();
  });

  test('whatever is copied, the document stays valid and undo leads exactly back', () => {
    const choices = PRESETS.map(({ scenario }) => scenario);
    fc.assert(
      fc.property(
        fc.constantFrom(...choices),
        fc.infiniteStream(fc.boolean()),
        (scenario, coin) => {
          const ids = scenario.components.map(({ id }) => id).filter(() => coin.next().value);
          const result = pasteOf(scenario, clipOf(scenario, ids), {
            on: () => undefined,
            shift: 8,
          });
          if (result === null) return;
          const applied = applyEdit(scenario, result.edit);
          if (!applied.ok) throw new Error(JSON.stringify(applied.error));
          expect(parseScenario(applied.value.scenario).ok).toBe(true);
          const back = applyEdit(applied.value.scenario, applied.value.inverse);
          expect(back.ok && back.value.scenario).toEqual(scenario);
        },
      ),
      { numRuns: 60 },
    );
  });
});
