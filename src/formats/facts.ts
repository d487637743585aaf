import type { Bdf } from '../core/base/bdf.ts';
import type { FunctionKind } from '../core/scenario/schema.ts';
import type { Place } from './report.ts';

/*
 * What the inputs state of one PCI function, and nothing else: null is "not stated". Every importer of a format
 * that names functions fills these; merging, topology and the scenario are one place each behind them.
 */

export type StatedKind = FunctionKind | 'host-bridge';

export interface FactBar {
  /** null: the text does not number its BARs (`lspci -v`). */
  readonly index: number | null;
  readonly space: 'mem' | 'io';
  /** null: unassigned. */
  readonly address: bigint | null;
  readonly sizeBytes: number | null;
  readonly is64: boolean;
  readonly prefetchable: boolean;
}

/** Both ends included. */
export interface FactWindow {
  readonly base: bigint;
  readonly limit: bigint;
}

/** GT/s per lane and lanes; null: not stated or "unknown". Width 0: the link is down. */
export interface FactLink {
  speedGtps: number | null;
  width: number | null;
  maxSpeedGtps: number | null;
  maxWidth: number | null;
}

export interface FactBridge {
  secondary: number;
  subordinate: number;
  /** undefined: not stated; null: closed. */
  io?: FactWindow | null;
  memory?: FactWindow | null;
  prefetchable?: FactWindow | null;
}

/** Register words; a null word was not printed. */
export interface FactAcs {
  capability: number | null;
  control: number | null;
  egressVector: bigint | null;
}

export interface FactSriov {
  enabled: boolean;
  totalVfs: number;
  numVfs: number;
  offset: number;
  stride: number;
}

export interface FunctionFacts {
  readonly bdf: Bdf;
  /** Where it was first named. */
  readonly place: Place;
  name: string | null;
  /** Address invented because the format has none, or a bridge that it leaves out. */
  isSynthetic: boolean;
  /** The class in words, as the ID list of that machine has it. */
  className: string | null;
  vendorId: string | null;
  deviceId: string | null;
  /** Base class and sub-class, four hex digits. */
  classCode: string | null;
  kind: StatedKind | null;
  /** Type 1 header: it has a bus below it. */
  isBridge: boolean | null;
  /** A parent that the format itself states (path, tree, XML); `root`: it sits on a root bus. */
  parent: Bdf | 'root' | null;
  /** false: all ones, powered down or gone; no register value is valid. */
  answers: boolean;
  /** full: bodies printed, an absent capability is absent; names: bodies missing; denied: not run as root. */
  capabilities: 'full' | 'names' | 'denied' | null;
  hasExpress: boolean;
  acs: FactAcs | null;
  ats: { enabled: boolean; stu: number } | null;
  pasid: { enabled: boolean; width: number } | null;
  pri: { enabled: boolean } | null;
  sriov: FactSriov | null;
  vfBars: FactBar[];
  link: FactLink | null;
  /** Bandwidth of the whole link in GB/s, where a format states no speed and width (hwloc). */
  linkGigabytesPerSecond: number | null;
  portNumber: number | null;
  /** Bytes. */
  mps: number | null;
  mpsSupported: number | null;
  mrrs: number | null;
  rcb: number | null;
  memoryDecode: boolean | null;
  busMaster: boolean | null;
  bars: FactBar[];
  bridge: FactBridge | null;
  /** Positive decode only (prog-if 01 of a PCI bridge is subtractive). */
  isSubtractive: boolean;
  multifunction: boolean | null;
  numaNode: number | null;
  iommuGroup: number | null;
  driver: string | null;
}

/** A function of which only the address is known. */
export function emptyFacts(bdf: Bdf, place: Place): FunctionFacts {
  return {
    bdf,
    place,
    name: null,
    isSynthetic: false,
    className: null,
    vendorId: null,
    deviceId: null,
    classCode: null,
    kind: null,
    isBridge: null,
    parent: null,
    answers: true,
    capabilities: null,
    hasExpress: false,
    acs: null,
    ats: null,
    pasid: null,
    pri: null,
    sriov: null,
    vfBars: [],
    link: null,
    linkGigabytesPerSecond: null,
    portNumber: null,
    mps: null,
    mpsSupported: null,
    mrrs: null,
    rcb: null,
    memoryDecode: null,
    busMaster: null,
    bars: [],
    bridge: null,
    isSubtractive: false,
    multifunction: null,
    numaNode: null,
    iommuGroup: null,
    driver: null,
  };
}

/** What the inputs state about the machine as a whole. */
export interface SystemFacts {
  cpu: 'amd-zen' | 'amd-other' | 'intel' | 'arm' | 'other' | null;
  /** Key of the kernel version table. */
  kernel: string | null;
  iommu: 'on' | 'off' | null;
}
