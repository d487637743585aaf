import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { SHARED, hasShared } from '../../../tests/shared.ts';
import { formatBdf, parseBdf } from '../../core/base/bdf.ts';
import { scenarioSchema } from '../../core/scenario/schema.ts';
import { importFiles } from '../import.ts';
import type { Import } from '../import.ts';
import type { ShownFunction } from '../show.ts';

const FOLDER = join(SHARED, 'data', 'real', 'lspci');
const FILES = hasShared() ? readdirSync(FOLDER).filter((name) => !/\.tv?\.txt$/.test(name)) : [];

const BDF = String.raw`(?:[0-9a-f]{4,5}:)?[0-9a-f]{2}:[0-9a-f]{2}\.[0-7]`;

/** The same text read the plain way: unwrapped, cut at headers, searched with one pattern a fact. */
function paragraphs(text: string): Map<string, string> {
  const plain = text
    .replaceAll('\r', '')
    .replace(new RegExp(String.raw` \n(?=\S)(?!${BDF} )`, 'g'), ' ')
    .replace(/^[0-9a-f]{2,3}:(?: [0-9a-f]{2}){16}$/gm, '');
  const found = new Map<string, string>();
  for (const part of plain.split(new RegExp(String.raw`^(?=${BDF} )`, 'm'))) {
    const bdf = parseBdf(/^\S+/.exec(part)?.[0] ?? '');
    if (bdf !== null) found.set(formatBdf(bdf), (found.get(formatBdf(bdf)) ?? '') + part);
  }
  return found;
}

const grep = (text: string, pattern: RegExp): string[][] =>
  [...text.matchAll(pattern)].map((match) => match.slice(1).map((group) => group ?? ''));

const ACS = { SrcValid: 'SV', TransBlk: 'TB', ReqRedir: 'RR', CmpltRedir: 'CR', UpstreamFwd: 'UF' };
const ALL_ACS = { ...ACS, EgressCtrl: 'EC', DirectTrans: 'DT' };

function acsOf(text: string, line: string): string[] | null {
  const flags = grep(text, new RegExp(String.raw`^\s+${line}:\s+(.*)$`, 'gm'))[0]?.[0];
  if (flags === undefined) return null;
  return Object.entries(ALL_ACS).flatMap(([name, short]) =>
    flags.includes(`${name}+`) ? [short] : [],
  );
}

const speedOf = (text: string | undefined): number | null =>
  text === undefined || text === 'unknown' ? null : Number.parseFloat(text);

function linkOf(text: string): ShownFunction['link'] {
  const pattern = (line: string): RegExp =>
    new RegExp(String.raw`${line}:\s.*?Speed ([\d.]+GT/s|unknown)(?: \(\w+\))?, Width x(\d+)`, 'g');
  const [cap] = grep(text, pattern('LnkCap'));
  const [sta] = grep(text, pattern('LnkSta'));
  if (cap === undefined && sta === undefined) return null;
  const width = (words: string[] | undefined): number | null =>
    words === undefined ? null : Number(words[1]);
  return {
    speedGtps: speedOf(sta?.[0]),
    width: width(sta),
    maxSpeedGtps: speedOf(cap?.[0]),
    maxWidth: width(cap),
  };
}

function barsOf(text: string): string[] {
  const withoutVfs = text.replace(/^(\t\t| {9,})Region .*$/gm, '');
  return grep(
    withoutVfs,
    /^\s+Region (\d): (?:\[virtual\] )?(Memory|I\/O ports) at (?:([0-9a-f]+)|<\w+>)([^\n]*)/gm,
  ).map(([index, space, address, rest]) => {
    const size = /\[size=(\d+)([KMGT]?)\]/.exec(rest ?? '');
    const bytes =
      size === null
        ? null
        : Number(size[1]) * 1024 ** ' KMGT'.indexOf(size[2] === '' ? ' ' : (size[2] ?? ' '));
    const at = address === '' ? null : `0x${BigInt(`0x${address}`).toString(16)}`;
    return `${index} ${space === 'Memory' ? 'mem' : 'io'} ${at} ${bytes}`;
  });
}

