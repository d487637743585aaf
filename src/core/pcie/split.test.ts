import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SHARED, hasShared } from '../../../tests/shared.ts';
import { answerSplit } from '../../cli/answer/split.ts';
import { firstRequest, requestPiece, splitCompletion, splitRequest } from './split.ts';

interface File {
  readonly completionSplits: { completions: unknown }[];
}

describe.skipIf(!hasShared())('completionSplits of tlp-vectors.json', () => {
  const file = hasShared()
    ? (JSON.parse(readFileSync(join(SHARED, 'spec', 'tlp-vectors.json'), 'utf8')) as File)
    : { completionSplits: [] };

  test('all come out exactly', () => {
    const answered = answerSplit(file);
    const expected = file.completionSplits.map(({ completions }, id) => ({
      id,
      answer: completions,
    }));
    expect(answered).toEqual({ ok: true, value: expected });
  });
});

const address = fc.bigInt({ min: 0n, max: (1n << 40n) - 1n });
const size = fc.constantFrom(128, 256, 512, 1024, 2048, 4096);

describe('splitCompletion', () => {
  test('a zero-length read is answered by one DW with byte count 1', () => {
    const how = { mps: 256, rcb: 64, rcbChunks: false };
    expect(splitCompletion(0x1003n, 0, how)).toMatchObject([
      { lowerAddress: 0, byteCount: 1, lengthDw: 1 },
    ]);
  });

  test('every byte is delivered once, in order, no piece above MPS, all but the last end at RCB', () => {
    fc.assert(
      fc.property(
        address,
        fc.integer({ min: 1, max: 4096 }),
        size,
        fc.constantFrom(64, 128),
        fc.boolean(),
        (start, bytes, mps, rcb, rcbChunks) => {
          const pieces = splitCompletion(start, bytes, { mps, rcb, rcbChunks });
          let at = start;
          let left = bytes;
          for (const piece of pieces) {
            expect(piece).toMatchObject({ address: at, byteCount: left });
            expect(piece.lengthDw * 4).toBeLessThanOrEqual(mps);
            at += BigInt(piece.bytes);
            left -= piece.bytes;
            if (left > 0) expect(at % BigInt(rcb)).toBe(0n);
          }
          expect(left).toBe(0);
        },
      ),
    );
  });
});

describe('splitRequest', () => {
  test.each([
    { fact: 'one byte in the middle of a DW', at: 0x1002n, bytes: 1, piece: [1, 0x4, 0] },
    { fact: 'two bytes across two DWs', at: 0x1003n, bytes: 2, piece: [2, 0x8, 0x1] },
    { fact: 'a whole DW', at: 0x1000n, bytes: 4, piece: [1, 0xf, 0] },
    { fact: 'the zero-length flush', at: 0x1000n, bytes: 0, piece: [1, 0, 0] },
  ])('byte enables of $fact', ({ at, bytes, piece }) => {
    const { lengthDw, firstBe, lastBe } = requestPiece(at, bytes);
    expect([lengthDw, firstBe, lastBe]).toEqual(piece);
  });

  test('no piece crosses 4 KiB or exceeds the limit, and together they cover the transfer', () => {
    fc.assert(
      fc.property(address, fc.integer({ min: 1, max: 20000 }), size, (start, bytes, most) => {
        const pieces = splitRequest(start, bytes, most);
        let at = start;
        for (const piece of pieces) {
          expect(piece.address).toBe(at);
          expect(piece.lengthDw * 4).toBeLessThanOrEqual(most);
          const last = at + BigInt(piece.bytes) - 1n;
          expect(at >> 12n).toBe(last >> 12n);
          at = last + 1n;
        }
        expect(at - start).toBe(BigInt(bytes));
        expect(firstRequest(start, bytes, most)).toEqual(pieces[0]);
      }),
    );
  });
});
