import { describe, expect, test } from 'vitest';
import { PRESETS } from '../core/scenario/presets/index.ts';
import { importFiles } from './import.ts';
import { embedInPng, sceneInPng } from './picture-png.ts';
import { embedInSvg, sceneInSvg } from './picture-svg.ts';
import { writeScenario } from './scenario-file.ts';

/** The smallest complete PNG: one pixel, as another program wrote it. */
const PIXEL = Uint8Array.from(
  atob(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  ),
  (character) => character.charCodeAt(0),
);
const JSON_TEXT = '{"a":"<&> ü 漢"}';

describe('a picture', () => {
  test('as PNG holds the document and stays a PNG of the same pixels', () => {
    const first = embedInPng(PIXEL, 'old');
    if (!first.ok) throw new Error(first.error);
    const again = embedInPng(first.value, JSON_TEXT);
    expect(again.ok && sceneInPng(again.value)).toBe(JSON_TEXT);
    expect(again.ok && [...again.value.subarray(0, 33)]).toEqual([...PIXEL.subarray(0, 33)]);
    expect(sceneInPng(PIXEL)).toBeNull();
  });

  test('as PNG that is cut or damaged holds none, and is refused for embedding', () => {
    const embedded = embedInPng(PIXEL, JSON_TEXT);
    if (!embedded.ok) throw new Error(embedded.error);
    const damaged = embedded.value.slice();
    damaged[damaged.length - 20] = 0;
    expect(sceneInPng(damaged)).toBeNull();
    expect(embedInPng(embedded.value.subarray(0, 60), 'x').ok).toBe(false);
    expect(embedInPng(Uint8Array.of(1, 2), 'x').ok).toBe(false);
  });

  test.each(['<svg width="1"><g/></svg>', '<?xml version="1.0"?><svg/>'])('as SVG: %s', (svg) => {
    const once = embedInSvg(embedInSvg(svg, 'old'), JSON_TEXT);
    expect(sceneInSvg(once)).toBe(JSON_TEXT);
    expect(once.match(/<metadata/g)).toHaveLength(1);
    expect(sceneInSvg(svg)).toBeNull();
  });
});

describe('a document', () => {
  test.each(PRESETS.map((preset) => [preset.id, preset.scenario] as const))(
    '%s written and read back is the same, from JSON and from an SVG',
    (_id, scenario) => {
      const json = writeScenario(scenario);
      for (const text of [json, embedInSvg('<svg></svg>', json)]) {
        const result = importFiles([{ name: 'x', text }]);
        expect(result.ok && result.value.scenario).toEqual(scenario);
        expect(result.ok && result.value.functions.length).toBeGreaterThan(0);
      }
    },
  );

  test.each([
    ['{"format": "p2pdma-scenario", "version": 99}', 'newer'],
    ['{"format": "p2pdma-scenario", "version": 1}', 'correct it'],
    ['{"a": 1}', 'not a scenario'],
    ['{"a"', 'save the scenario again'],
  ])('%s is refused with one sentence', (text, words) => {
    const result = importFiles([{ name: 'x', text }]);
    expect(!result.ok && result.error.code === 'unreadable' && result.error.reason).toContain(
      words,
    );
  });
});
