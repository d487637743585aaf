import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { SHARED, hasShared } from '../../../tests/shared.ts';
import { answerAcs } from './acs.ts';

interface Case {
  readonly id: string;
  readonly note?: string;
  readonly expected: unknown;
}

describe.skipIf(!hasShared())('acs-cases.json', () => {
  const file = hasShared()
    ? (JSON.parse(readFileSync(join(SHARED, 'spec', 'acs-cases.json'), 'utf8')) as {
        cases: Case[];
      })
    : { cases: [] };
  const answered = answerAcs(file);
  const answers = new Map(answered.ok ? answered.value.map((a) => [a.id, a.answer]) : []);

  test.each(file.cases)('$id $note', ({ id, expected }) => {
    expect(answers.get(id)).toEqual(expected);
  });
});

test('a case file of another kind is refused with the place', () => {
  expect(answerAcs({ vectors: [] })).toMatchObject({
    ok: false,
    error: expect.stringContaining('cases'),
  });
});
