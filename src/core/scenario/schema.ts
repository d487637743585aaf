import * as z from 'zod/mini';
import { deviceActionSchema, linuxRequestSchema, systemSchema } from './schema-linux.ts';
import { bit, count, hex4, hexAddress, id, label, sizeBytes } from './schema-values.ts';

/*
 * The document: what a person draws, pastes, saves, shares and undoes. Components and links between
 * them; what runs over them (transfers); what decides beside the wires (system, iommu tables).
 *
 * A component is either on a link (a device plugged into a port) or inside another one (`parent`):
 * a root port in its host bridge, a downstream port in its switch (the upstream port's id), function 1
 * to 7 in function 0, a conventional device on the bus of its bridge. Never both, never neither.
 */

/** The version that this program writes; older documents migrate. */
export const SCENARIO_VERSION = 1;

const common = {
  id,
  name: label,
  /** Where the person put it on the canvas, px; absent: laid out automatically. */
  position: z.optional(z.strictObject({ x: z.number(), y: z.number() })),
  /** Names of fields whose value was assumed because the source did not say. */
  assumed: z.optional(z.array(z.string())),
};

/**
 * ACS registers as the extended capability lays them out: capability bits 0 SV 1 TB 2 RR 3 CR 4 UF 5 EC
 * 6 DT 7 enhanced; control bits 0-6 the same, 7 I/O request blocking, [9:8] DSP memory target access,
 * [11:10] USP memory target access, 12 unclaimed request redirect. `control` is null where it could not be read.
 * @source PCIe Base §7.7.12
 */
export const acsSchema = z.strictObject({
  capability: count(0xffff),
  control: z.nullable(count(0xffff)),
  /** Bit n = port (or function) number n. */
  egressVector: z.optional(z.string().check(z.regex(/^0x[0-9a-f]{1,64}$/))),
});

export const barSchema = z.strictObject({
  index: count(5),
  space: z.enum(['mem', 'io']),
  is64: z.boolean(),
  prefetchable: z.boolean(),
  /** null: the source did not say. */
  sizeBytes: z.nullable(sizeBytes),
  /** Bus address that firmware assigned; absent: enumeration assigns one. null: unassigned. */
  address: z.optional(z.nullable(hexAddress)),
  /** IS_NON_TEE_MEM of the TDI's interface report. */
  nonTee: z.optional(z.boolean()),
});

const windowSchema = z.strictObject({ base: hexAddress, limit: hexAddress });

export const FUNCTION_KINDS = [
  'root-port',
  'switch-upstream',
  'switch-downstream',
  'endpoint',
  'legacy-endpoint',
  'rc-integrated-endpoint',
  'rc-event-collector',
  'pcie-to-pci-bridge',
  'pci-to-pcie-bridge',
  'conventional-bridge',
  'conventional',
] as const;

export const TDI_STATES = ['CONFIG_UNLOCKED', 'CONFIG_LOCKED', 'RUN', 'ERROR'] as const;

