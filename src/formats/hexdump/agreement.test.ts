import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { SHARED, hasShared } from '../../../tests/shared.ts';
import { importFiles } from '../import.ts';
import type { ShownFunction } from '../show.ts';

/* Our decode of a dump against the text that lspci printed for the same dump. */

const FOLDER = join(SHARED, 'data', 'real', 'lspci-hexdump');
const NAMES = hasShared()
  ? readdirSync(FOLDER).flatMap((name) => (name.endsWith('.hex') ? [name.slice(0, -4)] : []))
  : [];

/** Some dumps were pasted with the reporter's own decode between header and rows: it is taken out. */
const withoutText = (text: string): string => text.replace(/^[\t ].*\n/gm, '');

function shown(path: string): readonly ShownFunction[] {
  const raw = readFileSync(join(FOLDER, path), 'latin1');
  const text = path.endsWith('.hex') ? withoutText(raw) : raw;
  const result = importFiles([{ name: path, text }]);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  expect(result.value.ignored.filter(({ reason }) => /contradicts|damaged/.test(reason))).toEqual(
    [],
  );
  return result.value.functions;
}

/** What both a dump and a text can state. lspci hides a BAR that holds 0; the replay has no driver or group. */
const comparable = (rows: readonly ShownFunction[]) =>
  rows.map((row) => ({
    ...row,
    driver: null,
    iommuGroup: null,
    numaNode: null,
    bars: row.bars
      .filter(({ address }) => address !== null && address !== '0x0')
      .map(({ index, address }) => [index, address]),
  }));

describe.skipIf(!hasShared())('a hexdump', () => {
  test.each(NAMES)('%s says what lspci -vvvnn printed for it', (name) => {
    expect(comparable(shown(`${name}.hex`))).toEqual(comparable(shown(`${name}.vvvnn.txt`)));
  });

  const VERSIONS = hasShared() ? readdirSync(join(FOLDER, 'versions')) : [];
  test.each(VERSIONS)('agrees with another version of lspci: %s', (file) => {
    const dump = comparable(shown(`${file.split('.vvv.')[0]}.hex`));
    const text = comparable(shown(join('versions', file)));
    // Without -nn the text has no numeric IDs, and a host bridge is one by its name alone.
    const named = dump.map((row, i) => ({
      ...row,
      vendor: null,
      device: null,
      class: text[i]?.class === null ? null : row.class,
      kind: row.kind === 'host-bridge' ? null : row.kind,
    }));
    expect(text).toEqual(named);
  });
});
