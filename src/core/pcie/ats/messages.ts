import { assert } from '../../base/assert.ts';
import { hex } from '../../base/address.ts';
import { TLP_TYPES, textOfId } from '../tlp/fields.ts';
import type { TlpFields, TlpPrefix, TlpType } from '../tlp/fields.ts';
import { encodeInvalidation, encodeTranslation } from './entry.ts';
import type { AtsInvalidation, AtsTranslation } from './entry.ts';

/*
 * The TLPs of ATS and PRI as header fields. Messages by ID carry their target in DW2[31:16].
 * @source PCIe Base §10.2.2, §10.3, §10.4
 */

const BY_ID = 2;
const TO_ROOT = 0;
const CODES = {
  invalidateRequest: 0x01,
  invalidateCompletion: 0x02,
  pageRequest: 0x04,
  pageResponse: 0x05,
} as const;

function header(type: TlpType, requesterId: number, tag: number): TlpFields {
  const { fmt, typeCode } = TLP_TYPES[type];
  const attr = { ido: 0, ro: 0, ns: 0 };
  const zero = { tc: 0, th: 0, td: 0, ep: 0, at: 0, length: 0 };
  return { type, fmt, typeCode, ...zero, attr, tag, requesterId: textOfId(requesterId) };
}

/** Most significant byte first (unconfirmed for translation entries; pcie.md §11). */
function bytesOf(words: readonly bigint[]): string {
  return words.map((word) => word.toString(16).padStart(16, '0')).join('');
}

function pasidPrefix(pasid: number | null): { prefixes?: readonly TlpPrefix[] } {
  return pasid === null ? {} : { prefixes: [{ kind: 'PASID', pasid, pmr: 0, exec: 0 }] };
}

/** What a device asks the translation agent. `entries` counts consecutive smallest translation units. */
export interface TranslationRequest {
  readonly requesterId: number;
  readonly tag: number;
  readonly address: bigint;
  readonly entries: number;
  /** NW: the device will not write, so the agent need not mark the page dirty. */
  readonly noWrite: boolean;
  readonly pasid: number | null;
}

const ADDRESS_32_END = 1n << 32n;
const DW_PER_ENTRY = 2;

/** A memory read with AT=01 whose Length is two DWs per entry. */
export function translationRequestFields(request: TranslationRequest): TlpFields {
  const { requesterId, tag, entries, noWrite, pasid } = request;
  const address = request.address & ~0xfffn;
  return {
    ...header(address < ADDRESS_32_END ? 'MRd32' : 'MRd64', requesterId, tag),
    at: 1,
    length: DW_PER_ENTRY * entries,
    firstBe: 0xf,
    lastBe: 0xf,
    address: hex(address),
    nw: noWrite ? 1 : 0,
    ...pasidPrefix(pasid),
  };
}

/** The completion with data that answers it, one 8-byte entry per translation. */
export function translationCompletionFields(
  request: TranslationRequest,
  completerId: number,
  translations: readonly AtsTranslation[],
): TlpFields {
  const entryBytes = 4 * DW_PER_ENTRY;
  return {
    ...header('CplD', request.requesterId, request.tag),
    length: DW_PER_ENTRY * translations.length,
    completerId: textOfId(completerId),
    status: 0,
    bcm: 0,
    byteCount: entryBytes * request.entries,
    lowerAddress: 0,
    payloadHex: bytesOf(translations.map(encodeTranslation)),
  };
}

const dw = (value: number): string => hex(value >>> 0, 8);

/** Invalidate Request to a device. `itag` 0 to 31 names it until its completions came. */
export function invalidateRequestFields(given: {
  readonly requesterId: number;
  readonly deviceId: number;
  readonly itag: number;
  readonly invalidation: AtsInvalidation;
  readonly pasid: number | null;
}): TlpFields {
  const { requesterId, deviceId, itag, invalidation, pasid } = given;
  assert(itag >= 0 && itag < 32, 'ITag has five bits');
  return {
    ...header('MsgD', requesterId, itag),
    length: 2,
    messageCode: CODES.invalidateRequest,
    routing: BY_ID,
    dw2: dw(deviceId << 16),
    dw3: dw(0),
    payloadHex: bytesOf([encodeInvalidation(invalidation)]),
    ...pasidPrefix(pasid),
  };
}

/** Invalidate Completion: `count` completions for these ITags, one per traffic class used; 8 is coded 0. */
export function invalidateCompletionFields(given: {
  readonly deviceId: number;
  readonly requesterId: number;
  readonly count: number;
  readonly itags: readonly number[];
}): TlpFields {
  const { deviceId, requesterId, count, itags } = given;
  const vector = itags.reduce((bits, itag) => bits | (1 << itag), 0);
  return {
    ...header('Msg', deviceId, 0),
    messageCode: CODES.invalidateCompletion,
    routing: BY_ID,
    dw2: dw((requesterId << 16) | (count & 7)),
    dw3: dw(vector),
  };
}

/** A page that a device wants to have mapped. */
export interface PageRequest {
  readonly requesterId: number;
  readonly address: bigint;
  /** Page Request Group index, 9 bits. */
  readonly group: number;
  readonly isLast: boolean;
  readonly read: boolean;
  readonly write: boolean;
  readonly pasid: number | null;
}

const GROUPS = 512;

/** Page Request message. A stop marker has L=1, R=W=0 and a PASID. */
export function pageRequestFields(request: PageRequest): TlpFields {
  const { requesterId, address, group, isLast, read, write, pasid } = request;
  assert(group >= 0 && group < GROUPS, 'a page request group has nine bits');
  const low = Number(address & 0xffff_f000n);
  const flags = (isLast ? 4 : 0) | (write ? 2 : 0) | (read ? 1 : 0);
  return {
    ...header('Msg', requesterId, 0),
    messageCode: CODES.pageRequest,
    routing: TO_ROOT,
    dw2: dw(Number(address >> 32n)),
    dw3: dw(low | (group << 3) | flags),
    ...pasidPrefix(pasid),
  };
}

/** How the host answers a page request group. @source PCIe Base §10.4.2.1 */
const PAGE_RESPONSES = { success: 0x0, invalid: 0x1, failure: 0xf } as const;

/** Page Request Group Response to a device. */
export function pageResponseFields(given: {
  readonly requesterId: number;
  readonly deviceId: number;
  readonly group: number;
  readonly response: keyof typeof PAGE_RESPONSES;
}): TlpFields {
  const { requesterId, deviceId, group, response } = given;
  return {
    ...header('Msg', requesterId, 0),
    messageCode: CODES.pageResponse,
    routing: BY_ID,
    dw2: dw((deviceId << 16) | (PAGE_RESPONSES[response] << 12) | group),
    dw3: dw(0),
  };
}