export const functionSchema = z.strictObject({
  ...common,
  kind: z.enum(FUNCTION_KINDS),
  /** What it is inside of; null when it hangs on a link. */
  parent: z.nullable(id),
  /** Device number 0-31 and function number 0-7 on its bus; absent: enumeration assigns them. */
  device: z.optional(count(31)),
  fn: z.optional(count(7)),
  multifunction: z.optional(z.boolean()),
  /** Link Capabilities port number, the bit number in egress vectors; absent: the device number. */
  portNumber: z.optional(count(255)),
  vendorId: z.optional(hex4),
  deviceId: z.optional(hex4),
  /** First four hex digits of the class code. */
  classCode: z.optional(hex4),
  /** null: no capability. */
  acs: z.nullable(acsSchema),
  /** Max_Payload_Size in force and supported; Max_Read_Request_Size; Read Completion Boundary. Bytes. */
  mps: z.int(),
  mpsSupported: z.optional(z.int()),
  mrrs: z.int(),
  rcb: z.optional(z.int()),
  busMaster: z.boolean(),
  memoryDecode: z.boolean(),
  bars: z.array(barSchema),
  ats: z.optional(z.strictObject({ enabled: z.boolean(), stu: count(31) })),
  pasid: z.optional(z.strictObject({ enabled: z.boolean(), width: count(20) })),
  sriov: z.optional(
    z.strictObject({
      enabled: z.boolean(),
      totalVfs: count(0xffff),
      numVfs: count(0xffff),
      offset: count(0xffff),
      stride: count(0xffff),
      vfBars: z.array(barSchema),
    }),
  ),
  tdisp: z.optional(
    z.strictObject({
      state: z.enum(TDI_STATES),
      /** RSI_VDEV_DMA_ENABLE done: the Realm STE is valid. */
      dmaEnabled: z.boolean(),
      exporterErrorOnT0: z.optional(z.boolean()),
      streamSecure: z.optional(z.boolean()),
    }),
  ),
  /** Root ports: TDISP_EN, the port may send T=1. This and `streamSecure` of a TDI are true where absent. */
  tdispTagging: z.optional(z.boolean()),
  /** Bridges: bus numbers and windows as firmware left them; absent: enumeration assigns them. */
  bridge: z.optional(
    z.strictObject({
      secondary: z.optional(count(255)),
      subordinate: z.optional(count(255)),
      /** null: closed window; absent: enumeration opens what is needed below. */
      memory: z.optional(z.nullable(windowSchema)),
      prefetchable: z.optional(z.nullable(windowSchema)),
      io: z.optional(z.nullable(windowSchema)),
    }),
  ),
  numaNode: z.optional(z.int()),
  /** What the source stated; never computed. */
  iommuGroup: z.optional(z.int()),
  driver: z.optional(label),
});

export const hostBridgeSchema = z.strictObject({
  ...common,
  kind: z.literal('host-bridge'),
  segment: count(0xffffffff),
  /** First bus number of the hierarchy; absent: enumeration assigns it. */
  rootBus: z.optional(count(255)),
  /** Last bus number it may use; absent: up to the next host bridge of the segment or 255. */
  lastBus: z.optional(count(255)),
  /** IDs of function 00.0 on the root bus, what Linux looks at in its allow-list; absent: there is none. */
  vendorId: z.optional(hex4),
  deviceId: z.optional(hex4),
  numaNode: z.optional(z.int()),
  /** Its functions are left out of every IOMMU (QEMU: bypass_iommu); absent: they are not. */
  bypassesIommu: z.optional(z.boolean()),
  /** Peer-to-peer between root ports of this root complex. */
  rcP2P: z.enum(['none', 'writesOnly', 'full']),
  /** internal: turned around inside; tbu: runs out to an external SMMU TBU and back through the memory window. */
  p2pRoute: z.enum(['internal', 'tbu']),
  /** Whether a request may leave through the root port that it came in by; absent: it may. */
  hairpin: z.optional(z.boolean()),
  /** Longest burst, bytes, that the interconnect makes of adjacent writes to Normal memory; absent or 0: it joins none. */
  mergeLimitBytes: z.optional(count(4096)),
  /** Whether root ports cut what leaves them to their MPS; absent: they do. */
  rpResplit: z.optional(z.boolean()),
  /** CPU physical address minus bus address of the memory windows (0 on most machines), signed decimal or hex. */
  busOffset: z.optional(z.string().check(z.regex(/^-?0x[0-9a-f]{1,16}$/))),
  /** Where BARs may be placed, as bus addresses. */
  mmioBelow4g: z.optional(windowSchema),
  mmioAbove4g: z.optional(windowSchema),
});

