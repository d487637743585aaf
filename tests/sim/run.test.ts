import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defined } from '../../src/core/base/assert.ts';
import { translatorsOf } from '../../src/core/iommu/translators.ts';
import { enumerate } from '../../src/core/machine/enumerate.ts';
import { timeRoute } from '../../src/core/pcie/route-timing.ts';
import { route } from '../../src/core/pcie/route.ts';
import { transferRequest } from '../../src/core/pcie/transfer-request.ts';
import { newTransfer } from '../../src/core/scenario/defaults.ts';
import { PRESETS } from '../../src/core/scenario/presets/index.ts';
import { randomScenario } from '../../src/core/scenario/random.ts';
import type { Scenario, Transfer } from '../../src/core/scenario/schema.ts';
import { createRun } from '../../src/core/sim/create-run.ts';
import type { Run } from '../../src/core/sim/run.ts';
import type { TraceEvent } from '../../src/core/sim/types.ts';

const NO_LIMITS = { untilPs: Infinity, maxEvents: Infinity };

function runOf(scenario: Scenario): Run | null {
  const { machine } = enumerate(scenario);
  return machine === null ? null : createRun(machine, NO_LIMITS);
}

function presetRun(id: string): Run {
  const found = defined(
    PRESETS.find((preset) => preset.id === id),
    `the example ${id}`,
  );
  return defined(runOf(found.scenario) ?? undefined, `a run of ${id}`);
}

const all = (run: Run): TraceEvent[] => run.events(0, run.eventCount);

const isInOrder = (a: TraceEvent, b: TraceEvent): boolean =>
  a.tPs < b.tPs ||
  (a.tPs === b.tPs && (a.tlpId < b.tlpId || (a.tlpId === b.tlpId && a.hop < b.hop)));

const scenarios = fc.nat(1_000_000).map((seed) => randomScenario(seed));

