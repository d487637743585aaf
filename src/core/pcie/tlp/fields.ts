/*
 * The TLP header as named fields. Names are the specification's; `length` is the real DW count (1024
 * is encoded as 0), `tag` the full 10-bit value, `address` has bits [1:0] cleared.
 * @source PCIe Base §2.2
 */

/** Where the fields after DW0 come from: one layout per group of types. */
export type TlpLayout = 'memory' | 'io' | 'config' | 'completion' | 'message';

interface TypeRow {
  readonly layout: TlpLayout;
  /** Fmt[2:0]: bit 0 = 4DW header, bit 1 = with data. */
  readonly fmt: number;
  /** Type[4:0]; a message's low three bits are its routing. */
  readonly typeCode: number;
}

const memory = (fmt: number, typeCode: number): TypeRow => ({ layout: 'memory', fmt, typeCode });

/** Every TLP type with its Fmt and Type. @source PCIe Base §2.2.1.1, Table 2-3 */
export const TLP_TYPES = {
  MRd32: memory(0, 0x00),
  MRd64: memory(1, 0x00),
  MRdLk32: memory(0, 0x01),
  MRdLk64: memory(1, 0x01),
  MWr32: memory(2, 0x00),
  MWr64: memory(3, 0x00),
  IORd: { layout: 'io', fmt: 0, typeCode: 0x02 },
  IOWr: { layout: 'io', fmt: 2, typeCode: 0x02 },
  CfgRd0: { layout: 'config', fmt: 0, typeCode: 0x04 },
  CfgWr0: { layout: 'config', fmt: 2, typeCode: 0x04 },
  CfgRd1: { layout: 'config', fmt: 0, typeCode: 0x05 },
  CfgWr1: { layout: 'config', fmt: 2, typeCode: 0x05 },
  Cpl: { layout: 'completion', fmt: 0, typeCode: 0x0a },
  CplD: { layout: 'completion', fmt: 2, typeCode: 0x0a },
  CplLk: { layout: 'completion', fmt: 0, typeCode: 0x0b },
  CplDLk: { layout: 'completion', fmt: 2, typeCode: 0x0b },
  FetchAdd32: memory(2, 0x0c),
  FetchAdd64: memory(3, 0x0c),
  Swap32: memory(2, 0x0d),
  Swap64: memory(3, 0x0d),
  CAS32: memory(2, 0x0e),
  CAS64: memory(3, 0x0e),
  DMWr32: memory(2, 0x1b),
  DMWr64: memory(3, 0x1b),
  Msg: { layout: 'message', fmt: 1, typeCode: 0x10 },
  MsgD: { layout: 'message', fmt: 3, typeCode: 0x10 },
} as const satisfies Record<string, TypeRow>;

/** `MRd64`, `CplD`, `Msg`, ...; memory types name their header size. */
export type TlpType = keyof typeof TLP_TYPES;

/** A TLP prefix. Only PASID is taken apart; the others keep bits 23:0, whose layout is not confirmed. */
export type TlpPrefix =
  | {
      readonly kind: 'PASID';
      readonly pasid: number;
      readonly pmr: 0 | 1;
      readonly exec: 0 | 1;
    }
  | { readonly kind: OtherPrefixKind; readonly raw: number };

/** First byte of each prefix but PASID (91h). @source PCIe Base §2.2.10 */
export const OTHER_PREFIXES = {
  'MR-IOV': 0x80,
  'VENDOR-L0': 0x8e,
  'VENDOR-L1': 0x8f,
  TPH: 0x90,
  IDE: 0x92,
  'VENDOR-E0': 0x9e,
  'VENDOR-E1': 0x9f,
} as const;

export type OtherPrefixKind = keyof typeof OTHER_PREFIXES;

export interface TlpFields {
  readonly type: TlpType;
  readonly fmt: number;
  readonly typeCode: number;
  readonly tc: number;
  readonly th: number;
  readonly td: number;
  readonly ep: number;
  readonly attr: { readonly ido: number; readonly ro: number; readonly ns: number };
  readonly at: number;
  /** DW; 0 = no payload in Cpl and Msg. */
  readonly length: number;
  /** `bb:dd.f`. */
  readonly requesterId: string;
  readonly tag: number;
  /** Memory, I/O, configuration. */
  readonly firstBe?: number;
  readonly lastBe?: number;
  /** Memory, I/O: `0x...`. */
  readonly address?: string;
  /** Processing hint, where TH=1. */
  readonly ph?: number;
  /** No Write, where AT=01. */
  readonly nw?: number;
  /** Configuration: target and byte offset of the register. */
  readonly destId?: string;
  readonly register?: number;
  /** Completions. */
  readonly completerId?: string;
  readonly status?: number;
  readonly bcm?: number;
  /** Bytes; 4096 is encoded as 0. */
  readonly byteCount?: number;
  readonly lowerAddress?: number;
  /** Messages. */
  readonly messageCode?: number;
  readonly routing?: number;
  readonly dw2?: string;
  readonly dw3?: string;
  readonly payloadHex?: string;
  readonly prefixes?: readonly TlpPrefix[];
}

/** Whether the type carries payload (Fmt bit 1). */
export function hasData(type: TlpType): boolean {
  return (TLP_TYPES[type].fmt & 2) !== 0;
}

/** Whether the type is an AtomicOp. */
export function isAtomic(type: TlpType): boolean {
  const code = TLP_TYPES[type].typeCode;
  return TLP_TYPES[type].layout === 'memory' && code >= 0x0c && code <= 0x0e;
}

/** Reads `bb:dd.f` as a 16-bit ID; null when it is none. */
export function idOfText(text: string): number | null {
  const match = /^([0-9a-f]{2}):([0-9a-f]{2})\.([0-7])$/i.exec(text);
  if (!match) return null;
  const device = Number.parseInt(match[2] ?? '', 16);
  if (device > 31) return null;
  return (Number.parseInt(match[1] ?? '', 16) << 8) | (device << 3) | Number(match[3]);
}

/** Writes a 16-bit ID as `bb:dd.f`. */
export function textOfId(id: number): string {
  const two = (value: number): string => value.toString(16).padStart(2, '0');
  return `${two((id >> 8) & 0xff)}:${two((id >> 3) & 0x1f)}.${id & 7}`;
}
