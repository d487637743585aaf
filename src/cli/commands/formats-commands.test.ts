import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { SHARED, hasShared } from '../../../tests/shared.ts';
import { PRESETS } from '../../core/scenario/presets/index.ts';
import { writeScenario } from '../../formats/scenario-file.ts';
import { parseArguments } from '../arguments.ts';
import type { Command, Outcome } from '../command.ts';
import { EXPORT } from './export.ts';
import { IMPORT } from './import.ts';
import { SHOW } from './show.ts';

const notes: string[] = [];

async function call(
  command: Command,
  words: readonly string[],
  texts: readonly string[],
): Promise<Outcome> {
  const args = parseArguments(words, command);
  if (!args.ok) throw new Error(args.error);
  const inputs = texts.map((text, i) => ({ name: `file${i}.txt`, text }));
  return command.run(args.value, inputs, (line) => notes.push(line));
}

async function done(
  command: Command,
  words: readonly string[],
  ...texts: string[]
): Promise<string> {
  const outcome = await call(command, words, texts);
  if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome));
  return outcome.output;
}

const LISTING = [
  '00:01.0 PCI bridge: Port',
  '\tControl: I/O+ Mem+ BusMaster+',
  '\tBus: primary=00, secondary=01, subordinate=01, sec-latency=0',
  '\tCapabilities: [a0] Express (v2) Root Port (Slot+), MSI 00',
  '01:00.0 3D controller: GPU',
  '\tControl: I/O+ Mem+ BusMaster+',
  '\tRegion 0: Memory at fe000000 (64-bit, prefetchable) [size=16M]',
  '\tCapabilities: [60] Express (v2) Endpoint, MSI 00',
  '\t\tACSCtl: Src',
  '\tCapabilities: [148 v1] Device Serial Number 00-11-22-33-44-55-66-77',
].join('\n');
const DOCUMENT = writeScenario(PRESETS[0].scenario);

describe('import', () => {
  test('answers with the scenario and the three lists, each entry with its line', async () => {
    const answer = JSON.parse(await done(IMPORT, [], LISTING)) as Record<
      string,
      { line: number }[]
    >;
    expect(Object.keys(answer)).toEqual(['scenario', 'read', 'assumed', 'ignored']);
    expect(answer['ignored']?.map(({ line }) => line)).toEqual([9]);
    expect(answer['read']?.every(({ line }) => line > 0)).toBe(true);
    expect(JSON.stringify(answer)).not.toContain('00-11-22');
  });

  test('names the file of each entry where there are several', async () => {
    const groups = '/sys/kernel/iommu_groups/4/devices/0000:01:00.0';
    const answer = JSON.parse(await done(IMPORT, [], LISTING, groups)) as {
      read: { file: string }[];
    };
    expect(new Set(answer.read.map(({ file }) => file))).toEqual(
      new Set(['file0.txt', 'file1.txt']),
    );
  });

  test.each([
    [[], 'hello', 'file0.txt:1: not a listing'],
    [['--format', 'nope'], LISTING, 'nope is not a format'],
    [[], '', 'there is no text'],
    [[], 'x'.repeat(5_000_001), 'more than the 5.0 MB'],
  ])('%j of bad input is refused with one sentence', async (words, text, sentence) => {
    const outcome = await call(IMPORT, words, [text]);
    expect(outcome.kind === 'refused' && outcome.sentence).toContain(sentence);
  });
});

describe('show', () => {
  test('has exactly the keys of its contract, and null where the input does not say', async () => {
    const { functions } = JSON.parse(await done(SHOW, [], LISTING)) as { functions: object[] };
    expect(functions[1]).toEqual({
      bdf: '0000:01:00.0',
      parent: '0000:00:01.0',
      kind: 'endpoint',
      vendor: null,
      device: null,
      class: null,
      acs: null,
      link: null,
      mps: null,
      mrrs: null,
      bars: [
        {
          index: 0,
          space: 'mem',
          address: '0xfe000000',
          sizeBytes: 16777216,
          is64: true,
          prefetchable: true,
        },
      ],
      numaNode: null,
      iommuGroup: null,
      driver: null,
    });
  });

  test('draws the tree as text', async () => {
    const text = await done(SHOW, ['--text'], LISTING);
    expect(text.split('\n')[1]).toMatch(/^ {2}0000:01:00.0 /);
  });

  test('reads a scenario file too', async () => {
    const { functions } = JSON.parse(await done(SHOW, [], DOCUMENT)) as { functions: object[] };
    expect(functions.length).toBeGreaterThan(2);
  });
});

describe('export', () => {
  test.each([
    ['scenario', /^\{\n/],
    ['lspci', /^0000:/],
    ['qemu', /qemu-system-/],
    ['link', /^#s=1\./],
    ['mermaid', /^flowchart TD\n/],
    ['perfetto', /^\{"displayTimeUnit"/],
    ['markdown', /^## MWr /],
    ['csv', /^seq,tPs,/],
    ['ndjson', /^\{"seq":0,/],
  ])('--to %s', async (to, pattern) => {
    expect(await done(EXPORT, ['--to', to], DOCUMENT)).toMatch(pattern);
  });

  test('--to pcapng gives bytes', async () => {
    const outcome = await call(EXPORT, ['--to', 'pcapng'], [DOCUMENT]);
    expect(outcome.kind === 'done' && outcome.bytes?.[0]).toBe(0x0a);
  });

  test('is the same bytes every time', async () => {
    for (const to of ['qemu', 'perfetto', 'lspci']) {
      expect(await done(EXPORT, ['--to', to], DOCUMENT)).toBe(
        await done(EXPORT, ['--to', to], DOCUMENT),
      );
    }
  });

  test.each([
    [['--to', 'gif'], 'gif is not written'],
    [[], 'is not written'],
    [['--to', 'markdown'], 'the document has no transfers'],
    [['--to', 'markdown', '--from', '01:00.0'], 'give both'],
  ])('%j of a listing is refused with one sentence', async (words, sentence) => {
    const outcome = await call(EXPORT, words, [LISTING]);
    expect(outcome.kind === 'refused' && outcome.sentence).toContain(sentence);
  });

  test.skipIf(!hasShared())('--case writes the scenario of a row', async () => {
    const matrix = readFileSync(join(SHARED, 'spec', 'cca-matrix.json'), 'utf8');
    const { rows } = JSON.parse(matrix) as { rows: { id: string; importer?: object }[] };
    const row = rows.find(({ importer }) => typeof importer === 'object');
    const text = await done(EXPORT, ['--to', 'scenario', '--case', row?.id ?? ''], matrix);
    expect(JSON.parse(text)).toMatchObject({ format: 'p2pdma-scenario' });
    const outcome = await call(EXPORT, ['--to', 'scenario', '--case', 'none'], [matrix]);
    expect(outcome.kind === 'refused' && outcome.sentence).toContain('there is no row none');
  });
});
