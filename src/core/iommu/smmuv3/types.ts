import type { Result } from '../../base/result.ts';
import type { Attributes } from './attributes.ts';
import type { Fault, FaultClass } from './events.ts';

/** Physical address space of an access. @source Arm DDI 0487 D9 */
export type Pas = 'NS' | 'SECURE' | 'REALM' | 'ROOT';

/** Why a fetch brought nothing: the bus answered with an error, or the granule check refused it. */
export type FetchRefusal = 'external' | 'gpf';

/** One read of the granule protection table, in Root memory. */
export interface GranuleStep {
  readonly level: 0 | 1;
  readonly address: bigint;
  readonly descriptor: bigint;
}

/** What the granule protection table says about one address. */
export interface GranuleLookup {
  readonly steps: readonly GranuleStep[];
  /** The 4-bit code; null where the table itself is broken. */
  readonly gpi: bigint | null;
}

/** Physical memory as the SMMU reaches it. */
export interface PhysicalMemory {
  /** Reads `count` 64-bit words at `address` of space `pas`. */
  readonly read: (pas: Pas, address: bigint, count: number) => Result<bigint[], FetchRefusal>;
  /** The granule protection check of an access to `address` in space `pas`; true without one. */
  readonly isAllowed: (pas: Pas, address: bigint) => boolean;
  /** What the granule protection table says about an address; null without one. */
  readonly granuleOf: (address: bigint) => GranuleLookup | null;
}

/** Where the stream table stands: STRTAB_BASE and STRTAB_BASE_CFG. */
export interface StreamTableBase {
  readonly format: 'linear' | '2lvl';
  readonly base: bigint;
  readonly log2size: number;
  /** StreamID bits that the second level indexes: 6, 8 or 10; two-level tables only. */
  readonly split: number;
}

/** The registers of one programming interface (Non-secure or Realm). */
export interface SmmuRegisters {
  readonly smmuEnabled: boolean;
  /** GBPA.ABORT: what becomes of transactions while the SMMU is off. */
  readonly gbpaAbort: boolean;
  readonly atsCheck: boolean;
  readonly recordInvalidSid: boolean;
  readonly recordAtsConfiguration: boolean;
  readonly streamTable: StreamTableBase;
}

/** What the implementation can do: IDR registers. */
export interface SmmuFeatures {
  /** Output address size, bits. */
  readonly oas: number;
  /** SubstreamID bits. */
  readonly ssidSize: number;
  /** IDR1.ATTR_TYPES_OVR: MTCFG and SHCFG take effect. */
  readonly attributeOverride: boolean;
}

/** One programming interface with the memory that it walks. */
export interface SmmuView {
  /** Which interface it is: SEC_SID. */
  readonly security: 'NS' | 'REALM';
  readonly registers: SmmuRegisters;
  readonly features: SmmuFeatures;
  readonly memory: PhysicalMemory;
  /** Device permission table lookup of EATS=3; null: there is none. */
  readonly dpt: ((address: bigint, vmid: number) => { readonly pas: Pas } | null) | null;
}

export interface SmmuTransaction {
  readonly sid: number;
  /** null: no PASID prefix. */
  readonly ssid: number | null;
  readonly address: bigint;
  readonly write: boolean;
  readonly privileged: boolean;
  readonly instruction: boolean;
  readonly at: 'untranslated' | 'translationRequest' | 'translated';
  /** {XT,T} = 1x: the space that the target must lie in, checked where STE.NSCFG says so; absent: none. */
  readonly requiredPas?: Pas;
  /** Translation Requests only: the No Write flag. */
  readonly noWrite: boolean;
  /** What the TLP itself says; plays the part of stage 1 where stage 1 is off. */
  readonly incoming: Attributes;
}

export type Structure = 'L1STD' | 'STE' | 'L1CD' | 'CD' | 'S1' | 'S2';

/** One read of a table or structure, in the order in which the SMMU does it. */
export interface FetchStep {
  readonly structure: Structure;
  /** Level of a translation table entry, else null. */
  readonly level: number | null;
  /** What indexed it (StreamID, SubstreamID or address), and which bits of it. */
  readonly input: bigint;
  readonly high: number;
  readonly low: number;
  /** A stage-2 read: what it was translating. */
  readonly purpose: FaultClass;
  /** A stage-2 read for a stage-1 table: the level of that table; else null. */
  readonly forLevel: number | null;
  readonly pas: Pas;
  readonly address: bigint;
  readonly words: readonly bigint[];
  /** The answer came from a cache and cost no read. */
  readonly isCached: boolean;
  readonly refusal: FetchRefusal | null;
}

/** What one stage's leaf allows. */
export interface Permissions {
  readonly read: boolean;
  readonly write: boolean;
  readonly execute: boolean;
}

/** A leaf that a walk of one stage found. */
export interface Leaf {
  readonly level: number;
  readonly sizeBytes: number;
  /** Bytes that a TLB entry may cover: more than `sizeBytes` where the contiguous hint is set. */
  readonly reachBytes: number;
  /** Output address of the leaf's first byte. */
  readonly base: bigint;
}

export type SmmuOutcome =
  | {
      readonly kind: 'ok';
      readonly pa: bigint;
      readonly pas: Pas;
      readonly attributes: Attributes;
      readonly ipa: bigint | null;
      readonly s1: Leaf | null;
      readonly s2: Leaf | null;
    }
  /** Terminated with an abort. `fault` is null where nothing is wrong (GBPA, Config=0xx, granule check). */
  | {
      readonly kind: 'aborted';
      readonly fault: Fault | null;
      /** The event reaches the queue. */
      readonly isRecorded: boolean;
      /** The granule check refused the output: latched in SMMU_ROOT_GPF_FAR. */
      readonly gpf: { readonly pa: bigint; readonly pas: Pas } | null;
      readonly why: 'gbpa' | 'config' | 'fault' | 'gpf';
    }
  /** Answer to an ATS Translation Request. */
  | {
      readonly kind: 'ats';
      readonly status: 'Success' | 'UR' | 'CA';
      readonly fault: Fault | null;
      readonly isRecorded: boolean;
      readonly r: boolean;
      readonly w: boolean;
      /** What the device may use; null where neither R nor W is granted. */
      readonly address: bigint | null;
      readonly space: 'PA' | 'IPA' | null;
      readonly sizeBytes: number;
    };

export interface SmmuAnswer {
  readonly outcome: SmmuOutcome;
  readonly steps: readonly FetchStep[];
}
