import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { SHARED, hasShared } from '../../../tests/shared.ts';
import { answerAcsPath } from './acs-path.ts';

interface Case {
  readonly id: string;
  readonly note?: string;
  readonly expectedRequest: unknown;
  readonly expectedCompletion?: unknown;
}

describe.skipIf(!hasShared())('pathCases of acs-cases.json', () => {
  const file = hasShared()
    ? (JSON.parse(readFileSync(join(SHARED, 'spec', 'acs-cases.json'), 'utf8')) as {
        pathCases: Case[];
      })
    : { pathCases: [] };
  const answered = answerAcsPath(file);
  const answers = new Map(answered.ok ? answered.value.map((a) => [a.id, a.answer]) : []);

  test.each(file.pathCases)('$id $note', ({ id, expectedRequest, expectedCompletion }) => {
    const expected =
      expectedCompletion === undefined
        ? { expectedRequest }
        : { expectedRequest, expectedCompletion };
    expect(answers.get(id)).toEqual(expected);
  });
});

const TOPOLOGY = {
  RP0: { port: 'root-port', below: ['usp'] },
  usp: { below: ['A', 'B'] },
  A: { port: 'switch-dsp', below: ['EP1'] },
  B: { port: 'switch-dsp', below: ['EP2'] },
};

test('a completion redirected into a root port without UF is dropped as unexpected', () => {
  const request = { kind: 'MRd', at: 0, ro: 0, from: 'EP1', to: 'EP2' };
  const pathCases = [{ id: 'lost', request, acs: { B: { CR: 1 } } }];
  expect(answerAcsPath({ pathTopology: TOPOLOGY, pathCases })).toMatchObject({
    ok: true,
    value: [
      {
        answer: {
          expectedRequest: { outcome: 'delivered-in-switch', error: null },
          expectedCompletion: {
            outcome: 'drop',
            error: 'UNEXPECTED_COMPLETION',
            hops: [
              { at: 'B', action: 'redirect-upstream', rule: 'A6' },
              { at: 'RP0', action: 'drop', rule: 'A5' },
            ],
          },
        },
      },
    ],
  });
});

test('a name that the topology lacks is refused with the place', () => {
  const request = { kind: 'MRd', at: 0, ro: 0, from: 'EP1', to: 'EP9' };
  const answer = answerAcsPath({
    pathTopology: TOPOLOGY,
    pathCases: [{ id: 'x', request, acs: {} }],
  });
  expect(answer).toMatchObject({ ok: false, error: expect.stringContaining('EP9') });
});
