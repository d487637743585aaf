import * as z from 'zod/mini';
import { RULES } from '../core/rules/catalogue.ts';
import type { RuleId } from '../core/rules/catalogue.ts';

/*
 * A lesson as a file: steps with a text, a question to predict the outcome of, and a task whose goal is judged on what
 * the learner's own document does, never on how it was made so.
 */

export const LESSON_VERSION = 1;
/** @source ux.md §7 */
const MOST_WORDS = 60;

const id = z.string().check(z.regex(/^[A-Za-z0-9_.:-]{1,64}$/));
const sentence = z.string().check(z.minLength(1), z.maxLength(600));
const text = sentence.check(
  z.refine((words) => words.trim().split(/\s+/).length <= MOST_WORDS, {
    error: `has more than ${MOST_WORDS} words`,
  }),
);

/** Which transfers of the learner's document are judged; what is absent may be anything. */
export const transferRefSchema = z.strictObject({
  from: id,
  to: id,
  op: z.optional(z.enum(['MWr', 'MRd', 'FetchAdd'])),
  at: z.optional(z.enum(['untranslated', 'translated'])),
  t: z.optional(z.union([z.literal(0), z.literal(1)])),
  /** At least so many bytes. */
  leastBytes: z.optional(z.int().check(z.gte(1))),
});

/** What the path of one transfer must show. */
export const pathConditionSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('outcome'),
    is: z.enum([
      'delivered',
      'wrongTarget',
      'unsupportedRequest',
      'completerAbort',
      'dropped',
      'faulted',
      'allOnes',
      'completionTimeout',
      'unmodelled',
    ]),
  }),
  /** A rule decides on the way: of the request or of the completion, at a component or anywhere. */
  z.strictObject({
    kind: z.literal('rule'),
    leg: z.enum(['request', 'completion']),
    rule: z.custom<RuleId>((value) => typeof value === 'string' && Object.hasOwn(RULES, value)),
    at: z.optional(id),
  }),
  z.strictObject({
    kind: z.literal('completion'),
    is: z.enum(['none', 'SC', 'UR', 'CA', 'RRS']),
  }),
  /** direct: it never meets a host bridge, an IOMMU or memory. */
  z.strictObject({ kind: z.literal('direct'), is: z.boolean() }),
]);

/** What Linux must say about two functions. */
export const pairConditionSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('mapType'),
    from: id,
    to: id,
    is: z.enum(['BUS_ADDR', 'THRU_HOST_BRIDGE', 'NOT_SUPPORTED']),
  }),
  z.strictObject({
    kind: z.literal('pathClass'),
    from: id,
    to: id,
    is: z.enum(['X', 'PIX', 'PXB', 'PHB', 'NODE', 'SYS']),
  }),
  z.strictObject({ kind: z.literal('oneGroup'), from: id, to: id, is: z.boolean() }),
]);

const few = <T extends z.core.$ZodType>(schema: T) => z.array(schema).check(z.maxLength(8));

/** All must hold: for each path, of one and the same transfer. */
export const goalSchema = z
  .strictObject({
    paths: few(
      z.strictObject({
        of: transferRefSchema,
        must: few(pathConditionSchema).check(z.minLength(1)),
      }),
    ),
    pairs: few(pairConditionSchema),
  })
  .check(
    z.refine(({ paths, pairs }) => paths.length + pairs.length > 0, { error: 'asks for nothing' }),
  );

/** A scenario; what is in it is judged by the scenario's own reader. */
const documentSchema = z.record(z.string(), z.unknown());

const questionSchema = z.strictObject({
  ask: sentence,
  /** Right is the one whose `when` holds in the document at that moment. */
  options: z
    .array(z.strictObject({ text: sentence, when: goalSchema }))
    .check(z.minLength(2), z.maxLength(5)),
  /** Said afterwards. */
  because: text,
});

const taskSchema = z.strictObject({
  goal: goalSchema,
  /** In the order in which they are given: a nudge, a pointer, the way. */
  hints: z.tuple([sentence, sentence, sentence]),
  /** A document that meets the goal. */
  reveal: documentSchema,
});

const stepSchema = z.strictObject({
  text,
  /** Opened when the step begins; absent: the learner goes on with what is open. */
  start: z.optional(documentSchema),
  question: z.optional(questionSchema),
  task: z.optional(taskSchema),
});

export const lessonSchema = z.strictObject({
  format: z.literal('p2pdma-lesson'),
  version: z.literal(LESSON_VERSION),
  id,
  title: z.string().check(z.minLength(1), z.maxLength(200)),
  steps: z.array(stepSchema).check(z.minLength(1), z.maxLength(30)),
});

export type TransferRef = z.infer<typeof transferRefSchema>;
export type PathCondition = z.infer<typeof pathConditionSchema>;
export type PairCondition = z.infer<typeof pairConditionSchema>;
export type Goal = z.infer<typeof goalSchema>;
export type Question = z.infer<typeof questionSchema>;
/** A lesson whose documents are not read yet. */
export type LessonFile = z.infer<typeof lessonSchema>;