describe('a run', () => {
  test('switch-local: the burst arrives one serialisation apart, after two links and the switch', () => {
    const run = presetRun('switch-local');
    const burst = run.transfers.find((transfer) => transfer.transferId === 'burst');
    // 256 + 24 bytes at 8125/512 ps a byte, of which ACK, flow control and SKP leave a share; 47 ns a
    // link; 115 ns of switch.
    const share = 1 - 8 / 168 - 8 / 168 - 4 / 1538;
    const serial = Math.ceil((280 * 8125) / 512 / share);
    expect(burst?.firstPs).toBe(2_000_000 + 47_000 + 115_000 + serial + 47_000);
    expect(burst?.lastPs).toBe((burst?.firstPs ?? 0) + 15 * serial);
    expect(burst).toMatchObject({ bytesDelivered: 4096, errors: 0, completions: 0 });
  });

  test('a read releases its completions, and its latency ends with the last of them', () => {
    const run = presetRun('switch-local');
    const fetch = run.transfers.find((transfer) => transfer.transferId === 'fetch');
    expect(fetch).toMatchObject({ bytesDelivered: 512, completions: 2 });
    expect(fetch?.latencyPs?.max).toBe((fetch?.lastPs ?? 0) - 2_000_000);
  });

  test('what a root complex refuses is an error and delivers nothing', () => {
    const run = presetRun('redirected-dropped');
    expect(run.transfers[0]).toMatchObject({ bytesDelivered: 0, errors: 1, firstPs: null });
  });

  test.each(PRESETS.map(({ id }) => id))(
    '%s: events are numbered, in order, and complete',
    (id) => {
      const run = presetRun(id);
      const events = all(run);
      expect(events).toHaveLength(run.eventCount);
      events.forEach((event, index) => {
        expect(event.seq).toBe(index);
        const before = events[index - 1];
        if (before !== undefined) expect(isInOrder(before, event)).toBe(true);
      });
      expect(Math.max(0, ...events.map((event) => event.tPs))).toBe(run.endPs);
    },
  );

  test('rows can be asked for in any pieces', () => {
    const run = presetRun('hgx-server');
    const events = all(run);
    const pieces: TraceEvent[] = [];
    for (let at = 0; at < run.eventCount; at += 7) pieces.push(...run.events(at, 7));
    expect(pieces).toEqual(events);
  });

  test('stepping forwards visits every instant, and backwards again', () => {
    const run = presetRun('redirected');
    const instants = [...new Set(all(run).map((event) => event.tPs))];
    const walk = (direction: 1 | -1, fromPs: number): number[] => {
      const seen: number[] = [];
      for (;;) {
        const at = seen.at(-1) ?? fromPs;
        const next = run.step({
          fromPs: at,
          direction,
          unit: 'event',
          tlpId: null,
          breakpoints: null,
        });
        if (next === null) return seen;
        seen.push(next.tPs);
      }
    };
    expect(walk(1, -1)).toEqual(instants);
    expect(walk(-1, run.endPs + 1)).toEqual(instants.toReversed());
  });

  test('a step by TLP goes to the next issue, one by hop to the next component of that TLP', () => {
    const run = presetRun('redirected');
    const tlp = run.step({ fromPs: 0, direction: 1, unit: 'tlp', tlpId: null, breakpoints: null });
    expect(tlp).toMatchObject({ tPs: 2_000_000, hop: 0 });
    const hop = run.step({ fromPs: 0, direction: 1, unit: 'hop', tlpId: 0, breakpoints: null });
    expect(hop).toMatchObject({ tlpId: 0, hop: 1, tPs: 47_000 });
  });

  test('a transaction holds its request and all its completions', () => {
    const run = presetRun('switch-local');
    const issue = all(run).find((event) => run.flows[event.flow]?.transferId === 'fetch');
    const events = run.transaction(issue?.tlpId ?? -1);
    const legs = new Set(events.map((event) => run.flows[event.flow]?.leg));
    expect([...legs]).toEqual(['request', 'completion']);
    expect(new Set(events.map((event) => event.tlpId)).size).toBe(3);
    expect(events).toEqual(all(run).filter((event) => event.txnId === issue?.txnId));
  });

  test('segments are those that overlap the instants asked for', () => {
    const run = presetRun('hgx-server');
    const every = run.segmentsBetween(0, run.endPs);
    const [from, to] = [150_000, 300_000];
    expect(run.segmentsBetween(from, to)).toEqual(
      every.filter((segment) => segment.startPs <= to && segment.arrivePs >= from),
    );
  });

  test('a run that is cut off says so', () => {
    const found = defined(PRESETS[0], 'an example');
    const { machine } = enumerate(found.scenario);
    if (machine === null) throw new Error('the example is a machine');
    expect(createRun(machine, { ...NO_LIMITS, maxEvents: 10 }).isTruncated).toBe(true);
    expect(createRun(machine, { ...NO_LIMITS, untilPs: 50_000 }).isTruncated).toBe(true);
    expect(createRun(machine, NO_LIMITS).isTruncated).toBe(false);
  });
});

describe('saturated links', () => {
  const gen4 = { speedGtps: 16, width: 16 };

  /** One GPU reads or writes the memory of the other through one switch, MPS 256, all links Gen4 x16. */
  function saturated(transfer: Partial<Transfer>): number {
    const { scenario } = defined(
      PRESETS.find((preset) => preset.id === 'switch-local'),
      'switch-local',
    );
    const transfers = [
      newTransfer({
        id: 'all',
        name: 'all',
        from: 'gpu1',
        to: { kind: 'bar', function: 'gpu0', bar: 2, offset: '0x0' },
        bytes: 4 * 1024 * 1024,
        outstanding: 1024,
        ...transfer,
      }),
    ];
    const links = scenario.links.map((link) => ({ ...link, ...gen4 }));
    const run = runOf({ ...scenario, links, transfers });
    const all = run?.transfers[0];
    return (all?.bytesDelivered ?? 0) / ((all?.lastPs ?? 0) - (all?.firstPs ?? 0));
  }

  test.each([
    ['writes, 256 bytes', { op: 'MWr' }, 25.9886],
    ['reads, 512 bytes asked, 256 a completion', { op: 'MRd' }, 26.3652],
  ] as const)('%s: the payload rate of pcie-bench within 0.1 %%', (_what, transfer, gbps) => {
    expect(Math.abs(saturated(transfer) * 1000 - gbps) / gbps).toBeLessThan(0.001);
  });

  test('few requests in flight: outstanding x size / latency', () => {
    const [four, eight] = [4, 8].map((outstanding) => saturated({ op: 'MRd', outstanding }));
    expect((eight ?? 0) / (four ?? 1)).toBeCloseTo(2, 1);
  });
});

