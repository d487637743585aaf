import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const FILES = execFileSync('git', ['ls-files'], { cwd: ROOT, encoding: 'utf8' })
  .split('\n')
  .filter((file) => file !== '');
const SOURCES = FILES.filter((file) =>
  /^(src|e2e|bench|scripts|tests)\/.*\.(tsx?|mjs|css)$/.test(file),
);

/** Files whose length is data: tables, catalogues, strings, texts. */
const TABLES =
  /^src\/(core\/rules\/|core\/scenario\/presets\/|lessons\/|ui\/strings)|named-rows|quirk|\.test\.tsx?$|^tests\//;

const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

describe('the tree is tidy', () => {
  test('no module is longer than 400 lines', () => {
    const long = SOURCES.filter((file) => !TABLES.test(file))
      .map((file) => ({ file, lines: read(file).split('\n').length }))
      .filter(({ lines }) => lines > 401);
    expect(long).toEqual([]);
  });

  test('no unfinished marks and no tests that do not run', () => {
    const mark = new RegExp(['TO', 'DO|FIX', 'ME|XX', 'X\\b|HA', 'CK\\b'].join(''));
    const idle = new RegExp(String.raw`\b(it|test|describe)\.(only|todo|fixme)\b`);
    const wrong = SOURCES.filter((file) => file !== 'tests/tidy.test.ts').filter(
      (file) => mark.test(read(file)) || idle.test(read(file)),
    );
    expect(wrong).toEqual([]);
  });

  test('colour literals stand in the token file alone', () => {
    const literal =
      /(?<![\w&])#(?:[0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})\b(?!;)|\brgba?\(/;
    const wrong = SOURCES.filter(
      (file) =>
        file.startsWith('src/') && file !== 'src/ui/tokens.css' && !/\.test\.tsx?$/.test(file),
    ).filter((file) => literal.test(read(file).replaceAll('#s=1', '')));
    expect(wrong).toEqual([]);
  });

  test('no type is given up', () => {
    const given = /:\s*any\b|\bas any\b|@ts-(?:ignore|nocheck|expect-error)/;
    expect(SOURCES.filter((f) => f !== 'tests/tidy.test.ts' && given.test(read(f)))).toEqual([]);
  });
});
