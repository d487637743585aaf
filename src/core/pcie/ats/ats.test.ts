import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { machineOf, pcieScenario, queryOf, steps } from '../../../../tests/pcie-fixture.ts';
import type { Changes } from '../../../../tests/pcie-fixture.ts';
import { busAddr } from '../../base/address.ts';
import { acs } from '../../scenario/defaults.ts';
import { ACS_BIT } from '../../scenario/acs.ts';
import { decodeTlp } from '../tlp/decode.ts';
import { encodeTlp } from '../tlp/encode.ts';
import type { TlpFields } from '../tlp/fields.ts';
import type { AtsAnswer, RouteQuery, Translator } from '../types.ts';
import { emptyAtc, fillAtc, invalidateAtc, lookUpAtc } from './cache.ts';
import {
  decodeInvalidation,
  decodeTranslation,
  encodeInvalidation,
  encodeTranslation,
} from './entry.ts';
import type { AtsTranslation } from './entry.ts';
import { routeWithAts } from './exchange.ts';
import {
  invalidateCompletionFields,
  invalidateRequestFields,
  pageRequestFields,
  pageResponseFields,
  translationCompletionFields,
  translationRequestFields,
} from './messages.ts';

const NONE: AtsTranslation = {
  address: 0n,
  sizeBytes: 4096n,
  read: false,
  write: false,
  execute: false,
  privileged: false,
  global: false,
  untranslatedOnly: false,
  noSnoop: false,
};
const EVERYTHING = { address: 0n, sizeBytes: 1n << 64n, global: false };

describe('translation entries', () => {
  test.each([
    { fact: '4 KiB, read', given: { address: 0x12345000n, read: true }, word: 0x12345001n },
    {
      fact: '8 KiB: S set, bit 12 clear',
      given: { address: 0x12344000n, sizeBytes: 0x2000n, read: true, write: true },
      word: 0x12344803n,
    },
    {
      fact: '2 MiB: ones from bit 12 to bit 19',
      given: { address: 0x40000000n, sizeBytes: 0x200000n, read: true, write: true },
      word: 0x400ff803n,
    },
    { fact: 'untranslated only', given: { untranslatedOnly: true, read: true }, word: 0x5n },
  ])('$fact', ({ given, word }) => {
    expect(encodeTranslation({ ...NONE, ...given })).toBe(word);
    expect(decodeTranslation(word)).toEqual({ ...NONE, ...given });
  });

  test('decoding is the inverse of encoding for every size and flag', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: (1n << 52n) - 1n }),
        fc.integer({ min: 12, max: 47 }),
        fc.record({
          read: fc.boolean(),
          write: fc.boolean(),
          execute: fc.boolean(),
          privileged: fc.boolean(),
          global: fc.boolean(),
          untranslatedOnly: fc.boolean(),
          noSnoop: fc.boolean(),
        }),
        (value, bits, flags) => {
          const sizeBytes = 1n << BigInt(bits);
          const given = { ...flags, sizeBytes, address: value & ~(sizeBytes - 1n) };
          expect(decodeTranslation(encodeTranslation(given))).toEqual(given);
        },
      ),
    );
  });

  test('an invalidation of everything has all ones below bit 63', () => {
    const word = encodeInvalidation(EVERYTHING);
    expect(word).toBe(0x7fff_ffff_ffff_f800n);
    expect(decodeInvalidation(word)).toEqual(EVERYTHING);
  });
});

describe('messages', () => {
  const request = {
    requesterId: 0x400,
    tag: 7,
    address: 0x1_2345_6000n,
    entries: 2,
    noWrite: true,
    pasid: null,
  };
  const page = {
    requesterId: 0x400,
    address: 0x1_2345_6000n,
    group: 5,
    isLast: true,
    read: true,
    write: true,
    pasid: 0x42,
  };
  const cases: readonly {
    readonly fact: string;
    readonly fields: TlpFields;
    readonly has: object;
  }[] = [
    {
      fact: 'a translation request is a read with AT=01 of two DWs per entry',
      fields: translationRequestFields(request),
      has: { type: 'MRd64', at: 1, length: 4, firstBe: 15, lastBe: 15, nw: 1 },
    },
    {
      fact: 'its completion carries eight bytes per entry',
      fields: translationCompletionFields(request, 0, [
        { ...NONE, address: 0x9000n, read: true },
        NONE,
      ]),
      has: { type: 'CplD', byteCount: 16, payloadHex: '00000000000090010000000000000000' },
    },
    {
      fact: 'an invalidate request goes by ID and carries its ITag in the tag',
      fields: invalidateRequestFields({
        requesterId: 0,
        deviceId: 0x400,
        itag: 9,
        invalidation: EVERYTHING,
        pasid: null,
      }),
      has: { type: 'MsgD', messageCode: 1, routing: 2, tag: 9, dw2: '0x04000000' },
    },
    {
      fact: 'an invalidate completion says how many come and for which ITags',
      fields: invalidateCompletionFields({
        deviceId: 0x400,
        requesterId: 0,
        count: 1,
        itags: [9, 31],
      }),
      has: { type: 'Msg', messageCode: 2, dw2: '0x00000001', dw3: '0x80000200' },
    },
    {
      fact: 'a page request holds the address, the group and L W R',
      fields: pageRequestFields(page),
      has: { messageCode: 4, routing: 0, dw2: '0x00000001', dw3: '0x2345602f' },
    },
    {
      fact: 'a page response names the device, its code and the group',
      fields: pageResponseFields({
        requesterId: 0,
        deviceId: 0x400,
        group: 5,
        response: 'failure',
      }),
      has: { messageCode: 5, routing: 2, dw2: '0x0400f005' },
    },
  ];

  test.each(cases)('$fact', ({ fields, has }) => {
    expect(fields).toMatchObject(has);
    const bytes = encodeTlp(fields);
    expect(bytes.ok && decodeTlp(bytes.value)).toMatchObject({ ok: true, value: has });
  });
});

