import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { SHARED, hasShared } from '../../../tests/shared.ts';
import { answerP2pdmaCases } from './p2pdma-cases.ts';

interface Case {
  readonly id: string;
  readonly expect: Record<string, unknown>;
}

type File = Record<'cases' | 'api' | 'acs_boot' | 'groups', Case[]>;

describe.skipIf(!hasShared())('p2pdma-cases.json', () => {
  const empty: File = { cases: [], api: [], acs_boot: [], groups: [] };
  const file = hasShared()
    ? (JSON.parse(readFileSync(join(SHARED, 'spec', 'p2pdma-cases.json'), 'utf8')) as File)
    : empty;
  const all = [...file.cases, ...file.api, ...file.acs_boot, ...file.groups];
  const inputs = Object.fromEntries(
    Object.entries(empty).map(([list]) => [
      list,
      file[list as keyof File].map((one) =>
        Object.fromEntries(
          Object.entries(one).filter(([key]) => key !== 'expect' && key !== 'why'),
        ),
      ),
    ]),
  );
  const answered = answerP2pdmaCases(inputs);
  const answers = new Map(answered.ok ? answered.value.map(({ id, answer }) => [id, answer]) : []);

  test.each(all)('$id is what Linux answers', ({ id, expect: expected }) => {
    expect(answered.ok || answered.error).toBe(true);
    expect(answers.get(id)).toMatchObject(expected);
  });

  test('every list is answered', () => {
    expect(answers.size).toBe(all.length);
  });
});

describe('a case file', () => {
  test('with a kernel older than the table is refused by the id of its case', () => {
    const acs_boot = [{ id: 'B', kernel: '5.15', cap: '0x1f', fw: '0x00', iommu: true }];
    expect(answerP2pdmaCases({ acs_boot })).toEqual({
      ok: false,
      error: expect.stringContaining('B: kernel 5.15 is older than 6.1'),
    });
  });
});
