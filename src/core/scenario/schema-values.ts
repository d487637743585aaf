import * as z from 'zod/mini';

/* The values that every part of the document is made of. */

export const id = z.string().check(z.regex(/^[A-Za-z0-9_.:-]{1,64}$/));
/** A 64-bit address or size. */
export const hexAddress = z.string().check(z.regex(/^0x[0-9a-f]{1,16}$/));
export const hex4 = z.string().check(z.regex(/^[0-9a-f]{4}$/));
export const label = z.string().check(z.maxLength(200));
/** A whole number from 0 to `max`. */
export const count = (max: number) => z.int().check(z.gte(0), z.lte(max));
export const bit = z.union([z.literal(0), z.literal(1)]);
export const sizeBytes = z.int().check(z.gte(1));

/** What every component has. */
export const common = {
  id,
  name: label,
  /** Where the person put it on the canvas, px; absent: laid out automatically. */
  position: z.optional(z.strictObject({ x: z.number(), y: z.number() })),
  /** Names of fields whose value was assumed because the source did not say. */
  assumed: z.optional(z.array(z.string())),
};
