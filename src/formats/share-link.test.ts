import { inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { deflateSync, strToU8 } from 'fflate';
import { describe, expect, test } from 'vitest';
import type { Scenario } from '../core/scenario/schema.ts';
import { decodeShareLink, describeShareLinkProblem, encodeShareLink } from './share-link.ts';

const SCENARIO: Scenario = {
  format: 'p2pdma-scenario',
  version: 1,
  title: 'Zwei Geräte, 两个设备',
  system: { cpu: 'intel', kernel: '7.3', iommu: 'on' },
  components: [
    {
      id: 'hb',
      kind: 'host-bridge',
      name: 'CPU0',
      segment: 0,
      rcP2P: 'full',
      p2pRoute: 'internal',
    },
  ],
  links: [],
  transfers: [],
};
const HERE = { tPs: 1_240_000, selection: ['hb'], tlpId: 7 };

function base64Url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}

describe('a share link', () => {
  test('carries the document, the instant, the selection and the followed TLP', () => {
    const link = encodeShareLink(SCENARIO, HERE);
    expect(link).toMatch(/^#s=1\.[\w-]+$/);
    expect(decodeShareLink(link)).toEqual({ ok: true, value: { scenario: SCENARIO, ...HERE } });
  });

  test('is plain base64url of a raw deflate stream, as other programs read it', () => {
    const link = encodeShareLink(SCENARIO, HERE);
    const packed = Buffer.from(link.slice('#s=1.'.length), 'base64url');
    expect(JSON.parse(inflateRawSync(packed).toString('utf8'))).toMatchObject({ s: SCENARIO });
  });

  test('round-trips any title and selection', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 200 }),
        fc.array(fc.string({ maxLength: 64 })),
        fc.nat(),
        (title, selection, tPs) => {
          const link = encodeShareLink({ ...SCENARIO, title }, { tPs, selection, tlpId: null });
          const value = { scenario: { ...SCENARIO, title }, tPs, selection, tlpId: null };
          expect(decodeShareLink(link)).toEqual({ ok: true, value });
        },
      ),
    );
  });

  test('cut off anywhere, it is damaged, and what is there can be saved', () => {
    const link = encodeShareLink(SCENARIO, HERE);
    for (let length = '#s='.length; length < link.length; length += 1) {
      const raw = link.slice(0, length);
      expect(decodeShareLink(raw)).toMatchObject({ ok: false, error: { code: 'damaged', raw } });
    }
  });

  test('of a newer version, it says so', () => {
    const answer = decodeShareLink('#s=2.AAAA');
    expect(answer).toMatchObject({ ok: false, error: { code: 'newer', version: 2 } });
    if (answer?.ok === false)
      expect(describeShareLinkProblem(answer.error)).toMatch(/newer version/);
  });

  test('that unpacks without end is not opened', () => {
    const bomb = base64Url(deflateSync(new Uint8Array(40 * 1024 * 1024)));
    expect(decodeShareLink(`#s=1.${bomb}`)).toMatchObject({ error: { code: 'tooLarge' } });
  });

  test.each([
    ['no JSON', strToU8('{"s":')],
    ['no envelope', strToU8('[1,2]')],
    ['a negative instant', strToU8('{"s":{},"t":-1}')],
  ])('with %s inside is damaged and keeps its text', (_name, bytes) => {
    const answer = decodeShareLink(`#s=1.${base64Url(deflateSync(bytes))}`);
    expect(answer).toMatchObject({ ok: false, error: { code: 'damaged' } });
    if (answer?.ok === false && answer.error.code === 'damaged') {
      expect(answer.error.text).not.toBeNull();
    }
  });

  test('any text at all gives an answer and never an exception', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        decodeShareLink(text);
        expect(decodeShareLink(`#s=1.${text}`)?.ok).toBe(false);
      }),
    );
  });

  test('a fragment without a document is no share link', () => {
    expect(decodeShareLink('')).toBeNull();
    expect(decodeShareLink('#canvas')).toBeNull();
  });
});
