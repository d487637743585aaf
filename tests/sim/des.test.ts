import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseWorkload } from '../../src/cli/workload.ts';
import { advance, isDone, load } from '../../src/core/sim/engine.ts';
import { readResults } from '../../src/core/sim/results.ts';
import type { Results } from '../../src/core/sim/results.ts';
import type { Program } from '../../src/core/sim/types.ts';
import { SHARED, hasShared } from '../shared.ts';
import { randomProgram } from './random-program.ts';
import { slowAnswer } from './slow-reference.ts';

function run(program: Program): Results {
  const loaded = load(program, false);
  advance(Infinity);
  return readResults(loaded);
}

/** A line of `links` equal links without a second flow. */
function line(links: number, credits: number, count: number): Program {
  const path = Array.from({ length: links }, (_, link) => link);
  return {
    arbitration: 'fifo',
    links: path.map(() => ({
      psPerByteNum: 8125,
      psPerByteDen: 256,
      propagationPs: 5000,
      framingBytes: 0,
      credits: [{ headers: credits, dataUnits: Infinity }],
    })),
    flows: [
      {
        path,
        latencyPs: path.map((_, hop) => (hop === links - 1 ? 0 : 100_000)),
        cutThrough: path.map(() => false),
        creditClass: 'posted',
        passesPosted: 'never',
        requester: 0,
        bursts: [{ count, payloadBytes: 256, overheadBytes: 24, bytes: 0, answers: 0, page: 0 }],
        startPs: 1000,
        order: 0,
        outstanding: Infinity,
        walkHop: -1,
        isHeard: false,
        answeredBy: null,
      },
    ],
  };
}

const DES = join(SHARED, 'data', 'des');

describe.skipIf(!hasShared())('the portable workloads', () => {
  const names = hasShared() ? readdirSync(DES).filter((name) => name.endsWith('.json')) : [];
  test.each(names)('%s has its exact answer', (name) => {
    const document = JSON.parse(readFileSync(join(DES, name), 'utf8'));
    const { expect: wanted, ...workload } = document;
    const parsed = parseWorkload(workload);
    expect(parsed.ok).toBe(true);
    if (!parsed.ok) return;
    const results = run(parsed.value.program);
    expect({
      tlps: results.tlps,
      hops: results.hops,
      makespan_ps: results.makespanPs,
      digest32: results.digest32,
      sum_latency_ps: results.sumLatencyPs.toString(),
      flows: results.flows.map((flow) => ({
        tlps: flow.tlps,
        bytes: flow.bytes,
        first_ps: flow.firstPs,
        last_ps: flow.lastPs,
      })),
    }).toEqual(wanted);
  });
});

describe('the engine and the slow reference', () => {
  test('agree on random workloads', () => {
    for (let seed = 1; seed <= 60; seed++) {
      const program = randomProgram(seed);
      const { tlps: _tlps, events: _events, flows, ...sums } = run(program);
      const slow = slowAnswer(program);
      expect({ seed, ...sums, flows: flows.map(({ bytes: _bytes, ...rest }) => rest) }).toEqual({
        seed,
        ...slow,
      });
    }
  });
});

describe('closed forms', () => {
  const SERIAL = 8887;

  test('one uncontended flow: makespan = start + (count-1) ser + n (ser+prop) + (n-1) latency', () => {
    const results = run(line(4, 64, 500));
    expect(results.makespanPs).toBe(1000 + 499 * SERIAL + 4 * (SERIAL + 5000) + 3 * 100_000);
  });

  test('binding credits: throughput = credits / round trip', () => {
    const few = run(line(2, 4, 2000)).makespanPs;
    const more = run(line(2, 4, 4000)).makespanPs;
    const roundTrip = SERIAL + 5000 + 100_000 + 5000;
    expect((more - few) / 2000).toBeCloseTo(roundTrip / 4, 0);
  });

  test('credits that never bind need no ring', () => {
    expect(run(line(4, Infinity, 500))).toEqual(run(line(4, 2 ** 40, 500)));
  });
});

describe('steps', () => {
  test('ten thousand small steps end as one large step does', () => {
    for (const seed of [3, 7, 11]) {
      const program = randomProgram(seed);
      const whole = run(program);
      const loaded = load(program, false);
      const stepPs = Math.max(1, Math.floor(whole.makespanPs / 10_000));
      for (let tPs = 0; !isDone(); tPs += stepPs) advance(tPs);
      expect(readResults(loaded)).toEqual(whole);
    }
  });
});

describe('a workload file that cannot be run', () => {
  const node = (id: number, kind: string): object => ({ id, kind, latency_ps: 0 });
  const wire = (id: number, a: number, b: number): object => ({
    id,
    a,
    b,
    ps_per_byte_num: 1,
    ps_per_byte_den: 1,
    prop_ps: 1,
    hdr_credits: 1,
  });
  const flow = (id: number, src: number, dst: number, path: number[]): object => ({
    id,
    src,
    dst,
    count: 1,
    payload: 4,
    overhead: 20,
    start_ps: 0,
    path,
  });
  const file = (nodes: object[], links: object[], flows: object[]): object => ({
    format: 'p2pdma-des-workload/1',
    name: 'bad',
    nodes,
    links,
    flows,
  });
  const ends = [node(0, 'ep'), node(1, 'switch'), node(2, 'ep')];
  const wires = [wire(0, 0, 1), wire(1, 1, 2)];

  test.each([
    ['another format', { format: 'x' }, /format: .*p2pdma-des-workload/],
    ['an id that is not its index', file([node(1, 'ep')], [], []), /nodes\.0\.id/],
    ['a path with a gap', file(ends, wires, [flow(0, 0, 2, [1])]), /does not start at node 0/],
    ['a link that is not there', file(ends, wires, [flow(0, 0, 2, [0, 5])]), /no link 5/],
    ['a path that stops early', file(ends, wires, [flow(0, 0, 2, [0])]), /not at dst 2/],
    ['a link into nowhere', file(ends, [wire(0, 0, 9)], []), /links\.0/],
    [
      'an endpoint that forwards',
      file(
        [node(0, 'ep'), node(1, 'ep'), node(2, 'ep')],
        [wire(0, 0, 1), wire(1, 1, 2)],
        [flow(0, 0, 2, [0, 1])],
      ),
      /endpoint 1 forwards/,
    ],
    [
      'paths that form a ring',
      file(
        [
          node(0, 'switch'),
          node(1, 'switch'),
          node(2, 'switch'),
          ...[3, 4, 5].map((n) => node(n, 'ep')),
        ],
        [
          wire(0, 0, 1),
          wire(1, 1, 2),
          wire(2, 2, 0),
          ...[0, 1, 2].flatMap((n) => [wire(3 + 2 * n, n + 3, n), wire(4 + 2 * n, n, n + 3)]),
        ],
        [flow(0, 3, 5, [3, 0, 1, 8]), flow(1, 4, 3, [5, 1, 2, 4]), flow(2, 5, 4, [7, 2, 0, 6])],
      ),
      /ring/,
    ],
  ])('%s is refused with the place', (_what, document, sentence) => {
    const parsed = parseWorkload(document);
    expect(parsed.ok ? '' : parsed.error).toMatch(sentence);
  });
});
