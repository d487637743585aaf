import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createPrng } from '../../src/core/base/prng.ts';
import type { CreditPool } from '../../src/core/pcie/credits.ts';
import { byteTime } from '../../src/core/pcie/timing.ts';
import { creditsInUse } from '../../src/core/sim/credits.ts';
import { advance, isDone } from '../../src/core/sim/engine.ts';
import type { Results } from '../../src/core/sim/results.ts';
import { copyRows } from '../../src/core/sim/rows.ts';
import { Session } from '../../src/core/sim/session.ts';
import { takeTrace } from '../../src/core/sim/trace.ts';
import type {
  Burst,
  CreditClass,
  Program,
  ProgramFlow,
  ProgramLink,
} from '../../src/core/sim/types.ts';

const INFINITE: CreditPool = { headers: Infinity, dataUnits: Infinity };
const NANOSECOND = 1000;

function link(given: Partial<ProgramLink> = {}): ProgramLink {
  return {
    psPerByteNum: 8125,
    psPerByteDen: 256,
    propagationPs: 5 * NANOSECOND,
    framingBytes: 0,
    credits: [INFINITE, INFINITE, INFINITE],
    ...given,
  };
}

function burst(count: number, payloadBytes: number, given: Partial<Burst> = {}): Burst {
  return {
    count,
    payloadBytes,
    overheadBytes: 24,
    bytes: payloadBytes,
    answers: 0,
    page: 0,
    ...given,
  };
}

function flow(path: number[], bursts: Burst[], given: Partial<ProgramFlow> = {}): ProgramFlow {
  return {
    path,
    latencyPs: path.map((_, hop) => (hop === path.length - 1 ? 0 : 100 * NANOSECOND)),
    cutThrough: path.map(() => false),
    creditClass: 'posted',
    passesPosted: 'never',
    requester: 0,
    bursts,
    startPs: 0,
    order: 0,
    outstanding: Infinity,
    walkHop: -1,
    isHeard: false,
    answeredBy: null,
    ...given,
  };
}

const program = (links: ProgramLink[], flows: ProgramFlow[]): Program => ({
  arbitration: 'roundRobin',
  links,
  flows,
});

function run(given: Program): Results {
  const session = new Session(given, true);
  session.run(Infinity);
  return session.results();
}

/** Payload bytes per ps between the first and the last delivery of a flow. */
function steadyRate({ flows }: Results, index: number, payloadBytes: number): number {
  const { tlps = 0, firstPs = 0, lastPs = 0 } = flows[index] ?? {};
  return ((tlps - 1) * payloadBytes) / ((lastPs ?? 0) - (firstPs ?? 0));
}

const within = (value: number, wanted: number): number => Math.abs(value - wanted) / wanted;

describe('arbitration', () => {
  test('cut-through TLPs that arrive just as the output is free do not starve another input', () => {
    const wires = [link(), link(), link()];
    const cutThrough = [true, false];
    const stream = flow([0, 2], [burst(400, 256)], { cutThrough });
    const other = flow([1, 2], [burst(20, 256)], { cutThrough, order: 1, startPs: 1_000_000 });
    const { flows } = run(program(wires, [stream, other]));
    // Turn by turn: 20 TLPs of its own and as many of the stream, behind one way of 250 ns.
    const turn = Math.ceil((280 * 8125) / 256);
    expect(flows[1]?.lastPs).toBeLessThan(1_000_000 + 41 * turn + 250 * NANOSECOND);
  });
});

