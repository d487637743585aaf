import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SHARED, hasShared } from '../../../tests/shared.ts';
import { formatBdf, parseBdf } from '../../core/base/bdf.ts';
import { decodeConfigSpace } from './config-space.ts';
import type { ConfigFacts } from './config-space.ts';
import { cleanLines } from '../lines.ts';
import { addressOf, splitRecords } from '../lspci/records.ts';
import { bytesOfRows, isDumpRow } from './read-dump.ts';

const FOLDER = join(SHARED, 'data', 'real', 'lspci-hexdump');
const DUMPS = hasShared()
  ? readdirSync(FOLDER)
      .filter((name) => name.endsWith('.hex'))
      .map((name) => name.slice(0, -4))
  : [];

/** The paragraphs of an `lspci -vvv` text by normalised BDF. */
function paragraphs(text: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const paragraph of text.split(/\n\s*\n/)) {
    const bdf = parseBdf(/^\S+/.exec(paragraph)?.[0] ?? '');
    if (bdf !== null) found.set(formatBdf(bdf), paragraph);
  }
  return found;
}

const ACS = [
  'SrcValid',
  'TransBlk',
  'ReqRedir',
  'CmpltRedir',
  'UpstreamFwd',
  'EgressCtrl',
  'DirectTrans',
];

function acsText(word: number): string {
  return ACS.map((name, bit) => `${name}${(word >> bit) & 1 ? '+' : '-'}`).join(' ');
}

const speed = (value: number | null): string => (value === null ? 'unknown' : `${value}GT/s`);

/** What lspci's own text of the function must contain if our decode is right. */
function expectedText(facts: ConfigFacts): RegExp[] {
  const lines: string[] = [];
  if (facts.acs) {
    lines.push(`ACSCap:\\s${acsText(facts.acs.capability & 0x7f).replaceAll('+', '\\+')}`);
    lines.push(`ACSCtl:\\s${acsText(facts.acs.control & 0x7f).replaceAll('+', '\\+')}`);
  }
  if (facts.bridge) {
    const two = (n: number): string => n.toString(16).padStart(2, '0');
    lines.push(
      `secondary=${two(facts.bridge.secondary)}, subordinate=${two(facts.bridge.subordinate)}`,
    );
  }
  if (facts.link) {
    lines.push(
      `LnkSta:\\sSpeed ${speed(facts.link.speedGtps)}(?: \\(\\w+\\))?, Width x${facts.link.width}\\b`,
    );
    lines.push(
      `LnkCap:\\s[^\\n]*Speed ${speed(facts.link.maxSpeedGtps)}, Width x${facts.link.maxWidth}\\b`,
    );
  }
  if (facts.mps !== null)
    lines.push(`MaxPayload ${facts.mps} bytes, MaxReadReq ${facts.mrrs} bytes`);
  if (facts.mpsSupported !== null) lines.push(`DevCap:\\sMaxPayload ${facts.mpsSupported} bytes`);
  if (facts.ats) {
    const stu = facts.ats.stu.toString(16).padStart(2, '0');
    lines.push(
      `ATSCtl:\\sEnable${facts.ats.enabled ? '\\+' : '-'}, Smallest Translation Unit: ${stu}`,
    );
  }
  if (facts.sriov)
    lines.push(`Total VFs: ${facts.sriov.totalVfs}, Number of VFs: ${facts.sriov.numVfs}`);
  for (const bar of facts.bars) {
    if (bar.address === 0n) continue;
    const what = bar.space === 'io' ? 'I/O ports' : 'Memory';
    lines.push(
      `Region ${bar.index}: ${what} at ${bar.address.toString(16).padStart(bar.space === 'io' ? 4 : 8, '0')}\\b`,
    );
  }
  return lines.map((line) => new RegExp(line));
}

describe.skipIf(!hasShared())('hexdumps of real machines', () => {
  test.each(DUMPS)('%s decodes to what lspci itself printed', (name) => {
    const lines = cleanLines(readFileSync(join(FOLDER, `${name}.hex`), 'latin1'));
    const dump = splitRecords(lines ?? []).records;
    const texts = paragraphs(readFileSync(join(FOLDER, `${name}.vvv.txt`), 'latin1'));
    expect(dump).toHaveLength(texts.size);
    const missing: string[] = [];
    for (const { header, rows } of dump) {
      const bdf = addressOf(header);
      const facts = decodeConfigSpace(bytesOfRows(rows));
      if (facts === null || bdf === null) continue;
      const text = texts.get(formatBdf(bdf)) ?? '';
      for (const line of expectedText(facts)) {
        if (!line.test(text)) missing.push(`${formatBdf(bdf)} ${line.source}`);
      }
      const hasAcsText = text.includes('Access Control Services');
      if (hasAcsText !== (facts.acs !== null)) missing.push(`${formatBdf(bdf)} ACS presence`);
    }
    expect(missing).toEqual([]);
  });
});

describe('a dump', () => {
  const bytesOf = (pairs: readonly [number, number[]][]): Map<number, number> =>
    new Map(pairs.flatMap(([at, values]) => values.map((value, i) => [at + i, value] as const)));

  test('holds the enhanced ACS control bits and the egress vector that lspci never prints', () => {
    const facts = decodeConfigSpace(
      bytesOf([
        [0, [0x86, 0x80, 1, 0]],
        [0x100, [0x0d, 0, 1, 0, 0xff, 0x20, 0x9d, 0x11, 0x05, 0, 0, 0x80]],
      ]),
    );
    expect(facts?.acs).toEqual({ capability: 0x20ff, control: 0x119d, egressVector: 0x80000005n });
  });

  test('with a capability list that loops, or is all ones, ends', () => {
    const loop = bytesOf([
      [0, [0x86, 0x80, 1, 0, 0, 0, 0x10, 0]],
      [0x34, [0x40]],
      [0x40, [0x05, 0x40]],
      [0x100, [0x0b, 0, 1, 0x10]],
    ]);
    expect(decodeConfigSpace(loop)?.acs).toBeNull();
    expect(decodeConfigSpace(bytesOf([[0, Array.from({ length: 256 }, () => 0xff)]]))).toBeNull();
  });

  test('keeps an absent byte unknown: 64 bytes say nothing about ACS', () => {
    const rows = [{ line: 2, text: '00: 86 80 01 00 00 00 10 00 00 00 00 00 00 00 00 00' }];
    expect(bytesOfRows(rows).has(0x100)).toBe(false);
    expect(isDumpRow('00: 86 80')).toBe(true);
    const list: [number, number[]][] = [
      [0, [0x86, 0x80, 1, 0, 0, 0, 0x10, 0]],
      [0x34, [0x40]],
    ];
    expect(decodeConfigSpace(bytesOf(list))?.kind).toBeNull();
  });

  test('is never a reason to throw, whatever its bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 4, maxLength: 4096 }), (raw) => {
        decodeConfigSpace(new Map([...raw].map((byte, at) => [at, byte])));
      }),
      { numRuns: 200 },
    );
  });

  test('with a damaged row reports it by its line and keeps the others', () => {
    const lines = ['01:00.0 x', '00: 86 80 01 00', '10: 80 0z 11', '20: 01 02'];
    const { records, strays } = splitRecords(lines.map((text, i) => ({ number: i + 1, text })));
    expect(strays.map(({ line }) => line)).toEqual([3]);
    expect(bytesOfRows(records[0]?.rows ?? []).get(0x21)).toBe(2);
  });
});
