import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SHARED, hasShared } from '../../tests/shared.ts';
import { scenarioSchema } from '../core/scenario/schema.ts';
import { importFiles, importSteps } from './import.ts';
import { describeImportProblem } from './problem.ts';

const outcome = (text: string): string => {
  const result = importFiles([{ name: 'x', text }]);
  return result.ok ? 'imported' : result.error.code;
};

const HEADER = '01:00.0 VGA compatible controller: X';

describe('an input made to hurt', () => {
  const many = (count: number, line: (i: number) => string): string =>
    Array.from({ length: count }, (_, i) => line(i)).join('\n');
  const bdf = (i: number): string => {
    const two = (value: number): string => value.toString(16).padStart(2, '0');
    return `${(i >> 16).toString(16).padStart(5, '0')}:${two((i >> 8) & 255)}:${two((i >> 3) & 31)}.${i & 7}`;
  };
  test.each([
    ['200,000 lines of one listing', `${HEADER}\n${'\tLatency: 0\n'.repeat(200_000)}`, 'imported'],
    ['millions of blank lines', `${HEADER}\n${'\n'.repeat(4_000_000)}${HEADER}`, 'imported'],
    ['millions of lines', 'x\n'.repeat(2_000_000), 'tooMany'],
    [
      'more functions than any machine',
      many(30_000, (i) => `${bdf(i)} 0604: 8086:1234`),
      'tooMany',
    ],
    ['one endless line', `${HEADER} ${'x '.repeat(2_000_000)}`, 'imported'],
    ['a bracket tree without end', `-[0000:00]-${'+-00.0-[01]--'.repeat(300_000)}`, 'unreadable'],
    ['a matrix row without end', `GPU0 X ${'SYS '.repeat(1_000_000)}`, 'imported'],
    ['escape sequences without end', '\u001b['.repeat(2_000_000), 'notRecognised'],
    ['quote marks without end', '> '.repeat(2_000_000), 'notRecognised'],
    ['XML nested without end', `<topology>${'<object type="Group">'.repeat(100_000)}`, 'badXml'],
    ['XML with endless elements', `<topology>${'<object/>'.repeat(400_000)}`, 'badXml'],
    ['XML with an endless tag', `<topology ${'a="b" '.repeat(500_000)}`, 'badXml'],
    ['XML comments that never end', `<topology>${'<!--'.repeat(1_000_000)}`, 'noFunctions'],
    [
      'entities that would expand',
      `<!DOCTYPE x [${'<!ENTITY a "&b;&b;&b;&b;">'.repeat(1000)}]><topology><object type="Machine"/></topology>`,
      'noFunctions',
    ],
    [
      'a device inside itself',
      `<system><cpu>${'<pci busid="0000:01:00.0" class="0x060400">'.repeat(150)}${'</pci>'.repeat(150)}</cpu></system>`,
      'imported',
    ],
    [
      'a command line of commas',
      `qemu-system-x86_64 -device ${','.repeat(3_000_000)}`,
      'notRecognised',
    ],
    ['JSON nested without end', '{"a":'.repeat(500_000), 'unreadable'],
  ])('%s', (_what, text, code) => {
    expect(outcome(text)).toBe(code);
  });

  test('names the first lines that were not used, and counts the rest', () => {
    const result = importFiles([{ name: 'x', text: `${HEADER}\n${'\t???\n'.repeat(30_000)}` }]);
    expect(result.ok && result.value.ignored).toHaveLength(10_001);
    expect(result.ok && result.value.ignored.at(-1)?.reason).toContain('19999 further');
  });

  test('numbers out of range are reported, and the document stays valid', () => {
    const result = importFiles([
      {
        name: 'x',
        text: [
          'fffff:ff:1f.7 Ethernet controller: X',
          '\tControl: I/O- Mem+ BusMaster+',
          '\tNUMA node: 99999999999999999999',
          '\tIOMMU group: 4294967295',
          '\tRegion 9: Memory at fe000000 (64-bit, prefetchable) [size=4K]',
          '\tRegion 5: Memory at fe000000 (64-bit, prefetchable) [size=4K]',
          '\tRegion 0: Memory at fffffffffffffffffffff (64-bit, prefetchable) [size=4K]',
          '\tRegion 1: Memory at fd000000 (32-bit, prefetchable) [size=9999999E]',
          '\tCapabilities: [60] Express (v2) Endpoint, MSI 00',
          '\t\t\tMaxPayload 9999 bytes, MaxReadReq 1 bytes',
          '\t\tLnkSta:\tSpeed 99GT/s, Width x63',
          '\t\tATSCtl:\tEnable+, Smallest Translation Unit: ff',
          '\t\tInitial VFs: 8, Total VFs: 99999, Number of VFs: 99999, Function',
        ].join('\n'),
      },
    ]);
    if (!result.ok) throw new Error(JSON.stringify(result.error));
    expect(scenarioSchema.safeParse(result.value.scenario).error).toBeUndefined();
    expect(new Set(result.value.ignored.map(({ line }) => line))).toEqual(
      new Set([1, 3, 4, 5, 7, 10, 11, 12, 13]),
    );
  });
});

describe('an import', () => {
  test('stops between steps when it is cancelled, and tells how far it is', () => {
    const files = [1, 2, 3].map((i) => ({ name: `f${i}`, text: `0${i}:00.0 3D controller: X` }));
    const shares: number[] = [];
    const result = importFiles(files, {
      onProgress: (share) => shares.push(share),
      isCancelled: () => shares.length === 2,
    });
    expect(!result.ok && result.error.code).toBe('cancelled');
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    const steps = importSteps(files);
    let step = steps.next();
    while (step.done !== true) step = steps.next();
    expect(step.value.ok).toBe(true);
  });
});

const FOLDER = join(SHARED, 'data', 'real');
const CORPUS = hasShared()
  ? readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(?:txt|hex|xml)$/.test(name))
      .map((name) => readFileSync(join(FOLDER, name), 'utf8').slice(0, 20_000))
  : [];

/** Cuts, doubles, swaps and damages a text. */
const mutation = fc.record({
  kind: fc.constantFrom('cut', 'drop', 'double', 'swap', 'noise', 'join'),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.nat(400),
  noise: fc.string({ maxLength: 12 }),
});

type Mutation = typeof mutation extends fc.Arbitrary<infer T> ? T : never;

function mutate(text: string, { kind, at, length, noise }: Mutation): string {
  const from = Math.floor(at * text.length);
  const [before, part, after] = [
    text.slice(0, from),
    text.slice(from, from + length),
    text.slice(from + length),
  ];
  switch (kind) {
    case 'cut':
      return before;
    case 'drop':
      return before + after;
    case 'double':
      return before + part + part + after;
    case 'swap':
      return before + after + part;
    case 'noise':
      return before + noise + after;
    default:
      return before + part.replaceAll('\n', ' ') + after;
  }
}

describe.skipIf(!hasShared())('a damaged real file', () => {
  test('imports in part or is refused with one sentence, and never throws', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...CORPUS),
        fc.array(mutation, { minLength: 1, maxLength: 6 }),
        (text, mutations) => {
          const damaged = mutations.reduce(mutate, text);
          const result = importFiles([{ name: 'x', text: damaged }]);
          if (result.ok) {
            expect(scenarioSchema.safeParse(result.value.scenario).error).toBeUndefined();
          } else expect(describeImportProblem(result.error)).toMatch(/^[^\n]+$/);
        },
      ),
      { numRuns: 250 },
    );
  });
});
