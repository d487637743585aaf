import * as z from 'zod/mini';

/* How long things take in this document, where it is not what pcie.md §5 takes for granted. Times in ps. */

const SECOND_PS = 1e12;
export const latencyPs = z.int().check(z.gte(0), z.lte(SECOND_PS));
/** TLPs that an input of a switch may send in its turn. */
export const arbitrationWeight = z.int().check(z.gte(1), z.lte(255));

/** Every field: absent, the default of `core/pcie/timing`. */
export const timingSchema = z.strictObject({
  /** PHY and link layer of every link, in one direction. */
  linkLayerPs: z.optional(latencyPs),
  /** Across a switch, from its input to its output. */
  switchPs: z.optional(latencyPs),
  /** Around inside a root complex, from one root port to another or to memory. */
  rootComplexPs: z.optional(latencyPs),
  memoryReadPs: z.optional(latencyPs),
  /** A read of a BAR inside its device. */
  endpointReadPs: z.optional(latencyPs),
  /** What the way to another socket adds. */
  otherSocketPs: z.optional(latencyPs),
  /** storeAndForward: a switch waits for the last byte. Absent: cutThrough. */
  switchMode: z.optional(z.enum(['cutThrough', 'storeAndForward'])),
  /**
   * weighted: an input sends as many TLPs in its turn as its port states, else as its link has lanes. Absent:
   * roundRobin, one each.
   */
  arbitration: z.optional(z.enum(['roundRobin', 'weighted'])),
  /** Whether ACKs and flow-control updates take their share of a link; absent: they do. */
  acks: z.optional(z.boolean()),
  /** Whether SKP ordered sets do; absent: they do. */
  skips: z.optional(z.boolean()),
});

export type TimingOptions = z.infer<typeof timingSchema>;
