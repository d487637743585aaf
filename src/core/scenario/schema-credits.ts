import * as z from 'zod/mini';
import { count } from './schema-values.ts';

/* Flow-control credits that a receiver advertises when its link comes up. */

/** The most that scaled flow control can advertise. @source PCIe Base §2.6.1, §3.4.2 */
export const MOST_CREDITS = { headers: 127 * 16, units: 2047 * 16 } as const;
const headers = z.optional(count(MOST_CREDITS.headers));
const units = z.optional(count(MOST_CREDITS.units));

/**
 * Header and data credits (of 16 bytes) of the three classes; 0: infinite, as on the wire. Absent: the default.
 * @source PCIe Base §2.6.1
 */
const creditsSchema = z.strictObject({
  ph: headers,
  pd: units,
  nph: headers,
  npd: units,
  cplh: headers,
  cpld: units,
});

/** What the port above a link advertises (it takes what goes up), and the device below it. */
export const linkCreditsSchema = z.strictObject({
  up: z.optional(creditsSchema),
  down: z.optional(creditsSchema),
});

export type LinkCredits = z.infer<typeof linkCreditsSchema>;
