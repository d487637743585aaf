import * as z from 'zod/mini';
import { err, ok } from '../../core/base/result.ts';
import type { Result } from '../../core/base/result.ts';
import type { Answer } from './answer.ts';
import {
  answerAcsBootCase,
  answerGroupsCase,
  acsBootCaseSchema,
  groupsCaseSchema,
} from './p2pdma-boot.ts';
import { answerApiCase, apiCaseSchema } from './p2pdma-api.ts';
import { answerMapCase, mapCaseSchema } from './p2pdma-map.ts';

const fileSchema = z.object({
  cases: z.optional(z.array(mapCaseSchema)),
  api: z.optional(z.array(apiCaseSchema)),
  acs_boot: z.optional(z.array(acsBootCaseSchema)),
  groups: z.optional(z.array(groupsCaseSchema)),
});

/** What the core says to each case of p2pdma-cases.json, all four lists, in the file's order. */
export function answerP2pdmaCases(document: unknown): Result<Answer[], string> {
  const file = fileSchema.safeParse(document);
  if (!file.success) {
    const issue = file.error.issues[0];
    return err(
      `${issue?.path.join('.') ?? ''}: not a case of p2pdma-cases.json (${issue?.message ?? ''})`,
    );
  }
  const { cases = [], api = [], acs_boot = [], groups = [] } = file.data;
  const answers: Answer[] = [];
  const lists: (() => Result<Answer, string>)[] = [
    ...cases.map((one) => () => answerMapCase(one)),
    ...api.map((one) => () => answerApiCase(one)),
    ...acs_boot.map((one) => () => answerAcsBootCase(one)),
    ...groups.map((one) => () => answerGroupsCase(one)),
  ];
  for (const answer of lists) {
    const one = answer();
    if (!one.ok) return one;
    answers.push(one.value);
  }
  return ok(answers);
}
