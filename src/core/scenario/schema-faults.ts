import * as z from 'zod/mini';
import { id } from './schema-values.ts';

/* Faults that a person puts into a run to see what the hardware makes of them. */

const atPs = z.int().check(z.gte(0));
/** A request of a transfer by its first byte: bytes from the start of the transfer. */
const offsetBytes = z.int().check(z.gte(0));

export const faultSchema = z.discriminatedUnion('kind', [
  /** A link goes down: what is on it is lost, what comes later meets a link that is down. */
  z.strictObject({ id, kind: z.literal('linkDown'), link: id, atPs }),
  /** A device is pulled out: its link goes down with it. */
  z.strictObject({ id, kind: z.literal('removal'), function: id, atPs }),
  /** Software writes the ACS control register of a port while TLPs are in flight. */
  z.strictObject({
    id,
    kind: z.literal('acsControl'),
    function: id,
    control: z.int().check(z.gte(0), z.lte(0xffff)),
    atPs,
  }),
  /** The completion of one request is lost. */
  z.strictObject({ id, kind: z.literal('dropCompletion'), transfer: id, offsetBytes }),
  /** The payload of one request (of a read: of its completion) goes bad: EP=1. */
  z.strictObject({ id, kind: z.literal('poison'), transfer: id, offsetBytes }),
  /**
   * The LCRC of one request, or of its completions, is bad on a link, so many times in a row (absent: once): the link
   * sends it again. What does not take the link is not touched.
   */
  z.strictObject({
    id,
    kind: z.literal('corrupt'),
    transfer: id,
    offsetBytes,
    link: id,
    leg: z.optional(z.enum(['request', 'completion'])),
    times: z.optional(z.int().check(z.gte(1), z.lte(16))),
  }),
  /**
   * The transmitter of a link never looks at its credits, upwards or downwards: what finds the buffer of the receiver
   * full is lost there.
   */
  z.strictObject({
    id,
    kind: z.literal('ignoreCredits'),
    link: id,
    direction: z.enum(['up', 'down']),
  }),
]);

export type Fault = z.infer<typeof faultSchema>;
