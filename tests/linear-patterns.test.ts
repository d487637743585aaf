import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { ambiguity, shapeOf } from './regex-shape.ts';

/*
 * No pattern that reads foreign text may be able to take exponential time on it. Shown by the patterns' shape, not by
 * a clock.
 */
const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', 'src');
const FOLDERS = ['formats', 'core/scenario', 'core/base', 'core/linux', 'cli', 'store'];
const LITERAL =
  /(?<=[(,=:[!&|?{};\s])\/(?![*/])((?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\\n[])+)\/([dgimsuvy]*)(?=[\s.,;)\]}:])/g;

interface Pattern {
  readonly file: string;
  readonly source: string;
  readonly flags: string;
}

function isPattern(source: string, flags: string): boolean {
  try {
    return new RegExp(source, flags).source.length > 0;
  } catch {
    return false;
  }
}

function patternsOf(file: string): Pattern[] {
  const text = readFileSync(join(ROOT, file), 'utf8')
    .replace(/\/\*[^]*?\*\//g, '')
    .replace(/(^|\s)\/\/ .*$/gm, '');
  return [...text.matchAll(LITERAL)]
    .map(([, source = '', flags = '']) => ({ file, source, flags }))
    .filter(({ source, flags }) => isPattern(source, flags));
}

const patterns = FOLDERS.flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .flatMap((name) => patternsOf(join(folder, name))),
);

describe('patterns that read foreign text', () => {
  test('are found', () => expect(patterns.length).toBeGreaterThan(150));

  test('match a text in one way only', () => {
    const wrong = patterns.flatMap(({ file, source, flags }) => {
      const why = ambiguity(shapeOf(source, flags));
      return why === null ? [] : [{ file, source, why }];
    });
    expect(wrong).toEqual([]);
  });

  test.each(['(a+)+$', '(?:a|a)*b', '(\\s*x?\\s*)+', '^(\\w+\\s?)*$', '(?:.*,)+x'])(
    '%s would be found',
    (source) => expect(ambiguity(shapeOf(source, ''))).not.toBeNull(),
  );

  test.each([
    '(?: +\\d{1,4})+ *$',
    '"(?:\\\\.|[^"\\\\])*"',
    '^(?:GPU\\d+\\s*)+',
    '(?:[0-9a-f]{2} )+',
  ])('%s is fine', (source) => expect(ambiguity(shapeOf(source, ''))).toBeNull());
});
