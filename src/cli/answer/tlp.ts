import * as z from 'zod/mini';
import { err, ok } from '../../core/base/result.ts';
import type { Result } from '../../core/base/result.ts';
import { decodeTlp } from '../../core/pcie/tlp/decode.ts';
import { encodeTlp } from '../../core/pcie/tlp/encode.ts';
import { TLP_TYPES } from '../../core/pcie/tlp/fields.ts';
import type { TlpFields, TlpType } from '../../core/pcie/tlp/fields.ts';
import type { Answer } from './answer.ts';

const vectorSchema = z.object({
  name: z.string(),
  bytesHex: z.string().check(z.regex(/^(?:[0-9a-f]{2})*$/i)),
  fields: z.optional(z.looseObject({ type: z.string() })),
});

const fileSchema = z.object({
  vectors: z.optional(z.array(vectorSchema)),
  malformed: z.optional(z.array(vectorSchema)),
});

const isTlpType = (name: string): name is TlpType => Object.hasOwn(TLP_TYPES, name);

function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

function hexOf(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The fields of a case file as the encoder takes them; what is not given is 0. */
function fieldsOf(given: Record<string, unknown> & { type: string }): TlpFields | null {
  if (!isTlpType(given.type)) return null;
  const { fmt, typeCode } = TLP_TYPES[given.type];
  const defaults = { fmt, typeCode, tc: 0, th: 0, td: 0, ep: 0, at: 0, length: 0, tag: 0 };
  const attr = { ido: 0, ro: 0, ns: 0 };
  const base = { ...defaults, attr, requesterId: '00:00.0' };
  return { ...base, ...given, type: given.type };
}

function encoded(given: (Record<string, unknown> & { type: string }) | undefined): unknown {
  const fields = given === undefined ? null : fieldsOf(given);
  if (fields === null) return null;
  const bytes = encodeTlp(fields);
  return bytes.ok ? hexOf(bytes.value) : { error: bytes.error };
}

function decoded(bytesHex: string): unknown {
  const fields = decodeTlp(bytesOf(bytesHex));
  return fields.ok ? fields.value : { error: fields.error };
}

/** What the codec says to each vector and each malformed byte string of tlp-vectors.json; ids are the names. */
export function answerTlp(document: unknown): Result<Answer[], string> {
  const file = fileSchema.safeParse(document);
  if (!file.success) return err('expected vectors[] with name, bytesHex and fields');
  const vectors = (file.data.vectors ?? []).map(({ name, bytesHex, fields }) => ({
    id: name,
    answer: { encode: encoded(fields), decode: decoded(bytesHex) },
  }));
  const malformed = (file.data.malformed ?? []).map(({ name, bytesHex }) => ({
    id: name,
    answer: { decode: decoded(bytesHex) },
  }));
  return ok([...vectors, ...malformed]);
}