describe('closed forms', () => {
  test.each([
    ['Gen4 x16, MPS 128', 16, 16, 128, 26.5328],
    ['Gen4 x16, MPS 256', 16, 16, 256, 28.807],
    ['Gen4 x16, MPS 512', 16, 16, 512, 30.0969],
    ['Gen5 x16, MPS 256', 32, 16, 256, 57.6141],
    ['Gen3 x16, MPS 256', 8, 16, 256, 14.4035],
    ['Gen4 x4, MPS 256', 16, 4, 256, 7.2018],
  ])('%s: posted writes saturate at R MPS / (MPS + 24)', (_what, gtps, width, mps, gigabytes) => {
    const { num, den } = byteTime(gtps, width);
    const wire = link({ psPerByteNum: num, psPerByteDen: den });
    const results = run(program([wire, wire], [flow([0, 1], [burst(4000, mps)])]));
    expect(within(1000 * steadyRate(results, 0, mps), gigabytes)).toBeLessThan(0.001);
  });

  test('Gen4 x16 reads of 256 saturate at R MPS / (MPS + 20)', () => {
    const request = flow([0], [burst(4000, 0, { bytes: 256, answers: 1 })], {
      creditClass: 'nonPosted',
      outstanding: 64,
      answeredBy: 1,
    });
    const completion = flow([1], [burst(4000, 256, { overheadBytes: 20 })], {
      creditClass: 'completion',
      isHeard: true,
    });
    const results = run(program([link(), link()], [request, completion]));
    expect(within(1000 * steadyRate(results, 1, 256), 29.2245)).toBeLessThan(0.001);
  });

  test('few reads in flight: outstanding x size / round trip', () => {
    const request = flow([0], [burst(4000, 0, { bytes: 256, answers: 1 })], {
      creditClass: 'nonPosted',
      latencyPs: [300 * NANOSECOND],
      outstanding: 4,
      answeredBy: 1,
    });
    const completion = flow([1], [burst(4000, 256, { overheadBytes: 20 })], {
      creditClass: 'completion',
      isHeard: true,
    });
    const results = run(program([link(), link()], [request, completion]));
    const roundTrip =
      Math.ceil((24 * 8125) / 256) + 5000 + 300_000 + Math.ceil((276 * 8125) / 256) + 5000;
    expect(within(steadyRate(results, 1, 256), (4 * 256) / roundTrip)).toBeLessThan(0.01);
  });

  test.each([
    ['headers', { headers: 8, dataUnits: Infinity }, 8 * 256],
    ['data', { headers: Infinity, dataUnits: 64 }, 64 * 16],
  ])('%s credits that bind: credits x size / credit round trip', (_what, pool, inFlight) => {
    const narrow = link({ credits: [pool, INFINITE, INFINITE] });
    const results = run(program([narrow, link()], [flow([0, 1], [burst(4000, 256)])]));
    const roundTrip = Math.ceil((280 * 8125) / 256) + 5000 + 100_000 + 5000;
    expect(within(steadyRate(results, 0, 256), inFlight / roundTrip)).toBeLessThan(0.001);
  });

  test('a switch that cuts through saves one serialisation', () => {
    const at = (isCut: boolean): number => {
      const one = flow([0, 1], [burst(1, 256)], { cutThrough: [isCut, false] });
      return run(program([link(), link()], [one])).makespanPs;
    };
    expect(at(false) - at(true)).toBe(Math.ceil((280 * 8125) / 256));
  });

  test('a TLP that may cut through but finds the output busy is stored', () => {
    const cut = { cutThrough: [true, false] };
    const links = [link(), link(), link()];
    const long = flow([0, 2], [burst(1, 4096)], cut);
    const short = flow([1, 2], [burst(1, 256)], { ...cut, startPs: 1 });
    const results = run(program(links, [long, short]));
    const serialLong = Math.ceil((4120 * 8125) / 256);
    const serialShort = Math.ceil((280 * 8125) / 256);
    expect(results.flows[1]?.lastPs).toBe(105_000 + serialLong + serialShort + 5000);
  });
});

test('a machine of many idle links costs no credit rings', () => {
  const links = Array.from({ length: 20_000 }, () =>
    link({ credits: [64, 64, 64].map((headers) => ({ headers, dataUnits: 1024 })) }),
  );
  expect(run(program(links, [flow([0, 1], [burst(100, 256)])])).tlps).toBe(100);
});

describe('arbitration', () => {
  const three = [link(), link(), link()];
  const feeds = (): ProgramFlow[] => [
    flow([0, 2], [burst(400, 256)]),
    flow([1, 2], [burst(400, 256)], { requester: 1 }),
  ];

  test('round robin gives two inputs the same', () => {
    const session = new Session(program(three, feeds()), false);
    session.run(3_000_000);
    const [a, b] = session.results().flows;
    expect(Math.abs((a?.tlps ?? 0) - (b?.tlps ?? 0))).toBeLessThanOrEqual(1);
    expect(a?.tlps).toBeGreaterThan(100);
  });

  test('weights 3 and 1 give three to one', () => {
    const weighted = link({ weights: new Map([[0, 3]]) });
    const session = new Session(program([link(), link(), weighted], feeds()), false);
    session.run(3_000_000);
    const [a, b] = session.results().flows;
    expect((a?.tlps ?? 0) / (b?.tlps ?? 1)).toBeCloseTo(3, 1);
  });
});

