import { describe, expect, test } from 'vitest';
import { defined } from '../../src/core/base/assert.ts';
import { asLookedUp } from '../../src/core/iommu/walk-view.ts';
import { enumerate } from '../../src/core/machine/enumerate.ts';
import { toGpu0, oneSwitch } from '../../src/core/scenario/presets/one-switch.ts';
import { PRESETS } from '../../src/core/scenario/presets/index.ts';
import { ACS_LINUX } from '../../src/core/scenario/defaults.ts';
import type { Iommu, Scenario, Transfer } from '../../src/core/scenario/schema.ts';
import { Walks } from '../../src/core/sim/walks.ts';
import { busAddr } from '../../src/core/base/address.ts';
import type { TranslationUnit } from '../../src/core/pcie/types.ts';
import { createRun } from '../../src/core/sim/create-run.ts';
import type { Run } from '../../src/core/sim/run.ts';

const PAGE = 4096;
const PAGES = 8;

/** NIC0 writes through the SMMU; every page of GPU0's memory is mapped by itself: no block covers two. */
function scenarioOf(transfers: readonly Transfer[], change: Partial<Iommu> = {}): Scenario {
  const mappings = Array.from({ length: PAGES }, (_, page) => ({
    from: `0x${(0x90_0000_0000 + page * PAGE).toString(16)}`,
    to: {
      function: 'gpu0',
      bar: 2,
      offset: `0x${((PAGES - page) * 2 * PAGE).toString(16)}`,
    } as const,
    sizeBytes: PAGE,
    read: true,
    write: true,
    attribute: 'mmio' as const,
  }));
  const scenario = oneSwitch({ dspControl: ACS_LINUX, mappings, transfers });
  const components = scenario.components.map((one) =>
    one.kind === 'iommu' ? { ...one, ...change } : one,
  );
  return { ...scenario, components };
}

function write(id: string, page: number, given: Partial<Transfer> = {}): Transfer {
  const address = `0x${(0x90_0000_0000 + page * PAGE).toString(16)}`;
  return toGpu0({ id, name: id, address, ...given });
}

function runOf(scenario: Scenario): Run {
  const machine = defined(enumerate(scenario).machine ?? undefined, 'a machine');
  return createRun(machine);
}

const looks = (run: Run): [string, number][] =>
  run.lookUps(0, run.endPs).map(({ kind, delayPs }) => [kind, delayPs / 1000]);

describe('what a miss read', () => {
  test('is told read by read: a nested walk again, a page further, and another IOMMU', () => {
    for (const [id, expected] of [
      ['nested-guest', [16, 3]],
      ['under-vtd', null],
    ] as const) {
      const { scenario } = defined(
        PRESETS.find((one) => one.id === id),
        id,
      );
      const run = runOf(scenario);
      const misses = run.lookUps(0, run.endPs).filter(({ kind }) => kind === 'miss');
      const walk = run.flows
        .flatMap(({ route }) => route.request)
        .find(({ translation }) => translation)?.translation?.walk;
      const reads = misses.map(
        ({ readMask }) =>
          asLookedUp(defined(walk, 'a walk'), readMask).filter(({ isCached }) => !isCached).length,
      );
      if (expected !== null) expect(reads).toEqual(expected);
      expect(reads.reduce((sum, one) => sum + one, 0)).toBe(run.iommus[0]?.reads);
      expect(misses.length).toBeGreaterThan(0);
    }
  });

  test('the second page of a nested guest finds all but its own leaves in a cache', () => {
    const { scenario } = defined(
      PRESETS.find(({ id }) => id === 'nested-guest'),
      'the example',
    );
    const run = runOf(scenario);
    const last = run.lookUps(0, run.endPs).findLast(({ kind }) => kind === 'miss');
    const walk = run.flows.at(-1)?.route.request.find((hop) => hop.translation)?.translation?.walk;
    const read = asLookedUp(defined(walk, 'a walk'), last?.readMask ?? 0).filter(
      ({ isCached }) => isCached !== true,
    );
    expect(read.map(({ table }) => table)).toEqual(['S2 L2 for S1 L3', 'S1 L3', 'S2 L3']);
  });
});

