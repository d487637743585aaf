import { assertUnreachable, defined } from '../../base/assert.ts';
import { hex } from '../../base/address.ts';
import { err, ok } from '../../base/result.ts';
import type { Result } from '../../base/result.ts';
import { OTHER_PREFIXES, TLP_TYPES, hasData, textOfId } from './fields.ts';
import type { OtherPrefixKind, TlpFields, TlpPrefix, TlpType } from './fields.ts';
import { brokenRule } from './malformed.ts';
import type { MalformedRule } from './malformed.ts';

const TYPE_OF_BYTE0: ReadonlyMap<number, TlpType> = new Map(
  Object.entries(TLP_TYPES).flatMap(([name, { layout, fmt, typeCode }]) => {
    const type = name as TlpType;
    const routings = layout === 'message' ? [0, 1, 2, 3, 4, 5] : [0];
    return routings.map((routing) => [(fmt << 5) | typeCode | routing, type] as const);
  }),
);

const OTHER_PREFIX_OF_BYTE0: ReadonlyMap<number, OtherPrefixKind> = new Map(
  Object.entries(OTHER_PREFIXES).map(([kind, byte0]) => [byte0, kind as OtherPrefixKind]),
);

const FMT_PREFIX = 4;

function dwAt(bytes: Uint8Array, offset: number): number {
  const at = (i: number): number => bytes[offset + i] ?? 0;
  return ((at(0) << 24) | (at(1) << 16) | (at(2) << 8) | at(3)) >>> 0;
}

const bits = (word: number, high: number, low: number): number =>
  (word >>> low) & ((1 << (high - low + 1)) - 1);

function decodePrefix(dw: number): TlpPrefix | null {
  const byte0 = dw >>> 24;
  if (byte0 === 0x91) {
    return {
      kind: 'PASID',
      pasid: bits(dw, 19, 0),
      pmr: bits(dw, 21, 21) === 1 ? 1 : 0,
      exec: bits(dw, 20, 20) === 1 ? 1 : 0,
    };
  }
  const kind = OTHER_PREFIX_OF_BYTE0.get(byte0);
  return kind === undefined ? null : { kind, raw: bits(dw, 23, 0) };
}

/** The fields of DW1 to DW3. `dws` are the header DWs from DW0 on. */
function decodeRest(type: TlpType, dws: readonly number[]): Partial<TlpFields> {
  const [dw0 = 0, dw1 = 0, dw2 = 0, dw3 = 0] = dws;
  const { layout, fmt } = TLP_TYPES[type];
  const byteEnables = { firstBe: bits(dw1, 3, 0), lastBe: bits(dw1, 7, 4) };
  switch (layout) {
    case 'memory': {
      const low = (fmt & 1) === 1 ? dw3 : dw2;
      const high = (fmt & 1) === 1 ? dw2 : 0;
      const address = (BigInt(high) << 32n) | BigInt((low & 0xfffffffc) >>> 0);
      return {
        ...byteEnables,
        address: hex(address),
        ...(bits(dw0, 16, 16) === 1 ? { ph: low & 3 } : {}),
        ...(bits(dw0, 11, 10) === 1 ? { nw: low & 1 } : {}),
      };
    }
    case 'io':
      return { ...byteEnables, address: hex((dw2 & 0xfffffffc) >>> 0) };
    case 'config':
      return { ...byteEnables, destId: textOfId(dw2 >>> 16), register: dw2 & 0xffc };
    case 'completion': {
      const byteCount = bits(dw1, 11, 0);
      return {
        completerId: textOfId(dw1 >>> 16),
        status: bits(dw1, 15, 13),
        bcm: bits(dw1, 12, 12),
        byteCount: byteCount === 0 ? 4096 : byteCount,
        lowerAddress: bits(dw2, 6, 0),
      };
    }
    case 'message':
      return {
        messageCode: bits(dw1, 7, 0),
        routing: bits(dw0, 26, 24),
        dw2: hex(dw2, 8),
        dw3: hex(dw3, 8),
      };
    default:
      return assertUnreachable(layout);
  }
}