export const memorySchema = z.strictObject({
  ...common,
  kind: z.literal('memory'),
  parent: id,
  address: hexAddress,
  sizeBytes,
});

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
        space: z.enum(['NS', 'REALM']),
        address: hexAddress,
        value: hexAddress,
      }),
    ),
  ),
});

export const noteSchema = z.strictObject({ ...common, kind: z.literal('note'), text: label });

export const componentSchema = z.discriminatedUnion('kind', [
  hostBridgeSchema,
  functionSchema,
  memorySchema,
  iommuSchema,
  noteSchema,
]);

/** A physical link from a root port or downstream port (`from`) to the device in its slot (`to`, function 0). */
export const linkSchema = z.strictObject({
  id,
  from: id,
  to: id,
  /** Trained speed per lane, GT/s: 2.5 5 8 16 32 64. */
  speedGtps: z.number(),
  /** Trained lanes: 1 2 4 8 12 16 32; 0 = link down. */
  width: count(32),
  maxSpeedGtps: z.optional(z.number()),
  maxWidth: z.optional(count(32)),
  propagationPs: z.int().check(z.gte(1)),
  assumed: z.optional(z.array(z.string())),
});

export const transferSchema = z.strictObject({
  id,
  name: label,
  op: z.enum(['MWr', 'MRd', 'FetchAdd']),
  /** Id of the requester function. */
  from: id,
  /** What the requester means to reach. */
  to: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('bar'), function: id, bar: count(5), offset: hexAddress }),
    z.strictObject({ kind: z.literal('memory'), memory: id, offset: hexAddress }),
  ]),
  /** What it puts into the TLP; absent: the bus address of the target. */
  address: z.optional(hexAddress),
  at: z.enum(['untranslated', 'translated']),
  /** TEE bit of the IDE prefix; with XT beside it the requester insists on the space of its target. */
  t: bit,
  xt: z.optional(bit),
  relaxedOrdering: z.boolean(),
  bytes: sizeBytes,
  /** Bytes per request before splitting at 4 KiB, MPS or MRRS; absent: as large as these allow. */
  pieceBytes: z.optional(sizeBytes),
  startPs: z.int().check(z.gte(0)),
  /** Non-posted requests in flight at most. */
  outstanding: z.int().check(z.gte(1)),
  /** How Linux is asked to map the target BAR; absent: it is not asked, the TLPs are sent as they are drawn. */
  linux: z.optional(linuxRequestSchema),
});

export const scenarioSchema = z.strictObject({
  format: z.literal('p2pdma-scenario'),
  version: z.literal(SCENARIO_VERSION),
  title: label,
  /** One question that the example answers; shown in the gallery. */
  question: z.optional(label),
  system: systemSchema,
  components: z.array(componentSchema),
  links: z.array(linkSchema),
  transfers: z.array(transferSchema),
  /** What is done to devices while transfers run; absent: nothing. */
  actions: z.optional(z.array(deviceActionSchema)),
  /** Selective IDE streams between two functions, bound on both sides (BIND_P2P_STREAM); absent: none. */
  p2pStreams: z.optional(z.array(z.strictObject({ id, between: z.tuple([id, id]) }))),
});

export type Scenario = z.infer<typeof scenarioSchema>;
export type Component = z.infer<typeof componentSchema>;
export type FunctionComponent = z.infer<typeof functionSchema>;
export type FunctionKind = FunctionComponent['kind'];
export type HostBridge = z.infer<typeof hostBridgeSchema>;
export type Memory = z.infer<typeof memorySchema>;
export type Iommu = z.infer<typeof iommuSchema>;
export type Note = z.infer<typeof noteSchema>;
export type Link = z.infer<typeof linkSchema>;
export type Transfer = z.infer<typeof transferSchema>;
export type System = Scenario['system'];
export type DeviceAction = z.infer<typeof deviceActionSchema>;
export type Acs = z.infer<typeof acsSchema>;
export type Bar = z.infer<typeof barSchema>;
export type TdiState = (typeof TDI_STATES)[number];
