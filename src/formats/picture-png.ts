import { strFromU8, strToU8 } from 'fflate';
import { err, ok } from '../core/base/result.ts';
import type { Result } from '../core/base/result.ts';

/*
 * PNG pictures that hold their document in an iTXt chunk. Dropped back, they reopen it. Bytes in, bytes out: no canvas.
 * @source PNG (Third Edition) §5.3 and §11.3.3.4
 */

const KEYWORD = 'p2pdma-scenario';
const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** A chunk longer than the largest input that is read holds no document of ours. */
const LARGEST_CHUNK = 16 * 1024 * 1024;

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = (c & 1) === 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c;
});

function crcOf(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (CRC_TABLE[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

interface Chunk {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly data: Uint8Array;
}

/** Whether bytes begin as a PNG does. */
export function isPng(bytes: Uint8Array): boolean {
  return PNG_SIGNATURE.every((byte, i) => bytes[i] === byte);
}

/** The chunks in order; null where the bytes are no PNG or a chunk leaves them. */
function chunksOf(png: Uint8Array): Chunk[] | null {
  if (!isPng(png)) return null;
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const chunks: Chunk[] = [];
  let at = PNG_SIGNATURE.length;
  while (at + 12 <= png.length) {
    const length = view.getUint32(at);
    const end = at + 12 + length;
    if (length > LARGEST_CHUNK || end > png.length) return null;
    const type = String.fromCharCode(...png.subarray(at + 4, at + 8));
    chunks.push({ type, start: at, end, data: png.subarray(at + 8, at + 8 + length) });
    at = end;
  }
  return chunks.at(-1)?.type === 'IEND' ? chunks : null;
}

/** Keyword, NUL, not compressed, method 0, no language, no translated keyword. */
const ITXT_PREFIX = strToU8(`${KEYWORD}\0\0\0\0\0`);

const isOurs = ({ type, data }: Chunk): boolean =>
  type === 'iTXt' && ITXT_PREFIX.every((byte, i) => data[i] === byte);

function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(12 + data.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  bytes.set(strToU8(type), 4);
  bytes.set(data, 8);
  view.setUint32(8 + data.length, crcOf(bytes.subarray(4, 8 + data.length)));
  return bytes;
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/**
 * Puts the document's JSON into a PNG as an uncompressed iTXt chunk before IEND; an older one is replaced.
 *
 * @returns the error as a sentence when the bytes are no complete PNG.
 */
export function embedInPng(png: Uint8Array, json: string): Result<Uint8Array, string> {
  const chunks = chunksOf(png);
  if (chunks === null) return err('this is no complete PNG picture; export it again');
  const text = strToU8(json);
  const kept = chunks.filter((one) => !isOurs(one) && one.type !== 'IEND');
  return ok(
    join([
      Uint8Array.from(PNG_SIGNATURE),
      ...kept.map(({ start, end }) => png.subarray(start, end)),
      chunk('iTXt', join([ITXT_PREFIX, text])),
      chunk('IEND', new Uint8Array(0)),
    ]),
  );
}

/** The JSON that a PNG embeds; null: it is no PNG, or holds none. */
export function sceneInPng(png: Uint8Array): string | null {
  const ours = chunksOf(png)?.find(isOurs);
  if (ours === undefined) return null;
  const bytes = ours.data;
  if (
    new DataView(png.buffer, png.byteOffset).getUint32(ours.end - 4) !==
    crcOf(png.subarray(ours.start + 4, ours.end - 4))
  ) {
    return null;
  }
  return strFromU8(bytes.subarray(ITXT_PREFIX.length));
}
