import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { SHARED, hasShared } from '../../tests/shared.ts';
import { formatBdf } from '../core/base/bdf.ts';
import { enumerate } from '../core/machine/enumerate.ts';
import { importFiles } from './import.ts';

const FOLDER = join(SHARED, 'data', 'real');
const FILES = hasShared()
  ? readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter(
      (name) => /lspci.*\.(?:txt|hex)$/.test(name) && !/\.tv?\.txt$|acsctl/.test(name),
    )
  : [];

describe.skipIf(!hasShared())('the machine of a real listing', () => {
  test.each(FILES)('%s is numbered as its text states', (name) => {
    const result = importFiles([{ name, text: readFileSync(join(FOLDER, name), 'latin1') }]);
    if (!result.ok) throw new Error(JSON.stringify(result.error));
    const { machine, diagnostics } = enumerate(result.value.scenario);
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(diagnostics.filter(({ code }) => code === 'buses-renumbered')).toEqual([]);
    const stated = new Map(result.value.functions.map((row) => [row.bdf, row.parent]));
    const built = new Map(
      machine?.functions.map(({ bdf, parent }) => {
        const above = parent === null ? undefined : machine.functions[parent];
        return [formatBdf(bdf), above === undefined ? null : formatBdf(above.bdf)];
      }),
    );
    for (const [bdf, parent] of stated) {
      if (parent !== null) expect.soft([bdf, built.get(bdf)]).toEqual([bdf, parent]);
      else expect.soft(built.has(bdf)).toBe(true);
    }
  });
});
