import * as z from 'zod/mini';

/**
 * Something that is publicly known of the machine that a document draws, in one sentence. `source` is the address
 * where it can be read; without one the document assumes it. Only https: a document that came from elsewhere must
 * not bring an address that runs code.
 */
export const factSchema = z.strictObject({
  text: z.string().check(z.maxLength(400)),
  source: z.optional(z.string().check(z.maxLength(400), z.regex(/^https:\/\/[^\s"'<>]+$/))),
});

export type MachineFact = z.infer<typeof factSchema>;
