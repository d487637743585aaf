import { describe, expect, test } from 'vitest';
import { RULES } from '../core/rules/catalogue.ts';

/*
 * A language that the menu offers says everything that English says. The lists below name the file, the export and
 * the path of each word that is missing, or that English does not have.
 */

type Module = Readonly<Record<string, unknown>>;

const ENGLISH = import.meta.glob<Module>('./strings/*.ts', { eager: true });
const LANGUAGES: Readonly<Record<string, Readonly<Record<string, Module>>>> = {
  'zh-CN': import.meta.glob<Module>('./strings/zh-CN/*.ts', { eager: true }),
};

const fileOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** The words below a value by their paths; functions by themselves, as English code, are no words. */
function pathsOf(value: unknown, path: string): readonly string[] {
  if (typeof value === 'string') return [`${path}: text`];
  if (typeof value === 'function') return [`${path}: function`];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => pathsOf(one, `${path} ${key}`));
}

const wordsOf = ([path, module]: [string, Module]): readonly string[] =>
  Object.entries(module).flatMap(([name, value]) =>
    typeof value === 'object' ? pathsOf(value, `${fileOf(path)} ${name}`) : [],
  );

const english = Object.entries(ENGLISH).flatMap(wordsOf);
const files = new Set([...Object.keys(ENGLISH).map(fileOf), 'rules.ts']);
const rules = Object.keys(RULES).flatMap((id) =>
  ['title', 'explanation'].map((part) => `rules.ts RULE_WORDS ${id} ${part}: text`),
);

describe.each(Object.entries(LANGUAGES))('%s', (_, modules) => {
  const wanted = new Set([...english, ...rules]);
  const said = new Set(
    Object.entries(modules)
      .filter(([path]) => files.has(fileOf(path)))
      .flatMap(wordsOf),
  );

  test('lacks no word', () => {
    expect(wanted.size).toBeGreaterThan(1000);
    expect([...wanted].filter((path) => !said.has(path))).toEqual([]);
  });

  test('has no word that English lacks', () => {
    expect([...said].filter((path) => !wanted.has(path))).toEqual([]);
  });
});