function decodeFields(
  type: TlpType,
  dws: readonly number[],
  payload: Uint8Array,
  prefixes: readonly TlpPrefix[],
): TlpFields {
  const [dw0 = 0, dw1 = 0, dw2 = 0] = dws;
  const ids = TLP_TYPES[type].layout === 'completion' ? dw2 : dw1;
  const field = bits(dw0, 9, 0);
  const hasLength = TLP_TYPES[type].layout !== 'completion' && TLP_TYPES[type].layout !== 'message';
  return {
    type,
    fmt: dw0 >>> 29,
    typeCode: bits(dw0, 28, 24),
    tc: bits(dw0, 22, 20),
    th: bits(dw0, 16, 16),
    td: bits(dw0, 15, 15),
    ep: bits(dw0, 14, 14),
    attr: { ido: bits(dw0, 18, 18), ro: bits(dw0, 13, 13), ns: bits(dw0, 12, 12) },
    at: bits(dw0, 11, 10),
    length: field === 0 && (hasLength || hasData(type)) ? 1024 : field,
    requesterId: textOfId(ids >>> 16),
    tag: (bits(dw0, 23, 23) << 9) | (bits(dw0, 19, 19) << 8) | bits(ids, 15, 8),
    ...decodeRest(type, dws),
    ...(payload.length > 0
      ? { payloadHex: [...payload].map((byte) => byte.toString(16).padStart(2, '0')).join('') }
      : {}),
    ...(prefixes.length > 0 ? { prefixes } : {}),
  };
}

/** A byte string read as a TLP: as much of it as can be named, and the first rule that it breaks. */
export interface TlpReading {
  /** null: no header of a known type can be read. */
  readonly fields: TlpFields | null;
  /** First in the order of MALFORMED_RULES; null: well formed. */
  readonly broken: MalformedRule | null;
}

/**
 * Reads prefixes, 3 or 4 header DWs and payload (no framing, sequence number, LCRC, ECRC or IDE MAC), also of a
 * TLP that a receiver must refuse.
 *
 * @source PCIe Base §2.2
 */
export function readTlp(bytes: Uint8Array): TlpReading {
  const unreadable = (broken: MalformedRule): TlpReading => ({ fields: null, broken });
  let offset = 0;
  while (offset + 4 <= bytes.length && (bytes[offset] ?? 0) >>> 5 === FMT_PREFIX) offset += 4;
  const byte0 = bytes[offset];
  if (byte0 === undefined) return unreadable('TRUNCATED_HEADER');
  const fmt = byte0 >>> 5;
  const headerBytes = fmt > FMT_PREFIX ? 4 : (fmt & 1) === 1 ? 16 : 12;
  if (bytes.length - offset < headerBytes) return unreadable('TRUNCATED_HEADER');

  const prefixes: TlpPrefix[] = [];
  for (let at = 0; at < offset; at += 4) {
    const prefix = decodePrefix(dwAt(bytes, at));
    if (prefix === null) return unreadable('RESERVED_PREFIX');
    prefixes.push(prefix);
  }
  const type = TYPE_OF_BYTE0.get(byte0);
  if (type === undefined) return unreadable('RESERVED_FMT_TYPE');

  const dws = [0, 4, 8, 12].map((at) => (at < headerBytes ? dwAt(bytes, offset + at) : 0));
  const payload = bytes.subarray(offset + headerBytes);
  const fields = decodeFields(type, dws, payload, prefixes);
  const payloadBytes = hasData(type) ? fields.length * 4 : 0;
  if (payload.length !== payloadBytes) return { fields, broken: 'PAYLOAD_LENGTH' };
  return { fields, broken: brokenRule(fields) };
}

/**
 * Takes a TLP apart.
 *
 * @returns the fields, or the first rule (order of MALFORMED_RULES) that the bytes break.
 * @source PCIe Base §2.2
 */
export function decodeTlp(bytes: Uint8Array): Result<TlpFields, MalformedRule> {
  const { fields, broken } = readTlp(bytes);
  if (broken !== null) return err(broken);
  return ok(defined<TlpFields>(fields ?? undefined, 'what breaks no rule was read'));
}
