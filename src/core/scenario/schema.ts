import * as z from 'zod/mini';
import { actorSchema } from './schema-actors.ts';
import { IOMMU_MODELS, iommuSchema } from './schema-iommu.ts';
import { factSchema } from './schema-facts.ts';
import { faultSchema } from './schema-faults.ts';
import { bookmarkSchema } from './schema-bookmark.ts';
import { linkCreditsSchema } from './schema-credits.ts';
import { deviceActionSchema, linuxRequestSchema, systemSchema } from './schema-linux.ts';
import { arbitrationWeight, latencyPs, timingSchema } from './schema-timing.ts';
import { bit, common, count, hex4, hexAddress, id, label, sizeBytes } from './schema-values.ts';

export { IOMMU_MODELS, iommuSchema };

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
  /** `entries`: translations that its ATC holds; absent: 64. */
  ats: z.optional(
    z.strictObject({
      enabled: z.boolean(),
      stu: count(31),
      entries: z.optional(z.int().check(z.gte(1))),
    }),
  ),
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
  /** Device Control 2 [4:0]: when it gives up waiting for a completion; absent: 0. */
  completionTimeout: z.optional(count(31)),
  /** Its own time in place of its kind's: across the switch (of an upstream port), or to read a BAR. */
  latencyPs: z.optional(latencyPs),
  /** TLPs in a turn of what enters here, where the document arbitrates by weights. */
  weight: z.optional(arbitrationWeight),
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
  /** Its own time to turn a TLP around; absent: that of the document. */
  latencyPs: z.optional(latencyPs),
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
  /** Its own time to be read; absent: that of the document. */
  latencyPs: z.optional(latencyPs),
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
  /** What its receivers advertise; absent: the defaults. */
  credits: z.optional(linkCreditsSchema),
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
  /** ats: the device asks for translations first and then sends AT=10. translationRequest: a bare AT=01. */
  at: z.enum(['untranslated', 'translated', 'translationRequest', 'ats']),
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
  /** What is publicly known of the drawn machine, and what is assumed of it; absent: the document does not say. */
  facts: z.optional(z.array(factSchema)),
  system: systemSchema,
  components: z.array(componentSchema),
  links: z.array(linkSchema),
  transfers: z.array(transferSchema),
  /** What is done to devices while transfers run; absent: nothing. */
  actions: z.optional(z.array(deviceActionSchema)),
  /** How long things take, and how switches choose; absent: all defaults. */
  timing: z.optional(timingSchema),
  /** Faults injected into the run; absent: none. */
  faults: z.optional(z.array(faultSchema)),
  /** In the order in which they are presented; absent: none. */
  bookmarks: z.optional(z.array(bookmarkSchema)),
  /** Software that owns devices and tables; absent: the document does not say. */
  actors: z.optional(z.array(actorSchema)),
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
export type Bookmark = z.infer<typeof bookmarkSchema>;
export type Acs = z.infer<typeof acsSchema>;
export type Bar = z.infer<typeof barSchema>;
export type TdiState = (typeof TDI_STATES)[number];
