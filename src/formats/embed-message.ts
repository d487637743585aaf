import * as z from 'zod/mini';
import type { Result } from '../core/base/result.ts';
import { err, ok } from '../core/base/result.ts';
import { schemaIssues } from '../core/scenario/parse.ts';

/*
 * What the page around an embedded playground may ask of it. A message is as foreign as a file: it is checked whole,
 * and a field that the format does not know refuses it.
 */

/** Version of the messages, both ways: the value of `playground` in each of them. */
export const EMBED_VERSION = 1;

/** A link in a message is no longer than this, characters. */
const MAX_LINK = 2 * 1024 * 1024;

const instant = z.number().check(z.gte(0), z.lte(Number.MAX_SAFE_INTEGER));
const ids = z.array(z.string().check(z.maxLength(64))).check(z.maxLength(1000));
const base = {
  playground: z.literal(EMBED_VERSION),
  /** Chosen by the host; the answer repeats it. */
  id: z.optional(z.union([z.string().check(z.maxLength(64)), z.int()])),
};

const messageSchema = z.discriminatedUnion('type', [
  z.strictObject({ ...base, type: z.literal('ping') }),
  z.strictObject({
    ...base,
    type: z.literal('load'),
    /** A scenario file's content, or the fragment of a link; exactly one of them. */
    document: z.optional(z.unknown()),
    link: z.optional(z.string().check(z.maxLength(MAX_LINK))),
    tPs: z.optional(instant),
    selection: z.optional(ids),
  }),
  z.strictObject({ ...base, type: z.literal('play') }),
  z.strictObject({ ...base, type: z.literal('pause') }),
  z.strictObject({ ...base, type: z.literal('seek'), tPs: instant }),
  z.strictObject({
    ...base,
    type: z.literal('step'),
    unit: z.enum(['event', 'hop', 'tlp', 'transaction']),
    direction: z.union([z.literal(1), z.literal(-1)]),
  }),
  z.strictObject({ ...base, type: z.literal('select'), ids }),
]);

/** A request of the host. Instants are ps of the run. */
export type EmbedMessage = z.infer<typeof messageSchema>;

/** Why a message is refused: the places of it that are wrong. */
export interface EmbedProblem {
  readonly issues: readonly { readonly path: string; readonly expected: string }[];
}

/**
 * Reads a message of the host.
 *
 * @returns null when it is not meant for the playground at all, as the messages of other programs on the same page.
 */
export function parseEmbedMessage(raw: unknown): Result<EmbedMessage, EmbedProblem> | null {
  if (typeof raw !== 'object' || raw === null || !Object.hasOwn(raw, 'playground')) return null;
  const parsed = z.safeParse(messageSchema, raw);
  if (!parsed.success) return err({ issues: schemaIssues(parsed.error) });
  const message = parsed.data;
  if (message.type !== 'load') return ok(message);
  const given = Number(message.document !== undefined) + Number(message.link !== undefined);
  if (given === 1) return ok(message);
  return err({ issues: [{ path: 'document', expected: 'or `link` must be given, and not both' }] });
}

/** One sentence for the host's developer: where the message is wrong, and how. */
export function describeEmbedProblem({ issues }: EmbedProblem): string {
  const [first] = issues;
  const where = first === undefined || first.path === '' ? 'The message' : `"${first.path}"`;
  return `${where} ${first?.expected ?? 'is not valid'}; docs/embedding.md lists every message.`;
}
