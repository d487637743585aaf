import { describe, expect, test } from 'vitest';
import {
  barAddress,
  indexOf,
  machineOf,
  pcieScenario,
  queryOf,
  steps,
} from '../../../tests/pcie-fixture.ts';
import { defined } from '../base/assert.ts';
import { HEADER_RULES } from '../rules/header.ts';
import { acs } from '../scenario/defaults.ts';
import { ACS_BIT } from '../scenario/acs.ts';
import { injectTlp, injectionPorts } from './inject.ts';
import type { Injected } from './inject.ts';
import { route } from './route.ts';
import { tlpFields } from './tlp-fields.ts';
import { encodeTlp } from './tlp/encode.ts';
import type { TlpFields } from './tlp/fields.ts';
import type { Route } from './types.ts';

const machine = machineOf(pcieScenario({}));
const tripped = new Set<string>();

/** The first TLP of EP1's write or read of EP2, with fields changed before it is encoded. */
function bytesOf(
  kind: 'MWr' | 'MRd',
  leg: 'request' | 'completion' = 'request',
  change: Partial<TlpFields> = {},
): Uint8Array {
  const query = queryOf(machine, 'EP1', 'EP2', { kind });
  const { fields } = tlpFields({ ...query, route: route(query), leg, hop: 0 });
  const encoded = encodeTlp({ ...fields, ...change });
  if (!encoded.ok) throw new Error(encoded.error);
  return encoded.value;
}

/** Flips one bit of a header DW. */
function flipped(bytes: Uint8Array, dw: number, bit: number): Uint8Array {
  const copy = bytes.slice();
  const at = dw * 4 + 3 - (bit >> 3);
  copy[at] = (copy[at] ?? 0) ^ (1 << (bit & 7));
  return copy;
}

function inject(
  port: string,
  bytes: Uint8Array,
  more: Partial<Parameters<typeof injectTlp>[0]> = {},
): Injected & { readonly way: readonly string[] } {
  const on = more.machine ?? machine;
  const injected = injectTlp({
    machine: on,
    translators: new Map(),
    port: indexOf(on, port),
    bytes,
    t: 0,
    awaited: null,
    ...more,
  });
  const way = (hops: Route['request']): string[] => steps(on, hops);
  const { request, completion } = injected.route;
  for (const { rule } of [...request, ...completion]) tripped.add(rule);
  return { ...injected, way: [...way(request), ...way(completion)] };
}

