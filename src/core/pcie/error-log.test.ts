import { describe, expect, test } from 'vitest';
import { indexOf, machineOf, pcieScenario, queryOf } from '../../../tests/pcie-fixture.ts';
import type { Changes } from '../../../tests/pcie-fixture.ts';
import { acs } from '../scenario/defaults.ts';
import { ACS_BIT } from '../scenario/acs.ts';
import { completionTimeoutOf, errorLog, isFatalByDefault } from './error-log.ts';
import type { ErrorLog } from './error-log.ts';
import { route } from './route.ts';
import type { RequestTlp } from './types.ts';

function logged(
  changes: Changes,
  request: Partial<RequestTlp> = {},
): ErrorLog & { readonly idOf: (id: string) => number } {
  const machine = machineOf(pcieScenario(changes));
  const query = queryOf(machine, 'EP1', 'EP2', request);
  const { requester } = query;
  const found = errorLog({ machine, requester, request: query.request, route: route(query) });
  return { ...found, idOf: (id) => indexOf(machine, id) };
}

const BLOCKED: Changes = { change: { A: { acs: acs(0x7f, ACS_BIT.TB) } } };
const TRANSLATED = { at: 'translated' as const };

describe('errorLog', () => {
  test('a good transfer logs nothing', () => {
    expect(logged({}, { kind: 'MRd' })).toMatchObject({ records: [], requesterStatus: [] });
  });

  test('ACS violation of a read: CA, advisory, header log at the port, Received Target Abort', () => {
    const log = logged(BLOCKED, { kind: 'MRd', ...TRANSLATED });
    expect(log.records).toHaveLength(1);
    expect(log.records[0]).toMatchObject({
      function: log.idOf('A'),
      bit: 21,
      severity: 'advisory non-fatal',
      message: 'ERR_COR',
      rootPort: log.idOf('RP0'),
      statusBits: ['Signaled Target Abort'],
    });
    // MRd64, AT=10, 16 DW: 20 00 08 10.
    expect(log.records[0]?.headerLog?.[0]).toBe(0x20000810);
    expect(log.requesterStatus).toEqual(['Received Target Abort']);
  });

  test('ACS violation of a write: dropped, ERR_NONFATAL, and the requester never learns', () => {
    const log = logged(BLOCKED, TRANSLATED);
    expect(log.records.map(({ message }) => message)).toEqual(['ERR_NONFATAL']);
    expect(log.requesterStatus).toEqual([]);
  });

  test('UR shows as Received Master Abort', () => {
    const log = logged({ change: { EP2: { memoryDecode: false } } }, { kind: 'MRd' });
    expect(log.records[0]).toMatchObject({
      function: log.idOf('EP2'),
      bit: 20,
      message: 'ERR_COR',
    });
    expect(log.requesterStatus).toEqual(['Received Master Abort']);
  });

  test('an oversize write is fatal at its receiver', () => {
    const log = logged({ change: { EP2: { mps: 128 } } }, { bytes: 256 });
    expect(log.records[0]).toMatchObject({ bit: 18, severity: 'fatal', message: 'ERR_FATAL' });
  });

  test('an oversize completion is fatal at the port and times out at the requester', () => {
    const log = logged({ change: { B: { mps: 128 } } }, { kind: 'MRd', bytes: 256 });
    expect(log.records.map(({ error }) => error)).toEqual(['malformed', 'completionTimeout']);
    expect(log.records[1]).toMatchObject({ function: log.idOf('EP1'), bit: 14, headerLog: null });
  });

  test('a lost completion is logged where it was dropped and where it is missed', () => {
    const log = logged({ change: { B: { acs: acs(0x7f, ACS_BIT.CR) } } }, { kind: 'MRd' });
    expect(log.records.map(({ error, bit }) => [error, bit])).toEqual([
      ['unexpectedCompletion', 16],
      ['completionTimeout', 14],
    ]);
    // CplD, 16 DW.
    expect(log.records[0]?.headerLog?.[0]).toBe(0x4a000010);
    expect(log.records[0]?.headerLog?.[3]).toBe(0);
  });

  test('a function that may not send logs nothing and waits for nothing', () => {
    expect(logged({ change: { EP1: { busMaster: false } } }, { kind: 'MRd' }).records).toEqual([]);
  });
});

test('malformed is fatal by default, UR and ACS Violation are not', () => {
  expect(isFatalByDefault('malformed')).toBe(true);
  expect(isFatalByDefault('unsupportedRequest')).toBe(false);
  expect(isFatalByDefault('acsViolation')).toBe(false);
});

test.each([
  { devCtl2: 0x0, range: { fromPs: 50e6, toPs: 50e9 } },
  { devCtl2: 0x2, range: { fromPs: 1e9, toPs: 10e9 } },
  { devCtl2: 0xe, range: { fromPs: 17e12, toPs: 64e12 } },
  { devCtl2: 0x12, range: null },
  { devCtl2: 0x3, range: null },
])('completion timeout of DevCtl2 $devCtl2', ({ devCtl2, range }) => {
  expect(completionTimeoutOf(devCtl2)).toEqual(range);
});
