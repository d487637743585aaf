import { assert, defined } from '../base/assert.ts';
import { hex } from '../base/address.ts';
import type { Machine } from '../machine/types.ts';
import { functionAt } from './claims.ts';
import { firstRequest, requestPiece, splitCompletion, splitRequest } from './split.ts';
import type { RequestPiece } from './split.ts';
import { TLP_TYPES, hasData, textOfId } from './tlp/fields.ts';
import type { TlpFields, TlpType } from './tlp/fields.ts';
import { isPosted } from './types.ts';
import type { AddressType, CompletionStatus, Hop, RequestTlp, Route } from './types.ts';

/** Which TLP of a transfer, and where on its way. */
export interface TlpQuestion {
  readonly machine: Machine;
  readonly requester: number;
  readonly request: RequestTlp;
  readonly route: Route;
  readonly leg: 'request' | 'completion';
  /** Index in the hops of the leg: the TLP as it leaves that hop. */
  readonly hop: number;
  /** Which request of the transfer, and which of its completions; from 0. */
  readonly requestIndex?: number;
  readonly completionIndex?: number;
  /** Bytes of the whole transfer; absent: one request. */
  readonly bytes?: number;
}

/**
 * What an IDE prefix of a protected TLP says. Its bit positions are not confirmed, so it is shown by name
 * and never as bytes. @source PCIe Base §6.33, §2.2.10
 */
export interface IdeFields {
  readonly t: 1;
  readonly m: 1;
  readonly subStream: 'posted' | 'non-posted' | 'completion';
}

/** The header of a TLP at one place, and its IDE prefix where it is protected (T=1). */
export interface TlpAtHop {
  readonly fields: TlpFields;
  readonly ide: IdeFields | null;
}

const AT_CODES: Readonly<Record<AddressType, number>> = {
  untranslated: 0,
  translationRequest: 1,
  translated: 2,
  reserved: 3,
};

const STATUS_CODES: Readonly<Record<CompletionStatus, number>> = { SC: 0, UR: 1, RRS: 2, CA: 4 };

const ADDRESS_32_END = 1n << 32n;
const TAGS = 256;

/** The type with the header size that the address needs. @source PCIe Base §2.2.4.1 */
function typeOf(kind: RequestTlp['kind'], address: bigint): TlpType {
  const is64 = address >= ADDRESS_32_END;
  switch (kind) {
    case 'MRd':
      return is64 ? 'MRd64' : 'MRd32';
    case 'MWr':
      return is64 ? 'MWr64' : 'MWr32';
    case 'FetchAdd':
      return is64 ? 'FetchAdd64' : 'FetchAdd32';
    case 'Swap':
      return is64 ? 'Swap64' : 'Swap32';
    case 'CAS':
      return is64 ? 'CAS64' : 'CAS32';
    case 'DMWr':
      return is64 ? 'DMWr64' : 'DMWr32';
    case 'IORd':
    case 'IOWr':
    case 'Msg':
      return kind;
    case 'CfgRd':
      return 'CfgRd0';
    case 'CfgWr':
      return 'CfgWr0';
    default:
      return kind satisfies never;
  }
}

/** The request of the transfer that is asked for, at its own address. */
function pieceOf(question: TlpQuestion): RequestPiece {
  const { machine, requester, request, requestIndex = 0, bytes = request.bytes } = question;
  const { mps, mrrs } = functionAt(machine, requester);
  if (request.kind !== 'MRd' && request.kind !== 'MWr') {
    return requestPiece(request.address, request.bytes);
  }
  const most = request.kind === 'MWr' ? mps : mrrs;
  if (requestIndex === 0) {
    return firstRequest(request.address, Math.min(bytes, Math.max(1, request.bytes)), most);
  }
  const pieces = splitRequest(request.address, bytes, Math.min(most, Math.max(4, request.bytes)));
  return pieces[requestIndex] ?? defined(pieces.at(-1), 'a transfer has a request');
}

/** A bridge to conventional PCI puts its own ID into the requests that pass it. */
function requesterIdAt({ machine, request, route }: TlpQuestion, hop: number): number {
  const owner = route.request.slice(0, hop + 1).find(({ rule }) => rule === 'ROUTE-PCI-BRIDGE-ID');
  if (owner === undefined) return request.requesterId;
  return (functionAt(machine, owner.place.index).bridge?.secondary ?? 0) << 8;
}

/** What the root complex makes of a write that it turns around: no more than the MPS of the port. */
function resplitAt(
  { machine, route, request }: TlpQuestion,
  hop: number,
  piece: RequestPiece,
): RequestPiece {
  const passed = route.request.slice(0, hop + 1);
  const turn = passed.findIndex(({ verdict }) => verdict === 'looped');
  const port = turn < 0 ? undefined : route.request[turn + 1];
  if (port?.place.kind !== 'function' || !isPosted(request.kind)) return piece;
  const { mps } = functionAt(machine, port.place.index);
  return firstRequest(piece.address, piece.bytes, mps);
}