describe('a TLP put on the wire by hand', () => {
  test('unchanged, at the port its sender is below, it takes the way of the transfer', () => {
    const query = queryOf(machine, 'EP1', 'EP2');
    const { route: injected, records } = inject('A', bytesOf('MWr'));
    expect(steps(machine, injected.request)).toEqual(steps(machine, route(query).request.slice(1)));
    expect(injected.outcome).toBe('delivered');
    expect(records).toEqual([]);
  });

  test('a read is answered, and its answer travels by the requester ID of the header', () => {
    const { way, route: injected } = inject('A', bytesOf('MRd'));
    expect(injected.completionStatus).toBe('SC');
    expect(way.at(-1)).toBe('EP1 ROUTE-CPL-DELIVERED');
  });

  test('one address bit flipped: another BAR, or nobody', () => {
    // EP1 asks for an address that its own port would have to claim: back where it came from.
    const own = barAddress(machine, 'EP1');
    const { route: back } = inject(
      'A',
      bytesOf('MWr', 'request', { address: `0x${own.toString(16)}` }),
    );
    expect(back.outcome).toBe('unsupportedRequest');
    const { route: far } = inject('A', flipped(bytesOf('MWr'), 2, 20));
    expect(far.outcome).not.toBe('delivered');
  });

  test('a requester ID of another bus is caught by Source Validation', () => {
    const guarded = machineOf(pcieScenario({ change: { A: { acs: acs(0x7f, ACS_BIT.SV) } } }));
    const { records, way } = inject('A', flipped(bytesOf('MWr'), 1, 26), { machine: guarded });
    expect(way).toEqual(['A ACS-SV']);
    expect(records[0]).toMatchObject({ bit: 21, message: 'ERR_NONFATAL' });
  });

  test('the same bytes at another port start there', () => {
    expect(inject('RP1', bytesOf('MWr')).way[0]).toMatch(/^RP1 /);
    expect(inject('EP2', bytesOf('MWr')).way).toEqual(['EP2 ROUTE-BAR']);
    expect(inject('EP3', bytesOf('MWr')).way).toEqual(['EP3 ROUTE-NO-BAR']);
    expect(inject('USP', bytesOf('MWr')).way.slice(0, 2)).toEqual([
      'USP ROUTE-DOWN',
      'B ROUTE-DOWN',
    ]);
  });

  test.each([
    ['AT=11', flipped(flipped(bytesOf('MWr'), 0, 10), 0, 11), 'AT_RESERVED'],
    ['a reserved type', flipped(bytesOf('MWr'), 0, 27), 'RESERVED_FMT_TYPE'],
    ['a Length that the payload does not have', flipped(bytesOf('MWr'), 0, 0), 'PAYLOAD_LENGTH'],
    ['no byte enabled in the last DW', flippedAll(bytesOf('MWr'), 1, [4, 5, 6, 7]), 'LAST_BE_ZERO'],
    ['a header of 3 bytes', bytesOf('MRd').slice(0, 3), 'TRUNCATED_HEADER'],
  ])('%s is Malformed where it is received: %s', (_what, bytes, rule) => {
    const { route: injected, records, broken, way } = inject('A', bytes);
    expect(broken).toBe(rule);
    expect(way).toEqual(['A TLP-MALFORMED']);
    expect(injected.request[0]?.operands[0]?.name).toBe(rule);
    expect(injected.completion).toEqual([]);
    expect(records).toMatchObject([{ bit: 18, severity: 'fatal', message: 'ERR_FATAL' }]);
    expect(records[0]?.headerLog?.[0]).toBe(new DataView(padded(bytes).buffer).getUint32(0));
  });

  test('a payload above MPS is Malformed at the first receiver with less', () => {
    const small = machineOf(pcieScenario({ change: { B: { mps: 128 }, EP2: { mps: 128 } } }));
    const big = bytesOf('MWr', 'request', { length: 64, payloadHex: '00'.repeat(256) });
    const { way } = inject('A', big, { machine: small });
    expect(way.at(-1)).toMatch(/ROUTE-MALFORMED-MPS$/);
  });

  test('a 4DW header below 4 GiB is not foretold', () => {
    const low = bytesOf('MWr').slice();
    low.fill(0, 8, 12);
    expect(inject('A', low).way).toEqual(['A TLP-LOW-64']);
    expect(inject('A', low).route.outcome).toBe('unmodelled');
  });

  test('a message is read and not followed', () => {
    const { fields, route: injected } = inject('A', Uint8Array.of(0x30, 0, 0, 0, ...zeros(12)));
    expect(fields?.type).toBe('Msg');
    expect(injected.request[0]?.rule).toBe('TLP-KIND-UNMODELLED');
  });

  test('a configuration request from below is refused', () => {
    const config = Uint8Array.of(4, 0, 0, 1, 0, 0, 0, 0xf, ...zeros(4));
    expect(inject('A', config).way[0]).toBe('A ROUTE-CFG-UP');
  });

  test('EP=1 passes every port and is not used', () => {
    const { way, records, route: injected } = inject('A', bytesOf('MWr', 'request', { ep: 1 }));
    expect(way.at(-1)).toBe('EP2 TLP-POISONED');
    expect(records).toMatchObject([{ bit: 12, function: indexOf(machine, 'EP2') }]);
    expect(injected.outcome).toBe('dropped');
  });

  test('a completion is taken by who waits for it and for no other tag', () => {
    const bytes = bytesOf('MRd', 'completion');
    const awaited = { requesterId: idOf('EP1'), tag: 0 };
    expect(inject('B', bytes, { awaited }).route.outcome).toBe('delivered');
    const other = inject('B', flipped(bytes, 2, 8), { awaited });
    expect(other.way.at(-1)).toBe('EP1 TLP-CPL-UNAWAITED');
    expect(other.records).toMatchObject([{ bit: 16 }]);
    expect(inject('EP3', bytes, { awaited }).records).toMatchObject([{ bit: 16 }]);
  });

  test('every function at the end of a link is offered', () => {
    expect(
      injectionPorts(machine)
        .map(({ id }) => id)
        .toSorted(),
    ).toEqual(['A', 'B', 'EP1', 'EP2', 'EP3', 'RP0', 'RP1', 'USP']);
  });

  test('every bit of every header, flipped, ends in one outcome at every port', () => {
    const samples = [bytesOf('MWr'), bytesOf('MRd'), bytesOf('MRd', 'completion')];
    for (const bytes of samples) {
      for (let bit = 0; bit < 128; bit++) {
        for (const { id } of injectionPorts(machine)) {
          const { route: injected, broken } = inject(id, flipped(bytes, bit >> 5, bit & 31));
          expect(injected.request.length + injected.completion.length).toBeGreaterThan(0);
          if (broken !== null) expect(injected.outcome).toBe('dropped');
        }
      }
    }
  });

  test('no rule of headers goes unmet above', () => {
    expect(Object.keys(HEADER_RULES).filter((rule) => !tripped.has(rule))).toEqual([]);
  });
});

function flippedAll(bytes: Uint8Array, dw: number, bits: readonly number[]): Uint8Array {
  return bits.reduce((sum, bit) => flipped(sum, dw, bit), bytes);
}

function zeros(count: number): number[] {
  return Array.from({ length: count }, () => 0);
}

function padded(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(16);
  whole.set(bytes.subarray(0, 16));
  return whole;
}

function idOf(id: string): string {
  const bdf = defined(machine.functions[indexOf(machine, id)], id).bdf;
  const two = (value: number): string => value.toString(16).padStart(2, '0');
  return `${two(bdf.bus)}:${two(bdf.device)}.${bdf.fn}`;
}