describe('ordering', () => {
  // Link 2 is slow for posted requests: its receiver has one posted header and a slow drain behind.
  const oneHeader: CreditPool = { headers: 1, dataUnits: Infinity };
  const links = [link(), link({ credits: [oneHeader, INFINITE, INFINITE] }), link()];
  const slow = { latencyPs: [0, 2_000_000, 0] };
  const behind = (given: Partial<ProgramFlow>): Results =>
    run(
      program(links, [
        flow([0, 1, 2], [burst(4, 64)], slow),
        flow([0, 1, 2], [burst(1, 64)], {
          startPs: 100_000,
          latencyPs: [0, 2_000_000, 0],
          ...given,
        }),
      ]),
    );
  const isLast = ({ flows }: Results): boolean => (flows[1]?.lastPs ?? 0) > (flows[0]?.lastPs ?? 0);

  test.each([
    ['a completion stays behind older posted requests', 'completion', 'never', 0, true],
    ['a completion with RO passes them', 'completion', 'always', 0, false],
    ['with IDO it passes those of another requester', 'completion', 'otherRequester', 1, false],
    ['with IDO it stays behind those of its own', 'completion', 'otherRequester', 0, true],
    ['a read stays behind them', 'nonPosted', 'never', 0, true],
  ] as const)('%s', (_what, creditClass, passesPosted, requester, stays) => {
    expect(isLast(behind({ creditClass, passesPosted, requester }))).toBe(stays);
  });

  test('a posted request passes a blocked read', () => {
    const wires = [link(), link({ credits: [INFINITE, oneHeader, INFINITE] }), link()];
    const results = run(
      program(wires, [
        flow([0, 1, 2], [burst(4, 0)], { ...slow, creditClass: 'nonPosted' }),
        flow([0, 1, 2], [burst(1, 64)], { startPs: 100_000, latencyPs: [0, 0, 0] }),
      ]),
    );
    expect(isLast(results)).toBe(false);
  });
});

describe('a deadlock', () => {
  const tight = link({ credits: [{ headers: 1, dataUnits: Infinity }, INFINITE, INFINITE] });
  // Three switches in a ring: links 0, 1, 2; each is entered by a source link 3, 4, 5 and left by 6, 7, 8.
  const ring = (): Program => {
    const enter = (at: number): number[] => [3 + at, at, (at + 1) % 3, 6 + ((at + 2) % 3)];
    return program(
      [tight, tight, tight, link(), link(), link(), link(), link(), link()],
      [0, 1, 2].map((at) => flow(enter(at), [burst(50, 256)], { requester: at })),
    );
  };

  test('is found and its ring is named', () => {
    const session = new Session(ring(), false);
    session.run(Infinity);
    expect(session.results().tlps).toBeLessThan(150);
    expect(session.deadlock()?.toSorted((a, b) => a - b)).toEqual([0, 1, 2]);
  });

  test('is not seen where everything arrived', () => {
    const session = new Session(program([tight, link()], [flow([0, 1], [burst(50, 256)])]), false);
    session.run(Infinity);
    expect(session.results().tlps).toBe(50);
    expect(session.deadlock()).toBeNull();
  });
});

/** A random tree of one switch level with mixed classes, few credits, cut-through and answers. */
function randomLanes(seed: number): Program {
  const random = createPrng(seed);
  const ends = 2 + random.below(4);
  const pool = (): CreditPool => ({
    headers: random.chance(1, 4) ? Infinity : 1 + random.below(4),
    dataUnits: random.chance(1, 2) ? Infinity : 32 + random.below(32),
  });
  const links = Array.from({ length: 2 * ends }, () =>
    link({ credits: [pool(), pool(), pool()], propagationPs: 1 + random.below(20_000) }),
  );
  const flows: ProgramFlow[] = [];
  const count = 1 + random.below(6);
  for (let i = 0; i < count; i++) {
    const from = random.below(ends);
    const to = (from + 1 + random.below(ends - 1)) % ends;
    const order = flows.length;
    const requester = random.below(3);
    const passesPosted = random.pick(['never', 'always', 'otherRequester']);
    const tlps = 1 + random.below(30);
    const way = {
      order,
      requester,
      passesPosted,
      startPs: random.below(500_000),
      cutThrough: [random.chance(1, 2), false],
      latencyPs: [115_000, random.below(300_000)],
    };
    if (random.chance(1, 2)) {
      const sizes = [burst(tlps, 4 * random.below(100)), burst(1, 4)];
      flows.push(flow([2 * from, 2 * to + 1], sizes, way));
      continue;
    }
    const answers = 1 + random.below(3);
    flows.push(
      flow([2 * from, 2 * to + 1], [burst(tlps, 0, { answers })], {
        ...way,
        creditClass: 'nonPosted',
        outstanding: 1 + random.below(8),
        answeredBy: order + 1,
      }),
      flow([2 * to, 2 * from + 1], [burst(tlps * answers, 4 * random.below(64))], {
        ...way,
        order: order + 1,
        creditClass: 'completion',
        isHeard: true,
      }),
    );
  }
  return program(links, flows);
}

