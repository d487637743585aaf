import { describe, expect, test } from 'vitest';
import { defined } from '../../src/core/base/assert.ts';
import { translatorsOf } from '../../src/core/iommu/translators.ts';
import { enumerate } from '../../src/core/machine/enumerate.ts';
import type { Machine } from '../../src/core/machine/types.ts';
import { readGbps, writeGbps } from '../../src/core/pcie/link-efficiency.ts';
import { timeRoute } from '../../src/core/pcie/route-timing.ts';
import type { RouteTiming } from '../../src/core/pcie/route-timing.ts';
import { route } from '../../src/core/pcie/route.ts';
import { transferRequest } from '../../src/core/pcie/transfer-request.ts';
import { PRESETS } from '../../src/core/scenario/presets/index.ts';
import { randomScenario } from '../../src/core/scenario/random.ts';
import type { Transfer } from '../../src/core/scenario/schema.ts';
import type { DecidedTransfer } from '../../src/core/sim/compile.ts';
import { runDecided } from '../../src/core/sim/run.ts';
import { bar64, newTransfer } from '../../src/core/scenario/defaults.ts';
import { machineOf, pcieScenario } from '../pcie-fixture.ts';

/*
 * The closed form of `route` and the simulation of `run` are two ways to the same numbers. On an idle machine the
 * latency must be equal to the picosecond and the steady bandwidth within 0.1 %.
 */

const KIB = 1024;

function decidedOf(machine: Machine, transfer: Transfer): DecidedTransfer | null {
  const asked = transferRequest(machine, transfer);
  if (asked === null) return null;
  const found = route({ machine, translators: translatorsOf(machine), ...asked });
  return found.outcome === 'delivered' ? { transfer, ...asked, route: found } : null;
}

function closedForm(machine: Machine, { transfer, ...decided }: DecidedTransfer): RouteTiming {
  const { bytes, outstanding } = transfer;
  return timeRoute({ machine, ...decided, bytes, outstanding });
}

/** Bytes per second between the ends of a run and of one twice as long: what filling the way costs is gone. */
function simulatedRate(machine: Machine, transfer: Transfer, bytes: number): number | null {
  const endOf = (count: number): number | null => {
    const decided = decidedOf(machine, { ...transfer, bytes: count });
    return (
      decided &&
      (runDecided(machine, [decided], translatorsOf(machine)).transfers[0]?.lastPs ?? null)
    );
  };
  const [short, long] = [endOf(bytes), endOf(2 * bytes)];
  return short === null || long === null ? null : (bytes * 1e12) / (long - short);
}

function disagreements(machine: Machine, given: Transfer): string[] {
  const found: string[] = [];
  // One TLP, whatever the transfer asks for.
  const single = decidedOf(machine, { ...given, startPs: 0, bytes: Math.min(given.bytes, 64) });
  if (single === null) return found;
  const latencyPs = runDecided(machine, [single], translatorsOf(machine)).transfers[0]?.latencyPs
    ?.max;
  const foretold = closedForm(machine, single).latencyPs;
  if (latencyPs !== foretold) {
    found.push(`${given.id}: latency ${latencyPs} ps simulated, ${foretold} ps in closed form`);
  }
  for (const outstanding of given.op === 'MWr' ? [32] : [1, 8, 256]) {
    const isTiny = (given.pieceBytes ?? KIB) < 64 || given.op === 'FetchAdd';
    const bytes = (isTiny ? 16 : outstanding > 8 ? 256 : 128) * KIB;
    const transfer = { ...given, startPs: 0, outstanding };
    const rate = simulatedRate(machine, transfer, bytes);
    const decided = decidedOf(machine, { ...transfer, bytes });
    if (rate === null || decided === null) continue;
    const stated = closedForm(machine, decided).bytesPerSecond ?? 0;
    if (Math.abs(stated / rate - 1) > 0.001) {
      const told = `${(rate / 1e9).toFixed(3)} GB/s simulated, ${(stated / 1e9).toFixed(3)} stated`;
      found.push(`${given.id} ${given.op} with ${outstanding} in flight: ${told}`);
    }
  }
  return found;
}

function allDisagreements(machine: Machine | null): string[] {
  const transfers = machine?.scenario.transfers ?? [];
  return machine === null ? [] : transfers.flatMap((one) => disagreements(machine, one));
}

describe('route and run agree on an idle machine', () => {
  test.each(PRESETS.map(({ id, scenario }) => [id, scenario] as const))('%s', (_id, scenario) => {
    expect(allDisagreements(enumerate({ ...scenario, faults: [] }).machine)).toEqual([]);
  });

  test('twelve random machines', { timeout: 60_000 }, () => {
    for (let seed = 1; seed <= 12; seed++) {
      expect(allDisagreements(enumerate(randomScenario(seed)).machine), `seed ${seed}`).toEqual([]);
    }
  });
});

describe('the link-efficiency formula', () => {
  const links = [
    { speedGtps: 8, lanes: 8, mps: 256, mrrs: 512 },
    { speedGtps: 16, lanes: 16, mps: 256, mrrs: 512 },
    { speedGtps: 32, lanes: 16, mps: 512, mrrs: 4096 },
    { speedGtps: 2.5, lanes: 4, mps: 128, mrrs: 512 },
  ] as const;

  test.each(links)('$speedGtps GT/s x$lanes, MPS $mps', ({ speedGtps, lanes, mps, mrrs }) => {
    const link = { speedGtps, width: lanes };
    const limits = { mps, mpsSupported: mps, mrrs };
    const change = {
      ...Object.fromEntries(['EP1', 'EP2', 'A', 'B', 'USP', 'RP0'].map((id) => [id, limits])),
      EP2: { ...limits, bars: [bar64(0, 1 << 24)] },
      'RP0-USP': link,
      'A-EP1': link,
      'B-EP2': link,
    };
    const machine = machineOf(pcieScenario({ change }));
    const to = { kind: 'bar', function: 'EP2', bar: 0, offset: '0x0' } as const;
    const given = newTransfer({ id: 'T', name: 'T', from: 'EP1', to, outstanding: 256 });
    const formula = { speedGtps, lanes, mps, mrrs, is64: true, rcbChunks: null };
    const wanted = { MWr: writeGbps(formula, mps), MRd: readGbps(formula, mrrs) };
    for (const op of ['MWr', 'MRd'] as const) {
      const rate = defined(simulatedRate(machine, { ...given, op }, 512 * KIB) ?? undefined, op);
      expect(Math.abs((8 * rate) / 1e9 / wanted[op] - 1)).toBeLessThan(0.001);
    }
  });
});
