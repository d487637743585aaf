import { assert, assertUnreachable } from '../../base/assert.ts';
import { err, ok } from '../../base/result.ts';
import type { Result } from '../../base/result.ts';
import { OTHER_PREFIXES, TLP_TYPES, hasData, idOfText } from './fields.ts';
import type { TlpFields, TlpPrefix } from './fields.ts';
import { MALFORMED_RULES, brokenRule } from './malformed.ts';

/** Highest value of each numeric field. */
const LARGEST: Readonly<Record<string, number>> = {
  tc: 7,
  th: 1,
  td: 1,
  ep: 1,
  at: 3,
  length: 1024,
  tag: 0x3ff,
  firstBe: 15,
  lastBe: 15,
  ph: 3,
  nw: 1,
  register: 0xffc,
  status: 7,
  bcm: 1,
  byteCount: 4096,
  lowerAddress: 0x7f,
  messageCode: 0xff,
  routing: 5,
};

const ADDRESS = /^0x[0-9a-f]{1,16}$/i;
const DW = /^0x[0-9a-f]{1,8}$/i;

function problemOf(fields: TlpFields): string | null {
  for (const [name, largest] of Object.entries(LARGEST)) {
    const value: unknown = Reflect.get(fields, name);
    if (value === undefined) continue;
    if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > largest) {
      return `${name} must be a whole number from 0 to ${largest}`;
    }
  }
  for (const id of [fields.requesterId, fields.completerId, fields.destId]) {
    if (id !== undefined && idOfText(id) === null) return `${id} is no ID of the form bb:dd.f`;
  }
  if (fields.address !== undefined && !ADDRESS.test(fields.address)) {
    return `address ${fields.address} is no 64-bit hexadecimal number`;
  }
  for (const dw of [fields.dw2, fields.dw3]) {
    if (dw !== undefined && !DW.test(dw)) return `${dw} is no 32-bit hexadecimal number`;
  }
  const payload = fields.payloadHex ?? '';
  if (!/^(?:[0-9a-f]{2})*$/i.test(payload)) return 'payloadHex must be whole bytes of hex digits';
  const wanted = hasData(fields.type) ? fields.length * 4 : 0;
  if (payload.length / 2 !== wanted) return MALFORMED_RULES.PAYLOAD_LENGTH;
  const broken = brokenRule(fields);
  return broken === null ? null : MALFORMED_RULES[broken];
}

/** DW0. `routing` replaces the low bits of a message's Type. */
function dw0Of(fields: TlpFields): number {
  const { fmt, typeCode } = TLP_TYPES[fields.type];
  return (
    ((fmt << 29) |
      ((typeCode | (fields.routing ?? 0)) << 24) |
      (((fields.tag >> 9) & 1) << 23) |
      (fields.tc << 20) |
      (((fields.tag >> 8) & 1) << 19) |
      (fields.attr.ido << 18) |
      (fields.th << 16) |
      (fields.td << 15) |
      (fields.ep << 14) |
      (fields.attr.ro << 13) |
      (fields.attr.ns << 12) |
      (fields.at << 10) |
      (fields.length & 0x3ff)) >>>
    0
  );
}

function idDw(id: string | undefined, low: number): number {
  const value = idOfText(id ?? '');
  assert(value !== null, 'IDs were checked');
  return ((value << 16) | low) >>> 0;
}

function restOf(fields: TlpFields): number[] {
  const { layout, fmt } = TLP_TYPES[fields.type];
  const tag = (fields.tag & 0xff) << 8;
  const enables = ((fields.lastBe ?? 0) << 4) | (fields.firstBe ?? 0);
  const address = BigInt(fields.address ?? '0x0');
  const low = Number(address & 0xfffffffcn) | (fields.ph ?? 0) | (fields.nw ?? 0);
  switch (layout) {
    case 'memory': {
      const dw1 = idDw(fields.requesterId, tag | enables);
      return (fmt & 1) === 1 ? [dw1, Number(address >> 32n), low >>> 0] : [dw1, low >>> 0];
    }
    case 'io':
      return [idDw(fields.requesterId, tag | enables), low >>> 0];
    case 'config':
      return [
        idDw(fields.requesterId, tag | enables),
        idDw(fields.destId, (fields.register ?? 0) & 0xffc),
      ];
    case 'completion': {
      const count = (fields.byteCount ?? 0) & 0xfff;
      const state = ((fields.status ?? 0) << 13) | ((fields.bcm ?? 0) << 12) | count;
      return [
        idDw(fields.completerId, state),
        idDw(fields.requesterId, tag | (fields.lowerAddress ?? 0)),
      ];
    }
    case 'message':
      return [
        idDw(fields.requesterId, tag | (fields.messageCode ?? 0)),
        Number(fields.dw2 ?? '0x0') >>> 0,
        Number(fields.dw3 ?? '0x0') >>> 0,
      ];
    default:
      return assertUnreachable(layout);
  }
}

function prefixDw(prefix: TlpPrefix): number {
  if (prefix.kind === 'PASID') {
    return ((0x91 << 24) | (prefix.pmr << 21) | (prefix.exec << 20) | prefix.pasid) >>> 0;
  }
  return ((OTHER_PREFIXES[prefix.kind] << 24) | prefix.raw) >>> 0;
}

/**
 * Packs a TLP: prefixes, header, payload, in the byte order of the figures (byte 0 = Fmt/Type).
 *
 * @returns the bytes, or one sentence that says which field or rule forbids such a TLP.
 * @source PCIe Base §2.2
 */
export function encodeTlp(fields: TlpFields): Result<Uint8Array, string> {
  const problem = problemOf(fields);
  if (problem !== null) return err(problem);
  const isLow64 =
    TLP_TYPES[fields.type].layout === 'memory' &&
    (TLP_TYPES[fields.type].fmt & 1) === 1 &&
    BigInt(fields.address ?? '0x0') < 0x100000000n;
  if (isLow64) return err('An address below 4 GiB takes the 3DW form of the header.');
  const is32TooHigh =
    ['memory', 'io'].includes(TLP_TYPES[fields.type].layout) &&
    (TLP_TYPES[fields.type].fmt & 1) === 0 &&
    BigInt(fields.address ?? '0x0') > 0xffffffffn;
  if (is32TooHigh) return err('An address of 4 GiB or more takes the 4DW form of the header.');

  const dws = [...(fields.prefixes ?? []).map(prefixDw), dw0Of(fields), ...restOf(fields)];
  const payload = fields.payloadHex ?? '';
  const bytes = new Uint8Array(dws.length * 4 + payload.length / 2);
  const view = new DataView(bytes.buffer);
  dws.forEach((dw, i) => view.setUint32(i * 4, dw));
  for (let i = 0; i < payload.length; i += 2) {
    bytes[dws.length * 4 + i / 2] = Number.parseInt(payload.slice(i, i + 2), 16);
  }
  return ok(bytes);
}
