import * as z from 'zod/mini';
import { count, id, label } from './schema-values.ts';

const finite = z.number();

/** A place to come back to: an instant, what is selected and followed, what part of the drawing is seen. */
export const bookmarkSchema = z.strictObject({
  id,
  /** What is said there; also the caption when it is presented. */
  caption: label,
  tPs: z.int().check(z.gte(0)),
  /** Ids of components and links. */
  selection: z.optional(z.array(id).check(z.maxLength(1000))),
  /** The followed TLP, by its number in the run. */
  tlp: z.optional(count(0xffffffff)),
  /** The part of the drawing that is seen, px of the drawing; absent: all of it. */
  view: z.optional(
    z.strictObject({
      x: finite,
      y: finite,
      width: finite.check(z.gt(0)),
      height: finite.check(z.gt(0)),
    }),
  ),
});
