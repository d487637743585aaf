import * as z from 'zod/mini';
import { err, ok } from '../../core/base/result.ts';
import type { Result } from '../../core/base/result.ts';
import { splitCompletion } from '../../core/pcie/split.ts';
import type { Answer } from './answer.ts';

const SMALLEST_MPS = 128;

const caseSchema = z.object({
  address: z.string().check(z.regex(/^0x[0-9a-f]{1,16}$/i)),
  bytes: z.int().check(z.gte(0), z.lte(4096)),
  mps: z.int().check(z.gte(SMALLEST_MPS)),
  rcb: z.literal([64, 128]),
  rcbChunks: z.boolean(),
});

const fileSchema = z.object({ completionSplits: z.array(caseSchema) });

/** How each read of tlp-vectors.json is completed; ids are the indices. */
export function answerSplit(document: unknown): Result<Answer[], string> {
  const file = fileSchema.safeParse(document);
  if (!file.success) {
    return err('expected completionSplits[] with address, bytes, mps, rcb and rcbChunks');
  }
  return ok(
    file.data.completionSplits.map(({ address, bytes, ...how }, id) => ({
      id,
      answer: splitCompletion(BigInt(address), bytes, how).map(
        ({ lowerAddress, byteCount, lengthDw }) => ({ lowerAddress, byteCount, lengthDw }),
      ),
    })),
  );
}