describe('an idle machine', () => {
  test('takes the time and the rate that the router foretells', () => {
    const ids = ['switch-local', 'root-ports', 'hgx-server', 'dual-socket', 'ats-read-detour'];
    let compared = 0;
    for (const id of ids) {
      const { scenario } = defined(
        PRESETS.find((preset) => preset.id === id),
        id,
      );
      for (const transfer of scenario.transfers) {
        const alone = { ...scenario, transfers: [{ ...transfer, startPs: 0, bytes: 256 }] };
        const { machine } = enumerate(alone);
        if (machine === null) continue;
        const translators = translatorsOf(machine);
        const asked = transferRequest(machine, transfer);
        if (asked === null) continue;
        const decided = route({ machine, translators, ...asked });
        const isWalked = [...decided.request, ...decided.completion].some(
          ({ place }) => place.kind === 'iommu',
        );
        if (decided.outcome !== 'delivered' || isWalked) continue;
        const { latencyPs } = timeRoute({
          machine,
          route: decided,
          ...asked,
          bytes: 256,
          outstanding: 1,
        });
        const [summary] = createRun(machine, NO_LIMITS).transfers;
        expect([id, transfer.id, summary?.latencyPs?.min]).toEqual([id, transfer.id, latencyPs]);
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(5);
  });
});

describe('every run of random scenarios', () => {
  test('is the same twice', () => {
    fc.assert(
      fc.property(scenarios, (scenario) => {
        const [once, again] = [runOf(scenario), runOf(scenario)];
        expect(once?.digest32).toBe(again?.digest32);
        expect(once && all(once)).toEqual(again && all(again));
      }),
      { numRuns: 40 },
    );
  });

  test('ends each TLP where its route ends, exactly once', () => {
    let seen = 0;
    fc.assert(
      fc.property(scenarios, (scenario) => {
        const run = runOf(scenario);
        if (run === null) return;
        const ends = new Map<number, number>();
        for (const { tlpId, flow, hop } of all(run)) {
          const info = run.flows[flow];
          const hops = info?.leg === 'request' ? info.route.request : info?.route.completion;
          if (hop === (hops?.length ?? 0) - 1) ends.set(tlpId, (ends.get(tlpId) ?? 0) + 1);
        }
        seen += run.tlpCount;
        expect(ends.size).toBe(run.tlpCount);
        expect([...ends.values()].every((count) => count === 1)).toBe(true);
      }),
      { numRuns: 60 },
    );
    expect(seen).toBeGreaterThan(100);
  });

  test('goes to any instant, in any order, and finds the state of a run straight there', () => {
    fc.assert(
      fc.property(scenarios, fc.array(fc.nat(1000), { minLength: 2, maxLength: 6 }), (s, parts) => {
        const run = runOf(s);
        if (run === null || run.endPs === 0) return;
        for (const part of parts) {
          const tPs = Math.floor((run.endPs * part) / 1000);
          const there = runOf(s)?.seek(tPs);
          expect(run.seek(tPs)).toEqual(there);
        }
      }),
      { numRuns: 30 },
    );
  });
});