function withZeroPayload(fields: TlpFields): TlpFields {
  if (!hasData(fields.type)) return fields;
  return { ...fields, payloadHex: '00'.repeat(fields.length * 4) };
}

function common(type: TlpType, request: RequestTlp, tag: number): Omit<TlpFields, 'requesterId'> {
  const { fmt, typeCode } = TLP_TYPES[type];
  const attr = { ido: 0, ro: request.ro ? 1 : 0, ns: 0 };
  return { type, fmt, typeCode, tc: 0, th: 0, td: 0, ep: 0, attr, at: 0, length: 0, tag };
}

function requestFields(question: TlpQuestion, at: Hop): TlpFields {
  const { request, hop, requestIndex = 0 } = question;
  const piece = resplitAt(question, hop, pieceOf(question));
  // Translation moves whole pages: the offset of the piece within the transfer stays.
  const address = at.address + (piece.address - request.address);
  const { lengthDw, firstBe, lastBe } = requestPiece(address, piece.bytes);
  const type = typeOf(request.kind, address);
  return withZeroPayload({
    ...common(type, request, requestIndex % TAGS),
    at: AT_CODES[at.at],
    length: lengthDw,
    requesterId: textOfId(requesterIdAt(question, hop)),
    firstBe,
    lastBe,
    address: hex(address & ~3n),
    ...(at.at === 'translationRequest' && { nw: 0 }),
  });
}

function completerIdOf({ machine, route, requester }: TlpQuestion): number {
  const first = route.completion[0];
  if (first?.place.kind === 'function') return functionAt(machine, first.place.index).requesterId;
  const { hostBridge } = functionAt(machine, requester);
  return (machine.hostBridges[hostBridge]?.rootBus ?? 0) << 8;
}

/** DWs that the root port takes through which the root complex delivered the completion; else no limit. */
function portLimitDw({ machine, route, hop }: TlpQuestion): number {
  const turn = route.completion.slice(0, hop + 1).findIndex(({ rule }) => rule === 'RC-CPL');
  const port = turn < 0 ? undefined : route.completion[turn + 1];
  if (port?.place.kind !== 'function') return Infinity;
  const { mps, hostBridge } = functionAt(machine, port.place.index);
  return (machine.hostBridges[hostBridge]?.rpResplit ?? true) ? mps / 4 : Infinity;
}

function completionFields(question: TlpQuestion): TlpFields {
  const { machine, request, route, completionIndex = 0, requestIndex = 0, requester } = question;
  const piece = pieceOf(question);
  const status = route.completionStatus ?? route.request.at(-1)?.status ?? 'SC';
  const base = {
    requesterId: textOfId(requesterIdAt(question, route.request.length)),
    completerId: textOfId(completerIdOf(question)),
    status: STATUS_CODES[status],
    bcm: 0,
  };
  const hasPayload = status === 'SC' && ['MRd', 'FetchAdd', 'Swap', 'CAS'].includes(request.kind);
  const type = hasPayload ? 'CplD' : 'Cpl';
  const told = { ...common(type, request, requestIndex % TAGS), ...base };
  if (!hasPayload || request.kind !== 'MRd') {
    const byteCount = request.kind === 'MRd' || hasPayload ? Math.max(1, piece.bytes) : 4;
    const length = hasPayload ? piece.lengthDw : 0;
    return withZeroPayload({ ...told, length, byteCount, lowerAddress: 0 });
  }
  const served = route.completion.find(({ place }) => place.kind === 'function');
  const { mps, rcb } = functionAt(machine, served?.place.index ?? requester);
  const pieces = splitCompletion(piece.address, piece.bytes, { mps, rcb, rcbChunks: false });
  const one = pieces[completionIndex] ?? defined(pieces.at(-1), 'a read has a completion');
  const { byteCount, lowerAddress } = one;
  const length = Math.min(one.lengthDw, portLimitDw(question));
  return withZeroPayload({ ...told, length, byteCount, lowerAddress });
}

function subStreamOf({ leg, request }: TlpQuestion): IdeFields['subStream'] {
  if (leg === 'completion') return 'completion';
  return isPosted(request.kind) ? 'posted' : 'non-posted';
}

/**
 * The header of a TLP of a transfer as it leaves a hop: 3DW or 4DW by its address there, with the byte
 * enables, AT, requester ID and length that it has there. What its payload holds is not simulated: zeros.
 *
 * @returns fields that the encoder takes, and the IDE prefix as named fields where T=1.
 * @throws Error when the leg has no such hop: a bug of the caller.
 * @source PCIe Base §2.2.4 to §2.2.9
 */
export function tlpFields(question: TlpQuestion): TlpAtHop {
  const hops = question.route[question.leg];
  const at = hops[question.hop];
  assert(at !== undefined, `the ${question.leg} has no hop ${question.hop}`);
  const fields =
    question.leg === 'request' ? requestFields(question, at) : completionFields(question);
  return { fields, ide: at.t === 1 ? { t: 1, m: 1, subStream: subStreamOf(question) } : null };
}