function imported(name: string): { result: Import; expected: Map<string, string> } {
  const text = readFileSync(join(FOLDER, name), 'utf8');
  const result = importFiles([{ name, text }]);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return { result: result.value, expected: paragraphs(text) };
}

describe.skipIf(!hasShared()).each(FILES)('the real listing %s', (name) => {
  const { result, expected } = imported(name);
  const rows = new Map(result.functions.map((row) => [row.bdf, row]));
  /** The functions of which the import says something else than the plain reading. */
  const differences = (
    found: (row: ShownFunction) => unknown,
    stated: (text: string) => unknown,
  ): unknown[] =>
    [...expected].flatMap(([bdf, text]) => {
      const row = rows.get(bdf);
      const [is, should] = [JSON.stringify(row && found(row)), JSON.stringify(stated(text))];
      return is === should ? [] : [{ bdf, is, should }];
    });

  test('names exactly its functions', () => {
    expect([...rows.keys()]).toEqual([...expected.keys()].sort(compare));
    expect(rows.size).toBeGreaterThan(10);
  });

  test('puts each function below the bridge whose secondary bus is its own', () => {
    const owners = new Map<string, string>();
    for (const [bdf, text] of expected) {
      const [secondary] = grep(text, /secondary=([0-9a-f]{2})/g);
      const domain = bdf.slice(0, bdf.indexOf(':'));
      if (secondary !== undefined && secondary[0] !== '00')
        owners.set(`${domain}:${secondary[0]}`, bdf);
    }
    expect(
      differences(
        (row) => row.parent,
        (text) => {
          const bdf = parseBdf(/^\S+/.exec(text)?.[0] ?? '');
          return bdf === null ? null : (owners.get(formatBdf(bdf).slice(0, -5)) ?? null);
        },
      ),
    ).toEqual([]);
  });

  test('has the ACS bits, links, payloads and BARs that the text states', () => {
    expect(
      differences(
        (row) => row.acs?.ctl ?? null,
        (text) => acsOf(text, 'ACSCtl'),
      ),
    ).toEqual([]);
    expect(
      differences(
        (row) => row.acs?.cap ?? null,
        (text) => acsOf(text, 'ACSCap'),
      ),
    ).toEqual([]);
    expect(differences((row) => row.link, linkOf)).toEqual([]);
    expect(
      differences(
        (row) => (row.mps === null ? [] : [[String(row.mps), String(row.mrrs)]]),
        (text) => grep(text, /MaxPayload (\d+) bytes, MaxReadReq (\d+) bytes/g).slice(0, 1),
      ),
    ).toEqual([]);
    expect(
      differences(
        (row) =>
          row.bars
            .filter((bar) => bar.index !== null)
            .map((bar) => `${bar.index} ${bar.space} ${bar.address} ${bar.sizeBytes}`),
        barsOf,
      ),
    ).toEqual([]);
    expect(
      differences(
        (row) => row.driver,
        (text) => grep(text, /Kernel driver in use: (\S+)/g)[0]?.[0] ?? null,
      ),
    ).toEqual([]);
    expect(
      differences(
        (row) => (row.iommuGroup === null ? [] : [String(row.iommuGroup)]),
        (text) => grep(text, /IOMMU group:? (\d+)/g)[0] ?? [],
      ),
    ).toEqual([]);
  });

  test('makes a document of the schema, with each function in it once', () => {
    expect(scenarioSchema.safeParse(result.scenario).error).toBeUndefined();
    const ids = result.scenario.components.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('reports no line that lspci printed, and keeps no serial number', () => {
    const own = result.ignored.filter(({ reason }) => /understood|damaged/.test(reason));
    expect(own).toEqual([]);
    expect(JSON.stringify(result)).not.toMatch(/Serial Number [0-9a-f]{2}-/);
  });
});

function compare(a: string, b: string): number {
  const key = (bdf: string): string => bdf.padStart(16, '0');
  return key(a) < key(b) ? -1 : 1;
}
