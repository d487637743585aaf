import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { SHARED, hasShared } from '../../tests/shared.ts';
import { enumerate } from '../core/machine/enumerate.ts';
import { scenarioSchema } from '../core/scenario/schema.ts';
import { importFiles } from './import.ts';

const FOLDER = join(SHARED, 'data', 'real');
const FILES = hasShared()
  ? readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /\.(?:txt|hex|xml)$/.test(name),
    )
  : [];

/** Files that name no function: what is right to say of them. */
const WITHOUT_FUNCTIONS: Readonly<Record<string, string>> = {
  'bundles/asus-esc8000a-e12/acsctl-only.txt': 'unreadable',
  'bundles/asus-esc8000a-e12/numactl.txt': 'noFunctions',
};

describe.skipIf(!hasShared())('every recorded file', () => {
  test.each(FILES)('%s', (name) => {
    const result = importFiles([{ name, text: readFileSync(join(FOLDER, name), 'utf8') }]);
    if (name in WITHOUT_FUNCTIONS) {
      expect(!result.ok && result.error.code).toBe(WITHOUT_FUNCTIONS[name]);
      return;
    }
    if (!result.ok) throw new Error(JSON.stringify(result.error));
    const { scenario, functions } = result.value;
    expect(scenarioSchema.safeParse(scenario).error).toBeUndefined();
    const { machine, diagnostics } = enumerate(scenario);
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    const bdfs = machine?.functions.length ?? 0;
    expect(bdfs).toBeGreaterThanOrEqual(functions.length);
  });
});