describe('an SMMU at work', () => {
  test('the first TLP of a page walks: all reads at first, one with warm walk caches', () => {
    const run = runOf(scenarioOf([write('one', 0), write('next', 1, { startPs: 5_000_000 })]));
    // L1STD, STE and three levels cold: 60 ns to the TCU and 70 ns a read; then the leaf of the next page.
    const [first, ...rest] = looks(run);
    expect(first).toEqual(['miss', 60 + 5 * 70]);
    expect(rest.filter(([kind]) => kind === 'miss')).toEqual([['miss', 60 + 70]]);
    expect(run.iommus).toMatchObject([{ misses: 2, reads: 6, faults: {} }]);
  });

  test('what comes while the walk is under way waits for its end, what comes later hits', () => {
    const run = runOf(
      scenarioOf([write('one', 0, { bytes: 512 }), write('late', 0, { startPs: 5_000_000 })]),
    );
    const [miss, wait, hit] = run.lookUps(0, run.endPs);
    expect([miss?.kind, wait?.kind, hit?.kind]).toEqual(['miss', 'wait', 'hit']);
    const endOf = (look: typeof miss): number => (look?.tPs ?? 0) + (look?.delayPs ?? 0);
    expect(endOf(wait)).toBe(endOf(miss));
    expect(hit?.delayPs).toBe(0);
  });

  test('a TLB with one entry forgets a page when it learns the next', () => {
    const turns = [0, 1, 0].map((page, turn) =>
      write(`t${turn}`, page, { startPs: turn * 5_000_000, bytes: 64 }),
    );
    const kinds = (unit: Iommu['unit']): string[] =>
      looks(runOf(scenarioOf(turns, { unit }))).map(([kind]) => kind);
    expect(kinds({})).toEqual(['miss', 'miss', 'hit']);
    expect(kinds({ tlbEntries: 1 })).toEqual(['miss', 'miss', 'miss']);
  });

  test('with one slot the walks follow one another, with more they run at once', () => {
    const reads = [0, 1, 2].map((page) =>
      write(`r${page}`, page, { op: 'MRd', bytes: 64, at: 'untranslated' }),
    );
    const lastEnd = (unit: Iommu['unit']): number => {
      const run = runOf(scenarioOf(reads, { unit }));
      return Math.max(...run.lookUps(0, run.endPs).map(({ tPs, delayPs }) => tPs + delayPs));
    };
    expect(lastEnd({ slots: 1 }) - lastEnd({})).toBeGreaterThan(100_000);
  });

  test('a posted write never passes one that walks for it', () => {
    const known = write('known', 1, { bytes: 64 });
    const walks = write('walks', 0, { bytes: 64, startPs: 5_000_000 });
    const after = write('after', 1, { bytes: 64, startPs: 5_000_001 });
    const run = runOf(scenarioOf([known, walks, after]));
    const [, miss, hit] = run.lookUps(0, run.endPs);
    expect([miss?.kind, hit?.kind]).toEqual(['miss', 'hit']);
    expect((hit?.tPs ?? 0) + (hit?.delayPs ?? 0)).toBe((miss?.tPs ?? 0) + (miss?.delayPs ?? 0));
  });

  test('faults are counted by their rule, and each try reads the faulty entry again', () => {
    const lost = [0, 5_000_000].map((startPs) =>
      write(`f${startPs}`, 0, { address: '0xa000000000', bytes: 64, startPs }),
    );
    const run = runOf(scenarioOf(lost));
    expect(run.iommus).toMatchObject([{ misses: 2, faults: { 'SMMU-F_TRANSLATION': 2 } }]);
  });

  test('the costs of the document count', () => {
    const unit = { hitPs: 1000, dtiPs: 0, tcuPs: 0, readPs: 500 };
    expect(looks(runOf(scenarioOf([write('one', 0)], { unit })))).toEqual([['miss', 5 * 0.5]]);
  });

  test.each(['vtd-legacy', 'vtd-scalable', 'amdvi', 'tce'] as const)(
    '%s walks once per page as well',
    (model) => {
      const run = runOf(scenarioOf([write('one', 0, { bytes: 2 * PAGE })], { model }));
      expect(run.transfers).toMatchObject([{ errors: 0, bytesDelivered: 2 * PAGE }]);
      expect(run.iommus).toMatchObject([{ misses: 2, faults: {} }]);
    },
  );

  test('going back in time looks nothing up again', () => {
    const run = runOf(scenarioOf([write('one', 0, { bytes: 4 * PAGE })]));
    const before = run.iommus[0];
    run.seek(run.endPs / 2);
    run.seek(run.endPs);
    expect(run.lookUps(0, run.endPs)).toHaveLength(run.tlpCount);
    expect(run.iommus[0]).toEqual(before);
    expect(run.seek(run.endPs).results.digest32).toBe(run.digest32);
  });
});

/** Whether each look-up of an example hit, waited or missed, and memory reads in all. */
function told(id: string): [string[], number | undefined] {
  const { scenario } = defined(
    PRESETS.find((preset) => preset.id === id),
    id,
  );
  const run = runOf(scenario);
  return [run.lookUps(0, run.endPs).map(({ kind }) => kind), run.iommus[0]?.reads];
}

describe('the examples of translation', () => {
  test('tlb-hit: the second write reads nothing', () => {
    expect(told('tlb-hit')).toEqual([['miss', 'hit'], 5]);
  });

  test('tlb-miss: every turn misses, all but the first with one read', () => {
    expect(told('tlb-miss')).toEqual([Array.from({ length: 8 }, () => 'miss'), 5 + 7]);
  });

  test('nested-guest: 16 reads, then none, then three', () => {
    const [kinds, reads] = told('nested-guest');
    expect(kinds).toEqual(['miss', 'hit', 'miss']);
    // L1STD and STE; the CD behind two stage-2 reads; four stage-1 tables in one stage-2 table, which is read
    // once and then remembered: two reads each; three for the output, one table of them known.
    expect(reads).toBe(2 + 3 + 4 * 2 + 3 + 3);
  });
});

test('one translation is looked up once for all pages that it covers', () => {
  const asked: bigint[] = [];
  const unit: TranslationUnit = {
    look: ({ address }) => {
      asked.push(address);
      return { reads: 1, readMask: 1, isKept: true, reachBytes: 4 * PAGE };
    },
    dropped: () => 0,
    costs: { hitPs: 0, dtiPs: 0, tcuPs: 0, readPs: 1000, slots: 4 },
  };
  const request = {
    hostBridge: 0,
    requesterId: 0,
    address: busAddr(0x3040n),
    bytes: 64,
    write: true,
    at: 'untranslated',
    t: 0,
  } as const;
  const flow = { iommu: 0, request, pages: 6, from: 0, isPosted: false, fault: null };
  const walks = new Walks([flow], () => unit);
  const delays = [0, 1, 2, 5, 1].map((page, tlp) => walks.delayPs(tlp, 0, page, 500 * tlp));
  // Four pages from 0x4000 on are one translation: the next page of it waits, the last look finds it.
  expect(asked).toEqual([0x3040n, 0x4000n, 0x8000n]);
  expect(delays).toEqual([1000, 1000, 500, 1000, 0]);
});
