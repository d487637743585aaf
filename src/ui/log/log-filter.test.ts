import { describe, expect, test } from 'vitest';
import { parseLogFilter } from './log-filter.ts';
import type { LogRow } from './log-filter.ts';

const ROW: LogRow = {
  seq: 0,
  tPs: 1000,
  tlpId: 12,
  flow: 0,
  hop: 1,
  kind: 'MWr',
  at: '00',
  t: '0',
  from: 'NIC0',
  to: 'GPU0 BAR2',
  address: '0x40_0012_3000',
  where: 'DSP2',
  verdict: 'redirected',
  rule: 'ACS-RR',
};

function shows(text: string): boolean {
  const filter = parseLogFilter(text);
  if (!filter.ok) throw new Error(filter.error);
  return filter.value(ROW);
}

describe('the filter of the log', () => {
  test.each([
    ['', true],
    ['kind:mwr', true],
    ['kind:mrd', false],
    ['at:0', false],
    ['dev:gpu0 rule:acs-rr', true],
    ['dev:gpu0 rule:acs-cr', false],
    ['addr:0x40_0012', true],
    ['addr:0x4000..', true],
    ['tlp:1', false],
    ['redirect', true],
  ])('%j shows the row: %s', (text, expected) => expect(shows(text)).toBe(expected));

  test('a field that does not exist is named', () => {
    const filter = parseLogFilter('device:gpu0');
    expect(filter.ok ? '' : filter.error).toMatch(/^device: is not a field/);
  });

  test('a field without a value shows how it is written', () => {
    const filter = parseLogFilter('rule:');
    expect(filter.ok ? '' : filter.error).toBe('rule: needs a value, for example rule:acs-rr.');
  });
});
