import { describe, expect, test } from 'vitest';
import { machineOf, pcieScenario, queryOf } from '../../../tests/pcie-fixture.ts';
import type { Changes } from '../../../tests/pcie-fixture.ts';
import { acs, bar32 } from '../scenario/defaults.ts';
import { busAddr } from '../base/address.ts';
import { route } from './route.ts';
import { tlpFields } from './tlp-fields.ts';
import type { TlpAtHop, TlpQuestion } from './tlp-fields.ts';
import { encodeTlp } from './tlp/encode.ts';
import type { RequestTlp, Route } from './types.ts';

interface Asked {
  readonly changes?: Changes;
  readonly to?: string;
  readonly request?: Partial<RequestTlp>;
  readonly more?: Partial<TlpQuestion>;
}

function headers({ changes = {}, to = 'EP2', request = {}, more = {} }: Asked): {
  found: Route;
  at: (leg: 'request' | 'completion', hop: number) => TlpAtHop;
} {
  const machine = machineOf(pcieScenario(changes));
  const query = queryOf(machine, 'EP1', to, request);
  const found = route(query);
  const { requester } = query;
  const question = { machine, requester, request: query.request, route: found, ...more };
  return { found, at: (leg, hop) => tlpFields({ ...question, leg, hop }) };
}

describe('tlpFields', () => {
  test('a write above 4 GiB has a 4DW header, one below a 3DW header', () => {
    expect(headers({}).at('request', 0).fields.type).toBe('MWr64');
    const low: Changes = { change: { EP2: { bars: [bar32(0, 1 << 20)] } } };
    expect(headers({ changes: low }).at('request', 0).fields).toMatchObject({
      type: 'MWr32',
      length: 16,
    });
  });

  test('the second read of a transfer starts where the first one ended', () => {
    const read = headers({
      request: { kind: 'MRd', bytes: 1000 },
      more: { requestIndex: 1, bytes: 1000 },
    });
    const first = headers({ request: { kind: 'MRd', bytes: 1000 } }).at('request', 0).fields;
    const second = read.at('request', 0).fields;
    expect(BigInt(second.address ?? 0) - BigInt(first.address ?? 0)).toBe(512n);
    expect([first.length, second.length, second.tag]).toEqual([128, 122, 1]);
  });

  test('completions count down and carry the low address bits', () => {
    const machine = machineOf(pcieScenario({}));
    const address = busAddr(queryOf(machine, 'EP1', 'EP2').request.address + 0x10n);
    const request = { kind: 'MRd' as const, bytes: 512, address };
    const of = (completionIndex: number): TlpAtHop['fields'] =>
      headers({ request, more: { completionIndex } }).at('completion', 0).fields;
    expect(of(0)).toMatchObject({ type: 'CplD', byteCount: 512, lowerAddress: 0x10, length: 60 });
    expect(of(1)).toMatchObject({ byteCount: 272, lowerAddress: 0, length: 64 });
    expect(of(2)).toMatchObject({ byteCount: 16, lowerAddress: 0, length: 4 });
  });

  test('a refused read is answered without data by the port that refused it', () => {
    const blocked: Changes = { change: { A: { acs: acs(0x7f, 2) } } };
    const request = { kind: 'MRd' as const, at: 'translated' as const, bytes: 64 };
    const { at, found } = headers({ changes: blocked, request });
    expect(found.completionStatus).toBe('CA');
    expect(at('request', 0).fields.at).toBe(2);
    expect(at('completion', 0).fields).toMatchObject({
      type: 'Cpl',
      status: 4,
      byteCount: 64,
      length: 0,
    });
  });

  test('a protected request has its IDE fields beside the header', () => {
    const tdisp = { state: 'RUN', dmaEnabled: true };
    const { at } = headers({ changes: { change: { EP1: { tdisp } } }, request: { t: 1 } });
    expect(at('request', 0).ide).toEqual({ t: 1, m: 1, subStream: 'posted' });
    expect(headers({}).at('request', 0).ide).toBeNull();
  });

  test.each(['MWr', 'MRd', 'FetchAdd', 'Swap', 'CAS'] as const)(
    'every header of a %s can be encoded at every hop',
    (kind) => {
      const { found, at } = headers({ to: 'EP3', request: { kind, bytes: 8 } });
      found.request.forEach((_, hop) => expect(encodeTlp(at('request', hop).fields).ok).toBe(true));
      found.completion.forEach((_, hop) => {
        expect(encodeTlp(at('completion', hop).fields).ok).toBe(true);
      });
    },
  );
});
