import * as z from 'zod/mini';
import { count, hexAddress, id, label } from './schema-values.ts';

/* Software that owns devices and writes translation tables. Hardware never asks who owns what; only checks do. */

export const ACTOR_KINDS = ['hypervisor', 'rmm', 'realm', 'vm'] as const;

const range = { base: hexAddress, limit: hexAddress };

/** How a guest sees what it was given, where no IOMMU is forced in between. */
const guestSchema = z.strictObject({
  bars: z.array(
    z.strictObject({
      function: id,
      bar: count(5),
      /** Guest physical address of the BAR. */
      gpa: hexAddress,
      /** pci_bus_address minus physical address in the guest, signed; absent: 0. */
      busOffset: z.optional(z.string().check(z.regex(/^-?0x[0-9a-f]{1,16}$/))),
      /** IPA at which the hypervisor maps it; absent: the GPA. */
      ipa: z.optional(hexAddress),
    }),
  ),
  ram: z.array(z.strictObject(range)),
  /** What the guest takes as the window of a bridge (a function of this document). */
  windows: z.array(z.strictObject({ bridge: id, ...range })),
});

export const actorSchema = z.strictObject({
  id,
  name: label,
  kind: z.enum(ACTOR_KINDS),
  /** Functions that it was given; a function belongs to one actor at most. */
  functions: z.array(id),
  /** Translation tables that it writes. */
  tables: z.array(z.strictObject({ iommu: id, table: id })),
  guest: z.optional(guestSchema),
});

export type Actor = z.infer<typeof actorSchema>;
export type ActorKind = Actor['kind'];
