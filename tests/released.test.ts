import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { enumerate } from '../src/core/machine/enumerate.ts';
import { parseScenario } from '../src/core/scenario/parse.ts';
import { importFiles } from '../src/formats/import.ts';
import { writeScenario } from '../src/formats/scenario-file.ts';
import { decodeShareLink } from '../src/formats/share-link.ts';

/*
 * What each release wrote, kept as it wrote it: files, a share link and a picture. Every later release opens them.
 * docs/release.md says how a release adds its own.
 */
const RELEASED = join(dirname(fileURLToPath(import.meta.url)), 'released');

const ids = (list: readonly { id: string }[]): string[] => list.map(({ id }) => id).sort();

describe.each(readdirSync(RELEASED))('what release %s wrote', (release) => {
  const folder = join(RELEASED, release);
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
  const names = readdirSync(folder).filter((name) => name !== 'SHA256SUMS');

  test('is kept as it was', () => {
    const sums = names.map(
      (name) => `${createHash('sha256').update(read(name)).digest('hex')}  ${name}\n`,
    );
    expect(sums.join('')).toBe(read('SHA256SUMS'));
  });

  test.each(names.filter((name) => name.endsWith('.json')))('opens: %s', (name) => {
    const stored = JSON.parse(read(name));
    const opened = importFiles([{ name, text: read(name) }]);
    if (!opened.ok) throw new Error(JSON.stringify(opened.error));
    const { scenario } = opened.value;
    expect(scenario.title).toBe(stored.title);
    expect(ids(scenario.components)).toEqual(ids(stored.components));
    expect(ids(scenario.links)).toEqual(ids(stored.links));
    expect(ids(scenario.transfers)).toEqual(ids(stored.transfers));
    expect(enumerate(scenario).machine).not.toBeNull();
    expect(parseScenario(JSON.parse(writeScenario(scenario)))).toEqual({
      ok: true,
      value: scenario,
    });
  });

  test('opens: the share link, where its sender stood', () => {
    const shared = decodeShareLink(read('link.txt').trim());
    if (!shared?.ok) throw new Error('the link does not open');
    expect(parseScenario(shared.value.scenario).ok).toBe(true);
    expect(shared.value).toMatchObject({ tPs: 1500, tlpId: 0 });
    expect(shared.value.selection).toHaveLength(1);
  });

  test('opens: the picture', () => {
    const opened = importFiles([{ name: 'picture.svg', text: read('picture.svg') }]);
    expect(opened.ok && opened.value.scenario.transfers.length).toBeGreaterThan(0);
  });
});
