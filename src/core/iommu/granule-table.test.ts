import { describe, expect, test } from 'vitest';
import { createPrng } from '../base/prng.ts';
import { enumerate } from '../machine/enumerate.ts';
import { BASE_ROWS } from '../cca/base-rows.ts';
import { scenarioOfRow } from '../cca/row-scenario.ts';
import { route } from '../pcie/route.ts';
import { transferRequest } from '../pcie/transfer-request.ts';
import {
  GPT_BASE,
  GPI_CODE,
  isGranuleOpen,
  lookUpGranule,
  writeGranuleTable,
} from './granule-table.ts';
import type { Gpi, GranuleRange } from './granule-table.ts';
import { SimMemory } from './memory.ts';
import { translatorsOf } from './translators.ts';

const GIB = 1n << 30n;
const PAGE = 4096n;

test('a region of one kind is a block of level 0, a mixed one sixteen GPIs a word', () => {
  const root = new SimMemory();
  writeGranuleTable(root, 40, [
    { start: 2n * GIB, end: 4n * GIB, gpi: 'REALM' },
    { start: PAGE, end: 3n * PAGE, gpi: 'NS' },
  ]);
  expect(root.read64(GPT_BASE + 16n)).toBe(0xb1n);
  expect(root.read64(GPT_BASE + 24n)).toBe(0xb1n);
  expect(root.read64(GPT_BASE + 8n)).toBe(0xf1n);
  const first = root.read64(GPT_BASE);
  expect(first & 0xfn).toBe(3n);
  expect(root.read64(first & ~0xfffn)).toBe(0xffff_ffff_ffff_f99fn);
});

describe('the walk of the table', () => {
  test('takes one read for a block and two for a granule', () => {
    const root = new SimMemory();
    writeGranuleTable(root, 40, [{ start: 0n, end: PAGE, gpi: 'REALM' }]);
    expect(lookUpGranule(root, 40, 5n * GIB).steps).toHaveLength(1);
    expect(lookUpGranule(root, 40, 0x123n)).toMatchObject({ gpi: GPI_CODE.REALM });
    expect(lookUpGranule(root, 40, 0x123n).steps).toHaveLength(2);
  });

  test('finds a contiguous entry, and refuses a reserved one', () => {
    const root = new SimMemory();
    writeGranuleTable(root, 40, [{ start: 0n, end: PAGE, gpi: 'REALM' }]);
    const level1 = root.read64(GPT_BASE) & ~0xfffn;
    root.write64(level1, 0x191n);
    expect(lookUpGranule(root, 40, 5n * PAGE).gpi).toBe(GPI_CODE.NS);
    root.write64(level1, 0x2222_2222_2222_2222n);
    expect(lookUpGranule(root, 40, 0n).gpi).toBeNull();
    root.write64(GPT_BASE, 0n);
    expect(lookUpGranule(root, 40, 0n).gpi).toBeNull();
    expect(isGranuleOpen('REALM', null)).toBe(false);
  });
});

test('random ranges read back as the last one that covers the granule', () => {
  const random = createPrng(7);
  const kinds: readonly [Gpi, ...Gpi[]] = ['NONE', 'SECURE', 'NS', 'ROOT', 'REALM', 'ANY'];
  for (let round = 0; round < 60; round++) {
    const place = (): bigint =>
      BigInt(random.below(4)) * GIB + BigInt(random.pick([0, 1, 15, 16, 17, 8191, 262_143])) * PAGE;
    const ranges = Array.from({ length: 5 }, (): GranuleRange => {
      const [a, b] = [place(), place()];
      return { start: a < b ? a : b, end: (a < b ? b : a) + PAGE, gpi: random.pick(kinds) };
    });
    const root = new SimMemory();
    writeGranuleTable(root, 36, ranges);
    for (let probe = 0; probe < 40; probe++) {
      const address = place() + BigInt(random.below(4096));
      const last = ranges.findLast(({ start, end }) => address >= start && address < end);
      expect(lookUpGranule(root, 36, address).gpi).toBe(GPI_CODE[last?.gpi ?? 'ANY']);
    }
  }
});

describe('one nibble of the table in memory decides', () => {
  const row = BASE_ROWS.find(({ id }) => id === 'T0.U.sh.m1.F')?.row;

  /** How the row's write ends, with words of Root memory changed. */
  function outcomeWith(patches: readonly { address: bigint; value: bigint }[]): string {
    if (row === undefined) throw new Error('no row');
    const scenario = scenarioOfRow(row);
    const components = scenario.components.map((one) =>
      one.kind === 'iommu'
        ? {
            ...one,
            patches: patches.map(({ address, value }) => ({
              space: 'ROOT' as const,
              address: `0x${address.toString(16)}`,
              value: `0x${value.toString(16)}`,
            })),
          }
        : one,
    );
    const { machine } = enumerate({ ...scenario, components });
    const [write] = scenario.transfers;
    if (machine === null || write === undefined) throw new Error('no machine');
    const request = transferRequest(machine, write);
    if (request === null) throw new Error('no request');
    const path = route({ machine, translators: translatorsOf(machine), ...request });
    return path.request.at(-1)?.rule ?? '';
  }

  test('Non-secure delivers, Realm refuses what was Non-secure', () => {
    const region = GPT_BASE + (0x10_0000_1000n >> 30n) * 8n;
    expect(outcomeWith([])).toBe('ROUTE-BAR');
    expect(outcomeWith([{ address: region, value: 0xb1n }])).toBe('SMMU-GPF');
    expect(outcomeWith([{ address: region, value: 0x0n }])).toBe('SMMU-GPF');
  });
});
