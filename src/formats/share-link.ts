import { assertUnreachable } from '../core/base/assert.ts';
import { Inflate, deflateSync, strFromU8, strToU8 } from 'fflate';
import * as z from 'zod/mini';
import type { Result } from '../core/base/result.ts';
import { err, ok } from '../core/base/result.ts';
import type { Scenario } from '../core/scenario/schema.ts';

/*
 * A link carries the whole document and the instant in its fragment, which no browser sends to a server:
 * `#s=1.` and base64url(deflate(JSON)). The number is the version of this envelope; the scenario inside
 * has its own.
 */

const LINK_VERSION = 1;

/** A document never inflates to more than this; a link that does is hostile. Bytes. */
const MAX_INFLATED_BYTES = 32 * 1024 * 1024;

/** Links longer than this may be cut by mail and chat programs: offer a file instead. Characters. */
export const LONG_LINK_LENGTH = 8 * 1024;

const envelopeSchema = z.object({
  s: z.unknown(),
  t: z.optional(z.number().check(z.gte(0))),
  /** Ids of selected components and links. */
  sel: z.optional(z.array(z.string().check(z.maxLength(64))).check(z.maxLength(1000))),
  tlp: z.optional(z.int().check(z.gte(0))),
});

/** What a link opens: a document that is still to be checked, and where its sender stood. */
export interface SharedState {
  readonly scenario: unknown;
  readonly tPs: number;
  readonly selection: readonly string[];
  /** The followed TLP, or null. */
  readonly tlpId: number | null;
}

export type ShareLinkProblem =
  | { readonly code: 'newer'; readonly version: number; readonly raw: string }
  | { readonly code: 'damaged'; readonly raw: string; readonly text: string | null }
  | { readonly code: 'tooLarge'; readonly limitBytes: number; readonly raw: string };

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

function toBase64Url(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const word = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    const digits = Math.min(4, bytes.length - at + 1);
    for (let n = 0; n < digits; n += 1) text += ALPHABET[(word >> (18 - 6 * n)) & 63] ?? '';
  }
  return text;
}

function fromBase64Url(text: string): Uint8Array | null {
  if (text.length % 4 === 1) return null;
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let bits = 0;
  let count = 0;
  let at = 0;
  for (const character of text) {
    const value = ALPHABET.indexOf(character);
    if (value < 0) return null;
    bits = ((bits << 6) | value) & 0xffffff;
    count += 6;
    if (count >= 8) {
      count -= 8;
      bytes[at] = (bits >> count) & 0xff;
      at += 1;
    }
  }
  return bytes;
}

class TooLarge extends Error {}

/** Inflates whole streams only: a stream that ends early is damaged. */
function inflate(bytes: Uint8Array): Uint8Array | null {
  const chunks: Uint8Array[] = [];
  let size = 0;
  let isWhole = false;
  const stream = new Inflate((chunk, final) => {
    size += chunk.length;
    if (size > MAX_INFLATED_BYTES) throw new TooLarge();
    chunks.push(chunk);
    isWhole = final;
  });
  // Pushing slice by slice lets the limit act before a hostile stream fills the memory.
  const slice = 64 * 1024;
  for (let at = 0; at < bytes.length; at += slice) {
    stream.push(bytes.subarray(at, at + slice), at + slice >= bytes.length);
  }
  if (!isWhole) return null;
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

/** The fragment of a link, from `#` on, that carries this document and where one stands in it. */
export function encodeShareLink(scenario: Scenario, here: Omit<SharedState, 'scenario'>): string {
  const envelope = {
    s: scenario,
    t: here.tPs,
    ...(here.selection.length > 0 ? { sel: here.selection } : {}),
    ...(here.tlpId === null ? {} : { tlp: here.tlpId }),
  };
  return `#s=${pack(envelope)}`;
}

/** The fragment of a link, from `#` on, that carries a lesson. */
export function encodeLessonLink(lesson: unknown): string {
  return `#lesson=${pack(lesson)}`;
}

/** The version of the envelope and a value, as a link carries them. */
function pack(value: unknown): string {
  const bytes = deflateSync(strToU8(JSON.stringify(value)), { level: 9 });
  return `${LINK_VERSION}.${toBase64Url(bytes)}`;
}

/** The text that was packed behind `key=`, or what is wrong with it; null: the fragment has no such key. */
function unpack(key: 's' | 'lesson', raw: string): Result<string, ShareLinkProblem> | null {
  const match = new RegExp(`^#?${key}=([^.]*)(?:\\.(.*))?$`, 's').exec(raw);
  if (!match) return null;
  const version = Number(match[1]);
  if (Number.isInteger(version) && version > LINK_VERSION)
    return err({ code: 'newer', version, raw });
  const packed = version === LINK_VERSION ? fromBase64Url(match[2] ?? '') : null;
  try {
    const bytes = packed === null ? null : inflate(packed);
    return bytes === null ? err({ code: 'damaged', raw, text: null }) : ok(strFromU8(bytes));
  } catch (error) {
    if (error instanceof TooLarge) {
      return err({ code: 'tooLarge', limitBytes: MAX_INFLATED_BYTES, raw });
    }
    return err({ code: 'damaged', raw, text: null });
  }
}

/** The JSON in a text; undefined: it is none. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Reads a fragment that starts with `#lesson=`; the lesson in it is still to be checked. */
export function decodeLessonLink(fragment: string): Result<unknown, ShareLinkProblem> {
  const text = unpack('lesson', fragment) ?? err({ code: 'damaged', raw: fragment, text: null });
  if (!text.ok) return text;
  const lesson = jsonOf(text.value);
  if (lesson === undefined) return err({ code: 'damaged', raw: fragment, text: text.value });
  return ok(lesson);
}

/**
 * Reads the fragment of a link.
 *
 * @returns null when the fragment carries no document at all; a problem keeps the raw text so that a
 *   person can save it, and the decoded JSON text where decoding got that far.
 */
export function decodeShareLink(fragment: string): Result<SharedState, ShareLinkProblem> | null {
  const text = unpack('s', fragment);
  if (text === null || !text.ok) return text;
  const envelope = z.safeParse(envelopeSchema, jsonOf(text.value));
  if (!envelope.success) return err({ code: 'damaged', raw: fragment, text: text.value });
  const { s, t, sel, tlp } = envelope.data;
  return ok({ scenario: s, tPs: t ?? 0, selection: sel ?? [], tlpId: tlp ?? null });
}

/** One sentence for people: what is wrong with the link and what to do. */
export function describeShareLinkProblem(problem: ShareLinkProblem): string {
  switch (problem.code) {
    case 'newer':
      return `This link was made by a newer version (format ${problem.version}; this program reads ${LINK_VERSION}): reload to get the newest version, or save the link's text.`;
    case 'damaged':
      return 'This link is damaged, probably cut off when it was copied: ask for it again, or save what is there.';
    case 'tooLarge':
      return `This link unpacks to more than ${problem.limitBytes / 2 ** 20} MiB, which no document needs; it was not opened.`;
    default:
      return assertUnreachable(problem);
  }
}