const seeds = fc.nat(1_000_000);
const CLASSES: readonly CreditClass[] = ['posted', 'nonPosted', 'completion'];

describe('every random mix', () => {
  test('delivers every TLP, and every credit is home again', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const given = randomLanes(seed);
        const results = run(given);
        given.flows.forEach((one, index) => {
          const count = one.bursts.reduce((sum, { count: tlps }) => sum + tlps, 0);
          expect(results.flows[index]?.tlps).toBe(count);
        });
        given.links.forEach((_, at) => {
          CLASSES.forEach((__, pool) => {
            expect(creditsInUse(3 * at + pool)).toEqual({ headers: 0, dataUnits: 0 });
          });
        });
      }),
      { numRuns: 150 },
    );
  });

  test('never uses more credits than there are, at any event', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const given = randomLanes(seed);
        const session = new Session(given, false);
        expect(session.loaded.links).toBe(given.links.length);
        while (!isDone()) {
          advance(Infinity, 1);
          given.links.forEach((one, at) => {
            one.credits.forEach(({ headers, dataUnits }, pool) => {
              const used = creditsInUse(3 * at + pool);
              expect(used.headers).toBeGreaterThanOrEqual(0);
              expect(used.headers).toBeLessThanOrEqual(headers);
              expect(used.dataUnits).toBeGreaterThanOrEqual(0);
              expect(used.dataUnits).toBeLessThanOrEqual(dataUnits);
            });
          });
        }
      }),
      { numRuns: 6 },
    );
  });

  test('keeps the order that the table demands between two links', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const given = randomLanes(seed);
        run(given);
        const rows = copyRows(4 * given.flows.length);
        const trace = takeTrace();
        // Per input and output link: TLPs in order of arrival, and when each went on.
        const lanes = new Map<string, { flow: number; tlp: number; sent: number }[]>();
        const sent = new Map<number, number>();
        for (let hop = 0; hop < trace.hops; hop++) {
          if (rows.place[trace.row(hop)] === 1) sent.set(trace.tlp(hop), hop);
        }
        for (let hop = 0; hop < trace.hops; hop++) {
          const row = trace.row(hop);
          if (rows.place[row] !== 0) continue;
          const tlp = trace.tlp(hop);
          const key = `${rows.link[row]}>${rows.link[row + 1]}`;
          const lane = lanes.get(key) ?? [];
          lane.push({ flow: rows.flow[row] ?? 0, tlp, sent: sent.get(tlp) ?? -1 });
          lanes.set(key, lane);
        }
        for (const lane of lanes.values()) {
          lane.forEach((older, index) => {
            const first = given.flows[older.flow];
            if (first?.creditClass !== 'posted') return;
            for (const younger of lane.slice(index + 1)) {
              const second = given.flows[younger.flow];
              const mayPass =
                second?.creditClass !== 'posted' &&
                (second?.passesPosted === 'always' ||
                  (second?.passesPosted === 'otherRequester' &&
                    second.requester !== first.requester));
              if (!mayPass) expect(younger.sent).toBeGreaterThan(older.sent);
            }
          });
        }
      }),
      { numRuns: 100 },
    );
  });

  test('is the same in one step and in many', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 1, max: 300 }), (seed, steps) => {
        const given = randomLanes(seed);
        const whole = run(given);
        const session = new Session(given, false);
        for (let i = 0; !isDone(); i++) session.run(Math.floor((whole.makespanPs * i) / steps));
        expect(session.results()).toEqual(whole);
      }),
      { numRuns: 50 },
    );
  });
});
