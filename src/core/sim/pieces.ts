import type { Transfer } from '../scenario/schema.ts';
import type { DecidedTransfer } from './compile.ts';
import type { Run } from './run.ts';

/*
 * Pieces of transfers: what is decided again in the middle of a run goes on as a piece of the same transfer.
 */

/** One request of a piece as a run shows it. */
export interface Sent {
  readonly issuePs: number;
  readonly arrivePs: number;
  readonly bytes: number;
  readonly offsetBytes: number;
}

/** The same with the instants at which it, and the last of its completions, came to each hop. */
export interface Sighting extends Sent {
  readonly txnId: number;
  readonly requestPs: readonly (number | undefined)[];
  readonly completionPs: readonly (number | undefined)[];
}

const EVENTS_AT_ONCE = 10_000;

interface Draft {
  readonly requestPs: number[];
  readonly completionPs: number[];
  bytes: number;
  offsetBytes: number;
}

/** The requests of each piece of a run in order of issue. */
export function sightingsOf(run: Run): Sighting[][] {
  const pieces: Map<number, Draft>[] = [];
  const pieceOf = run.flows.map(({ leg }) => {
    if (leg === 'request') pieces.push(new Map());
    return pieces.length - 1;
  });
  for (let from = 0; from < run.eventCount; from += EVENTS_AT_ONCE) {
    for (const event of run.events(from, EVENTS_AT_ONCE)) {
      const { flow, hop, txnId, tPs, bytes, offsetBytes } = event;
      const piece = pieces[pieceOf[flow] ?? -1];
      if (piece === undefined) continue;
      let draft = piece.get(txnId);
      if (draft === undefined) {
        draft = { requestPs: [], completionPs: [], bytes: 0, offsetBytes: 0 };
        piece.set(txnId, draft);
      }
      if (run.flows[flow]?.leg === 'completion') {
        draft.completionPs[hop] = Math.max(tPs, draft.completionPs[hop] ?? 0);
      } else {
        draft.requestPs[hop] = tPs;
        draft.bytes = bytes;
        draft.offsetBytes = offsetBytes;
      }
    }
  }
  return pieces.map((piece) =>
    [...piece].map(([txnId, { requestPs, completionPs, bytes, offsetBytes }]) => ({
      txnId,
      issuePs: requestPs[0] ?? 0,
      arrivePs: Math.max(...requestPs.filter((tPs) => tPs !== undefined)),
      bytes,
      offsetBytes,
      requestPs,
      completionPs,
    })),
  );
}

/**
 * A piece that was decided again still waits for what it was cut from waited for. Its last part ends that: who
 * waits for it waits for this one, unless no answer comes any more.
 */
export function inPlaceOf(
  { token, after }: DecidedTransfer,
  piece: DecidedTransfer,
  isLast: boolean,
): DecidedTransfer {
  const isEnd = token !== undefined && isLast && piece.route.completionStatus === 'SC';
  return { ...piece, ...(after !== undefined && { after }), ...(isEnd && { token }) };
}

/** Bytes of its transfer that a piece moves: a translation request moves none. */
export function bytesMoved({ transfer }: DecidedTransfer): number {
  return transfer.at === 'translationRequest' ? 0 : transfer.bytes;
}

/** The piece of a transfer that its requests `from` to `end` (not included) are; null: there are none. */
export function pieceFrom(
  { request, transfer }: DecidedTransfer,
  sent: readonly Sent[],
  from: number,
  end: number,
): Transfer | null {
  const first = sent[from];
  const last = sent[end - 1];
  if (first === undefined || last === undefined || end <= from) return null;
  const address = BigInt(request.address) + BigInt(first.offsetBytes);
  const bytes = last.offsetBytes + last.bytes - first.offsetBytes;
  const startPs = from === 0 ? transfer.startPs : first.issuePs;
  return { ...transfer, address: `0x${address.toString(16)}`, bytes, startPs };
}
