import * as z from 'zod/mini';
import { bit, common, count, hexAddress, id, label, sizeBytes } from './schema-values.ts';

/* The IOMMU of the document: its streams, its tables, and what differs from the usual. */

const mappingSchema = z.strictObject({
  /** Input address: IOVA for stage 1, IPA for stage 2. */
  from: hexAddress,
  /** Output address; `bar` instead means the bus address of that BAR plus `offset`. */
  to: z.union([
    hexAddress,
    z.strictObject({ function: id, bar: count(5), offset: z.optional(hexAddress) }),
  ]),
  sizeBytes,
  read: z.boolean(),
  write: z.boolean(),
  /** mmio: IOMMU_MMIO (Device-nGnRE); cache: IOMMU_CACHE (Normal write-back). */
  attribute: z.enum(['mmio', 'cache', 'normal-nc']),
  /** Realm tables: bit 55, output is Non-secure. */
  ns: z.optional(z.boolean()),
  /** false: the leaf has AF=0. */
  accessFlag: z.optional(z.boolean()),
  /** Stage 1: the leaf refuses unprivileged accesses, which all without a PASID are. */
  privileged: z.optional(z.boolean()),
});

/** Values of register-like fields by the specification's name; they replace what the builder would write. */
const rawFields = z.record(z.string(), z.union([count(0xffffffff), hexAddress]));

const streamSchema = z.strictObject({
  requester: id,
  t: bit,
  /** nested: `stage1`, its tables and its output through `table`. */
  config: z.enum(['abort', 'bypass', 'stage2', 'stage1', 'nested']),
  /** The stage-2 table (or the only one where the model has one stage). */
  table: z.optional(id),
  /** The stage-1 table of requests without a PASID. */
  stage1: z.optional(id),
  /** Stage-1 tables of requests with a PASID. */
  substreams: z.optional(z.array(z.strictObject({ ssid: count(0xfffff), table: id }))),
  /** ATS as the stream table entry allows it; absent: none. */
  ats: z.optional(z.enum(['none', 'full', 'split'])),
  /** Fields of the stream table entry and of the context descriptor, illegal values allowed. */
  ste: z.optional(rawFields),
  cd: z.optional(rawFields),
});

export const IOMMU_MODELS = [
  'smmuv3',
  'vtd-legacy',
  'vtd-scalable',
  'amdvi',
  'tce',
  'identity',
  'none',
] as const;

export const iommuSchema = z.strictObject({
  ...common,
  kind: z.literal('iommu'),
  /** The host bridge whose root ports feed it. */
  parent: id,
  model: z.enum(IOMMU_MODELS),
  /** Input address bits of stage 2; the top bit tells shared (1) from private (0) in a Realm. */
  ipaBits: count(52),
  /** Input address bits of stage 1; absent: 48. */
  iovaBits: z.optional(count(52)),
  /** Page size of the tables; absent: 4K. */
  granule: z.optional(z.enum(['4K', '16K', '64K'])),
  /** Per requester and T bit: which tables the stream table entry names. */
  streams: z.array(streamSchema),
  /** What a requester without a stream of its own finds; absent: no entry at all. */
  otherStreams: z.optional(z.enum(['none', 'abort', 'bypass'])),
  tables: z.array(z.strictObject({ id, name: label, mappings: z.array(mappingSchema) })),
  /** Stream table; absent: two levels, one bus a table. */
  streamTable: z.optional(
    z.strictObject({
      format: z.enum(['linear', '2lvl']),
      split: z.optional(z.union([z.literal(6), z.literal(8), z.literal(10)])),
    }),
  ),
  /** Registers that differ from their usual values (on; ATSCHK=0, RECINVSID=1, REC_CFG_ATS=0). */
  registers: z.optional(
    z.strictObject({
      enabled: z.optional(z.boolean()),
      gbpaAbort: z.optional(z.boolean()),
      atsCheck: z.optional(z.boolean()),
      recordInvalidSid: z.optional(z.boolean()),
      recordAtsConfiguration: z.optional(z.boolean()),
      /** Output address size, bits; absent: 48. */
      oas: z.optional(count(52)),
    }),
  ),
  /** Costs, ps, and sizes of its caches; absent: the usual ones (assumptions). */
  unit: z.optional(
    z.strictObject({
      hitPs: z.optional(z.int().check(z.gte(0))),
      dtiPs: z.optional(z.int().check(z.gte(0))),
      tcuPs: z.optional(z.int().check(z.gte(0))),
      readPs: z.optional(z.int().check(z.gte(0))),
      /** Walks at once. */
      slots: z.optional(z.int().check(z.gte(1))),
      tlbEntries: z.optional(z.int().check(z.gte(1))),
      walkEntries: z.optional(z.int().check(z.gte(1))),
      configurationEntries: z.optional(z.int().check(z.gte(1))),
    }),
  ),
  /** Granule protection table; present: checks are on. Unlisted granules allow every space. */
  granules: z.optional(
    z.array(
      z.strictObject({
        base: hexAddress,
        limit: hexAddress,
        gpi: z.enum(['NONE', 'SECURE', 'NS', 'ROOT', 'REALM', 'ANY']),
      }),
    ),
  ),
  /** Device permission table of EATS=3: what translated Realm traffic may reach. */
  devicePermissions: z.optional(
    z.array(
      z.strictObject({ base: hexAddress, limit: hexAddress, vmid: z.optional(count(0xffff)) }),
    ),
  ),
  /** Words written into table memory after everything else: the table editor's last say. */
  patches: z.optional(
    z.array(
      z.strictObject({
        /** ROOT: the granule protection table. */
        space: z.enum(['NS', 'REALM', 'ROOT']),
        address: hexAddress,
        value: hexAddress,
      }),
    ),
  ),
});
