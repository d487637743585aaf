import type { Program, ProgramFlow, ProgramLink } from '../../src/core/sim/types.ts';

/** A small seeded generator (mulberry32): the same seed gives the same workload everywhere. */
export function generator(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let x = Math.imul(state ^ (state >>> 15), state | 1);
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
    return ((x ^ (x >>> 14)) >>> 0) % below;
  };
}

/**
 * A random tree of switches with endpoints at its leaves and flows between them, in the terms of
 * des-workload.md. Few latencies and rates, so that many things fall on one instant.
 */
export function randomProgram(seed: number): Program {
  const random = generator(seed);
  const pick = <T>(list: readonly T[]): T => list[random(list.length)] as T;
  const switches = 1 + random(5);
  const endpoints = 2 + random(8);
  const parent: number[] = [-1];
  for (let node = 1; node < switches + endpoints; node++) {
    parent.push(random(Math.min(node, switches)));
  }
  const latency = parent.map((_, node) => (node < switches ? pick([1, 100, 115_000]) : 0));
  const isUniform = random(2) === 0;
  const uniform = { num: 8125, den: pick([64, 128, 256]), prop: pick([1, 7, 5000]) };
  const links: ProgramLink[] = [];
  // Link 2n-2 leads from node n up to its parent, 2n-1 down to it.
  for (let node = 1; node < parent.length; node++) {
    for (let direction = 0; direction < 2; direction++) {
      links.push({
        psPerByteNum: isUniform ? uniform.num : pick([8125, 1, 3]),
        psPerByteDen: isUniform ? uniform.den : pick([64, 256, 7]),
        propagationPs: isUniform ? uniform.prop : pick([1, 10, 5000, 45_000]),
        framingBytes: 0,
        credits: [{ headers: 1 + random(random(2) === 0 ? 3 : 40), dataUnits: Infinity }],
      });
    }
  }
  const ancestors = (node: number): number[] =>
    node < 0 ? [] : [node, ...ancestors(parent[node] ?? -1)];
  const count = 1 + random(10);
  const flows = Array.from({ length: count }, (_, order): ProgramFlow => {
    const from = switches + random(endpoints);
    let to = switches + random(endpoints - 1);
    if (to >= from) to++;
    const above = ancestors(to);
    const up = ancestors(from).filter((node) => !above.includes(node));
    const down = above.filter((node) => !ancestors(from).includes(node)).reverse();
    const path = [...up.map((node) => 2 * node - 2), ...down.map((node) => 2 * node - 1)];
    const nodes = [...up.map((node) => parent[node] ?? 0), ...down];
    return {
      path,
      latencyPs: nodes.map((node) => latency[node] ?? 0),
      cutThrough: path.map(() => false),
      creditClass: 'posted',
      passesPosted: 'never',
      requester: 0,
      bursts: [
        {
          count: 1 + random(40),
          payloadBytes: 4 * random(128),
          overheadBytes: pick([20, 24]),
          bytes: 0,
          answers: 0,
          page: 0,
        },
      ],
      startPs: pick([0, 0, 1000, random(2_000_000)]),
      order,
      outstanding: Infinity,
      walkHop: -1,
      isHeard: false,
      answeredBy: null,
    };
  });
  return { arbitration: 'fifo', links, flows };
}
