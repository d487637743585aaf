import { bits, addressBits, writeBits } from '../fields.ts';

/** Event numbers of the event queue. @source Arm IHI 0070 §7.3 */
export const EVENTS = {
  F_UUT: 0x01,
  C_BAD_STREAMID: 0x02,
  F_STE_FETCH: 0x03,
  C_BAD_STE: 0x04,
  F_BAD_ATS_TREQ: 0x05,
  F_STREAM_DISABLED: 0x06,
  F_TRANSL_FORBIDDEN: 0x07,
  C_BAD_SUBSTREAMID: 0x08,
  F_CD_FETCH: 0x09,
  C_BAD_CD: 0x0a,
  F_WALK_EABT: 0x0b,
  F_TRANSLATION: 0x10,
  F_ADDR_SIZE: 0x11,
  F_ACCESS: 0x12,
  F_PERMISSION: 0x13,
  F_TLB_CONFLICT: 0x20,
  F_CFG_CONFLICT: 0x21,
  E_PAGE_REQUEST: 0x24,
  F_VMS_FETCH: 0x25,
} as const;

export type EventName = keyof typeof EVENTS;

/** What the access was for: the context descriptor, a stage-1 table, or the input itself. */
export type FaultClass = 'CD' | 'TT' | 'IN';

/** One thing that went wrong in a translation; which fields an event record carries depends on `event`. */
export interface Fault {
  readonly event: EventName;
  /** The fault is one of stage 2. */
  readonly s2: boolean;
  readonly class: FaultClass;
  /** Level of the table entry; no field of the record, a diagnostic only. */
  readonly level: number;
  /** The address that stage 2 could not translate. */
  readonly ipa: bigint | null;
  /** The physical address that could not be fetched, and whether the granule check refused it. */
  readonly fetchAddress: bigint | null;
  readonly gpcf: boolean;
}

const STAGE_EVENTS: ReadonlySet<EventName> = new Set<EventName>([
  'F_TRANSLATION',
  'F_ADDR_SIZE',
  'F_ACCESS',
  'F_PERMISSION',
]);

/** F_TRANSLATION, F_ADDR_SIZE, F_ACCESS, F_PERMISSION: what CD.R and STE.S2R can silence. */
export function isStageEvent(event: EventName): boolean {
  return STAGE_EVENTS.has(event);
}

/** A fault of the configuration: nothing is known but its name. */
export function configurationFault(event: EventName): Fault {
  return {
    event,
    s2: false,
    class: 'IN',
    level: 0,
    ipa: null,
    fetchAddress: null,
    gpcf: false,
  };
}

/** Fields of an event record. @source Arm IHI 0070 §7.3 */
export const RECORD = {
  type: bits(7, 0),
  SSV: bits(11),
  SSID: bits(31, 12),
  SID: bits(63, 32),
  GPCF: bits(80),
  STALL: bits(95),
  PnU: bits(97),
  InD: bits(98),
  RnW: bits(99),
  NSIPA: bits(100),
  S2: bits(103),
  CLASS: bits(105, 104),
  IPA: addressBits(247, 204),
  FetchAddr: addressBits(247, 195),
} as const;

const CLASS_CODE: Readonly<Record<FaultClass, bigint>> = { CD: 0n, TT: 1n, IN: 2n };

/** What the record says about the transaction. */
export interface RecordSource {
  readonly sid: number;
  readonly ssid: number | null;
  readonly address: bigint;
  readonly write: boolean;
  readonly privileged: boolean;
  readonly instruction: boolean;
}

/**
 * The 32-byte event record, four words. Configuration events carry the stream alone; stage events
 * add the access, stage, class and input address, stage-2 ones the IPA [55:12]; fetch events the address.
 *
 * @source Arm IHI 0070 §7.3
 */
export function encodeEvent(fault: Fault, source: RecordSource): bigint[] {
  const words = [0n, 0n, 0n, 0n];
  writeBits(words, RECORD.type, BigInt(EVENTS[fault.event]));
  writeBits(words, RECORD.SSV, source.ssid === null ? 0n : 1n);
  writeBits(words, RECORD.SSID, BigInt(source.ssid ?? 0));
  writeBits(words, RECORD.SID, BigInt(source.sid));
  writeBits(words, RECORD.GPCF, fault.gpcf ? 1n : 0n);
  const isStage = isStageEvent(fault.event) || fault.event === 'F_WALK_EABT';
  if (isStage || fault.event === 'F_TRANSL_FORBIDDEN') {
    words[2] = BigInt.asUintN(64, source.address);
    writeBits(words, RECORD.RnW, source.write ? 0n : 1n);
  }
  if (isStage) {
    writeBits(words, RECORD.PnU, source.privileged ? 1n : 0n);
    writeBits(words, RECORD.InD, source.instruction ? 1n : 0n);
    writeBits(words, RECORD.S2, fault.s2 ? 1n : 0n);
    writeBits(words, RECORD.CLASS, CLASS_CODE[fault.class]);
  }
  if (fault.fetchAddress !== null) writeBits(words, RECORD.FetchAddr, fault.fetchAddress);
  else if (fault.ipa !== null) writeBits(words, RECORD.IPA, fault.ipa);
  return words;
}
