import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SHARED, hasShared } from '../../../tests/shared.ts';
import { decodeTlp } from '../../core/pcie/tlp/decode.ts';
import { encodeTlp } from '../../core/pcie/tlp/encode.ts';
import { answerTlp } from './tlp.ts';

interface Vectors {
  readonly vectors: { name: string; fields: unknown; bytesHex: string }[];
  readonly malformed: { name: string; rule: string }[];
  readonly encodeOnly: { name: string; bytesHex: string }[];
}

describe.skipIf(!hasShared())('tlp-vectors.json', () => {
  const file = hasShared()
    ? (JSON.parse(readFileSync(join(SHARED, 'spec', 'tlp-vectors.json'), 'utf8')) as Vectors)
    : { vectors: [], malformed: [], encodeOnly: [] };
  const answered = answerTlp(file);
  const answers = new Map(answered.ok ? answered.value.map((a) => [a.id, a.answer]) : []);

  test.each(file.vectors)('$name encodes and decodes exactly', ({ name, fields, bytesHex }) => {
    expect(answers.get(name)).toEqual({ encode: bytesHex, decode: fields });
  });

  test.each(file.malformed)('$name is refused with $rule', ({ name, rule }) => {
    expect(answers.get(name)).toEqual({ decode: { error: rule } });
  });

  test('the encoder never emits a 4DW header for an address below 4 GiB', () => {
    const answer = answerTlp({
      vectors: [
        { name: 'low', bytesHex: '', fields: { type: 'MRd64', length: 1, address: '0x1000' } },
      ],
    });
    expect(answer.ok && answer.value[0]?.answer).toMatchObject({
      encode: { error: expect.stringContaining('3DW') },
    });
  });
});

describe('the codec', () => {
  test('never throws, and what it decodes it encodes to the same bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 0, maxLength: 40 }), (bytes) => {
        const fields = decodeTlp(bytes);
        if (!fields.ok) return;
        const again = encodeTlp(fields.value);
        // Reserved bits are not kept and a 4DW header below 4 GiB is not emitted: compare by meaning.
        if (again.ok) expect(decodeTlp(again.value)).toEqual(fields);
        else expect(again.error).toMatch(/3DW/);
      }),
      { numRuns: 3000 },
    );
  });
});
