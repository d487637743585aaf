import { busAddr } from '../../base/address.ts';
import { functionAt } from '../claims.ts';
import { route } from '../route.ts';
import { isPosted } from '../types.ts';
import type { AtsAnswer, RequestTlp, Route, RouteQuery } from '../types.ts';

/** What a device with ATS does for one access: ask for the translation, then use it. */
export interface AtsExchange {
  /** The translation request (AT=01) and its completion. */
  readonly translation: Route;
  /** What the translation agent said; null: the request never reached one that answers. */
  readonly answer: AtsAnswer | null;
  /** The access with the translated address (AT=10); null: the device may not make it. */
  readonly translated: Route | null;
}

/** Bytes of one entry: the request asks for one translation. */
const ENTRY_BYTES = 8;

function answerOf(query: RouteQuery, request: RequestTlp): AtsAnswer | null {
  const { hostBridge } = functionAt(query.machine, query.requester);
  const ask = query.translators.get(hostBridge)?.answerTranslationRequest;
  if (ask === undefined) return null;
  const { requesterId, address, bytes, at, t } = request;
  const write = query.request.kind !== 'MRd';
  return ask({ hostBridge, requesterId, address, bytes, write, at, t, noWrite: !write });
}

/** The bus address that the answer gives for the address asked about. */
function translatedAddress(query: RouteQuery, answer: AtsAnswer): bigint | null {
  const { kind, address } = query.request;
  const isWrite = isPosted(kind) || kind !== 'MRd';
  const isRead = kind !== 'MWr';
  const isGranted = (!isWrite || answer.write) && (!isRead || answer.read);
  if (!isGranted || answer.address === null) return null;
  const { hostBridge } = functionAt(query.machine, query.requester);
  const offset = query.machine.hostBridges[hostBridge]?.busOffset ?? 0n;
  const inside = BigInt(answer.sizeBytes) - 1n;
  return (answer.address & ~inside) + (address & inside) - offset;
}

/**
 * An access by a device that uses ATS: the translation request goes to the root complex like any untranslated
 * request (a port with RR sends it there, one without may hand it to a peer by mistake), the access itself
 * then goes with AT=10, which a port with DT lets go straight to the peer. Nobody checks it there again.
 *
 * @source PCIe Base §10.1.1, §10.2
 */
export function routeWithAts(query: RouteQuery): AtsExchange {
  const asked: RequestTlp = {
    ...query.request,
    kind: 'MRd',
    at: 'translationRequest',
    address: busAddr(query.request.address & ~0xfffn),
    bytes: ENTRY_BYTES,
  };
  const translation = route({ ...query, request: asked, intended: null });
  if (translation.outcome !== 'delivered') return { translation, answer: null, translated: null };
  const answer = answerOf(query, asked);
  const address = answer === null ? null : translatedAddress(query, answer);
  if (address === null) return { translation, answer, translated: null };
  const request: RequestTlp = { ...query.request, at: 'translated', address: busAddr(address) };
  return { translation, answer, translated: route({ ...query, request }) };
}
