import { describe, expect, test } from 'vitest';
import { ok, err } from '../base/result.ts';
import type { Migration } from './migrations.ts';
import { describeScenarioProblem, parseScenario } from './parse.ts';
import { PRESETS } from './presets/index.ts';

const base = PRESETS[0].scenario;

function sentence(value: unknown, migrations?: ReadonlyMap<number, Migration>): string {
  const result = parseScenario(value, migrations);
  return result.ok ? 'fine' : describeScenarioProblem(result.error);
}

describe('a document', () => {
  const WRONG: readonly [string, unknown, RegExp][] = [
    ['is no object', [1], /"format" is not "p2pdma-scenario"/],
    ['is of another format', { ...base, format: 'x' }, /"format" is not/],
    ['has no version', { ...base, version: undefined }, /states version nothing/],
    ['has a version in words', { ...base, version: 'one' }, /states version "one"/],
    ['is newer', { ...base, version: 2 }, /version 2, newer than 1.*newer playground/],
    [
      'is older than the first version',
      { ...base, version: 0 },
      /version 0 cannot be brought forward/,
    ],
    ['lacks a field', { ...base, links: undefined }, /: links is missing;/],
    ['has a field that nobody knows', { ...base, colour: 'red' }, /does not know: colour/],
    [
      'has a wrong value deep inside',
      { ...base, transfers: [{ ...base.transfers[0], t: 2 }] },
      /transfers\[0\]\.t /,
    ],
    [
      'has an address in capitals',
      { ...base, transfers: [{ ...base.transfers[0], address: '0xAB' }] },
      /transfers\[0\]\.address must match/,
    ],
    [
      'has a component of an unknown kind',
      { ...base, components: [{ kind: 'toaster' }] },
      /components\[0\]/,
    ],
  ];

  test.each(WRONG)('that %s is refused with one sentence', (_name, value, expected) => {
    expect(sentence(value)).toMatch(expected);
    expect(sentence(value)).toMatch(/^[^\n]+\.$/);
  });

  test('of an older version is brought forward step by step', () => {
    const migrations = new Map<number, Migration>([
      [0, ({ name, ...rest }) => ok({ ...rest, title: name })],
    ]);
    const { title, ...rest } = base;
    const old = { ...rest, version: 0, name: title };
    expect(parseScenario(old, migrations)).toEqual(ok(base));
  });

  test('of an older version that cannot be brought forward says why', () => {
    const migrations = new Map<number, Migration>([[0, () => err('it has no links')]]);
    expect(sentence({ ...base, version: 0 }, migrations)).toMatch(/version 0 .*: it has no links;/);
  });

  test('keys named like parts of every object do no harm', () => {
    const hostile: unknown = JSON.parse(
      `{"__proto__": {"format": "p2pdma-scenario"}, "version": 1}`,
    );
    expect(sentence(hostile)).toMatch(/"format" is not/);
  });
});