describe('the address translation cache', () => {
  const translation = { ...NONE, address: 0x9000n, read: true };
  const filled = fillAtc(emptyAtc(2), { pasid: null, address: 0x1234n, translation });

  test('gives the translated address of what it holds, for accesses that are granted', () => {
    const at = { pasid: null, address: 0x1678n };
    expect(lookUpAtc(filled, { ...at, isWrite: false }).address).toBe(0x9678n);
    expect(lookUpAtc(filled, { ...at, isWrite: true }).address).toBeNull();
    expect(lookUpAtc(filled, { ...at, pasid: 1, isWrite: false }).address).toBeNull();
  });

  test('the least recently used entry makes room', () => {
    const two = fillAtc(filled, { pasid: null, address: 0x2000n, translation });
    const used = lookUpAtc(two, { pasid: null, address: 0x1000n, isWrite: false }).atc;
    const three = fillAtc(used, { pasid: null, address: 0x3000n, translation });
    expect(three.entries.map(({ from }) => from)).toEqual([0x1000n, 0x3000n]);
  });

  test('a denied translation and one for untranslated use only are never used', () => {
    expect(fillAtc(emptyAtc(2), { pasid: null, address: 0n, translation: NONE }).entries).toEqual(
      [],
    );
    const only = { ...translation, untranslatedOnly: true };
    const atc = fillAtc(emptyAtc(2), { pasid: null, address: 0n, translation: only });
    expect(lookUpAtc(atc, { pasid: null, address: 0n, isWrite: false }).address).toBeNull();
  });

  test('an invalidation forgets what it overlaps, of its own PASID or with Global of all', () => {
    const both = fillAtc(filled, { pasid: 3, address: 0x1000n, translation });
    const left = (pasid: number | null, invalidation: Parameters<typeof encodeInvalidation>[0]) =>
      invalidateAtc(both, { pasid, invalidation }).entries.map((entry) => entry.pasid);
    const one = { address: 0x1000n, sizeBytes: 4096n, global: false };
    expect(left(null, one)).toEqual([3]);
    expect(left(3, one)).toEqual([null]);
    expect(left(null, { ...one, address: 0x2000n })).toEqual([null, 3]);
    expect(left(4, { ...EVERYTHING, global: true })).toEqual([null]);
  });
});

/** Grants everything inside one 4 KiB page at `to`. */
function agent(to: bigint, given: Partial<AtsAnswer> = {}): RouteQuery['translators'] {
  const refuses: Translator = {
    translate: () => ({ kind: 'fault', event: null, rule: 'SMMU-S2', operands: [], walk: [] }),
    answerTranslationRequest: () => ({
      status: 'Success',
      read: true,
      write: true,
      address: to,
      sizeBytes: 4096,
      space: 'PA',
      event: null,
      rule: 'SMMU-ATS-ANSWER',
      operands: [],
      walk: [],
      ...given,
    }),
  };
  return new Map([[0, refuses]]);
}

const IOVA = busAddr(0x1_0000_0000_0040n);

function exchange(
  changes: Changes,
  given: Partial<AtsAnswer> = {},
): {
  asked: string[];
  used: string[] | null;
  status: string | null;
} {
  const machine = machineOf(pcieScenario(changes));
  const target = queryOf(machine, 'EP1', 'EP2').request.address;
  const translators = agent(target, given);
  const query = queryOf(machine, 'EP1', 'EP2', { address: IOVA }, { translators });
  const { translation, translated } = routeWithAts(query);
  return {
    asked: steps(machine, translation.request),
    used: translated === null ? null : steps(machine, translated.request),
    status: translation.completionStatus,
  };
}

describe('an access by a device with ATS', () => {
  const redirecting: Changes = {
    change: { A: { acs: acs(0x7f, ACS_BIT.RR | ACS_BIT.DT) } },
  };

  test('asks the root complex, then goes straight to the peer through DT', () => {
    const { asked, used, status } = exchange(redirecting);
    expect(asked.at(-1)).toBe('RC SMMU-ATS-ANSWER');
    expect(status).toBe('SC');
    expect(used).toEqual(['EP1 ROUTE-ISSUE', 'A ACS-DT', 'B ROUTE-DOWN', 'EP2 ROUTE-BAR']);
  });

  test('is not made where the answer grants nothing', () => {
    const { used, status } = exchange(redirecting, { read: false, write: false, address: null });
    expect([used, status]).toEqual([null, 'SC']);
  });

  test('is not made where the agent refuses', () => {
    const { used, status } = exchange(redirecting, { status: 'CA' });
    expect([used, status]).toEqual([null, 'CA']);
  });

  test('dies at a port with TB, which aborts the translation request', () => {
    const { asked, used, status } = exchange({ change: { A: { acs: acs(0x7f, ACS_BIT.TB) } } });
    expect(asked.at(-1)).toBe('A ACS-TB');
    expect([used, status]).toEqual([null, 'CA']);
  });
});
