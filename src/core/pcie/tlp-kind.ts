import { isPosted } from './types.ts';
import type { CompletionTlp, RequestTlp, Tlp } from './types.ts';

/** Whether the TLP is a completion. */
export function isCompletionTlp(tlp: Tlp): tlp is CompletionTlp {
  return tlp.kind === 'Cpl' || tlp.kind === 'CplD';
}

/** Whether a request is routed by a memory or I/O address (the other requests by ID or implicitly). */
export function isAddressRouted(request: RequestTlp): boolean {
  return request.kind !== 'Msg' && request.kind !== 'CfgRd' && request.kind !== 'CfgWr';
}

/** Whether a request goes by an I/O address. */
export function isIo(request: RequestTlp): boolean {
  return request.kind === 'IORd' || request.kind === 'IOWr';
}

/** Whether the completer answers with a completion. */
export function isAnswered(tlp: Tlp): boolean {
  return !isCompletionTlp(tlp) && !isPosted(tlp.kind);
}

/** Payload bytes on the wire: data of a write or atomic, data of a completion; a read carries none. */
export function payloadBytes(tlp: Tlp): number {
  switch (tlp.kind) {
    case 'MRd':
    case 'IORd':
    case 'CfgRd':
    case 'Cpl':
    case 'Msg':
      return 0;
    default:
      return tlp.bytes;
  }
}
