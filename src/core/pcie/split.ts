import { assert } from '../base/assert.ts';

/** One completion with data of a read: bytes [address, address + bytes). */
export interface CompletionPiece {
  readonly lowerAddress: number;
  /** Bytes still to deliver, this completion included. */
  readonly byteCount: number;
  readonly lengthDw: number;
  readonly address: bigint;
  readonly bytes: number;
}

/** How a completer cuts completions. `rcbChunks`: at every RCB, as many root complexes do. Bytes. */
export interface CompletionSplitting {
  readonly mps: number;
  readonly rcb: number;
  readonly rcbChunks: boolean;
}

/**
 * Splits the completion of a read of `bytes` from `address`: everything at once if it fits, else pieces
 * that end at a multiple of RCB and are as long as MPS allows.
 *
 * @returns the completions in increasing address order; for a zero-length read (`bytes` 0) one completion
 *   of one DW with byte count 1 and lower address bits [1:0] 0.
 * @source PCIe Base §2.3.1.1, §2.2.9
 */
export function splitCompletion(
  address: bigint,
  bytes: number,
  { mps, rcb, rcbChunks }: CompletionSplitting,
): CompletionPiece[] {
  assert(rcbChunks || mps >= rcb, 'MPS is never smaller than RCB');
  if (bytes === 0) {
    const lowerAddress = Number(address & 0x7cn);
    return [{ lowerAddress, byteCount: 1, lengthDw: 1, address, bytes: 0 }];
  }
  const pieces: CompletionPiece[] = [];
  let at = address;
  let left = bytes;
  while (left > 0) {
    const offset = Number(at & 3n);
    const size = rcbChunks ? toNextBoundary(at, left, rcb) : toLongest(at, left, mps, rcb);
    pieces.push({
      lowerAddress: Number(at & 0x7fn),
      byteCount: left,
      lengthDw: Math.ceil((offset + size) / 4),
      address: at,
      bytes: size,
    });
    at += BigInt(size);
    left -= size;
  }
  return pieces;
}

function toNextBoundary(at: bigint, left: number, rcb: number): number {
  return Math.min(left, rcb - Number(at % BigInt(rcb)));
}

function toLongest(at: bigint, left: number, mps: number, rcb: number): number {
  if (Number(at & 3n) + left <= mps) return left;
  const limit = (at & ~3n) + BigInt(mps);
  const end = limit - (limit % BigInt(rcb));
  return Number(end - at);
}

/** One memory request on the wire. `firstBe` and `lastBe` are those of its header. */
export interface RequestPiece {
  readonly address: bigint;
  readonly bytes: number;
  readonly lengthDw: number;
  readonly firstBe: number;
  readonly lastBe: number;
}

/**
 * Length and byte enables of a request for `bytes` from `address`.
 *
 * @returns Length 1 and both enables 0 for a zero-length request, the flush primitive.
 * @source PCIe Base §2.2.5, §2.2.7
 */
export function requestPiece(address: bigint, bytes: number): RequestPiece {
  if (bytes === 0) return { address, bytes, lengthDw: 1, firstBe: 0, lastBe: 0 };
  const offset = Number(address & 3n);
  const lengthDw = Math.ceil((offset + bytes) / 4);
  const first = (0xf << offset) & 0xf;
  const last = 0xf >> (3 - ((offset + bytes - 1) % 4));
  return lengthDw === 1
    ? { address, bytes, lengthDw, firstBe: first & last, lastBe: 0 }
    : { address, bytes, lengthDw, firstBe: first, lastBe: last };
}

const PAGE_BYTES = 4096;

/** Bytes of the request that starts at `address`, of `left` bytes to move. */
function sizeOfNext(address: bigint, left: number, maxBytes: number): number {
  const toPage = PAGE_BYTES - Number(address % BigInt(PAGE_BYTES));
  return Math.min(left, toPage, maxBytes - Number(address & 3n));
}

/**
 * Splits a transfer into requests: at every 4 KiB boundary, then at `maxBytes` (MPS for writes, MRRS for
 * reads), counted in whole DWs as the Length field counts.
 *
 * @returns the requests in address order; one zero-length request where `bytes` is 0.
 * @source PCIe Base §2.2.7, §7.5.3.4
 */
export function splitRequest(address: bigint, bytes: number, maxBytes: number): RequestPiece[] {
  if (bytes === 0) return [requestPiece(address, 0)];
  const pieces: RequestPiece[] = [];
  let at = address;
  let left = bytes;
  while (left > 0) {
    const size = sizeOfNext(at, left, maxBytes);
    pieces.push(requestPiece(at, size));
    at += BigInt(size);
    left -= size;
  }
  return pieces;
}

/** The first request of a transfer, without making the others. */
export function firstRequest(address: bigint, bytes: number, maxBytes: number): RequestPiece {
  return requestPiece(address, bytes === 0 ? 0 : sizeOfNext(address, bytes, maxBytes));
}
