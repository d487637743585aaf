import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { SHARED, hasShared } from '../../../tests/shared.ts';
import { answerSmmu } from './smmu.ts';

interface CaseFile {
  readonly cases: { id: string; title: string; expect: Record<string, unknown> }[];
}

describe.skipIf(!hasShared())('smmu-walk-cases.json', () => {
  const file = hasShared()
    ? (JSON.parse(readFileSync(join(SHARED, 'spec', 'smmu-walk-cases.json'), 'utf8')) as CaseFile)
    : { cases: [] };
  const answered = answerSmmu(file);
  const answers = new Map(answered.ok ? answered.value.map((a) => [a.id, a.answer]) : []);

  test.each(file.cases)('$id $title', ({ id, expect: expected }) => {
    expect(answers.get(id)).toMatchObject(expected);
  });
});

test('a file without cases is refused with where it went wrong', () => {
  expect(answerSmmu({ cases: [{ id: 'x' }] })).toMatchObject({
    ok: false,
    error: expect.stringContaining('cases.0.strtab'),
  });
});
