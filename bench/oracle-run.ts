import { randomProgram } from '../tests/sim/random-program.ts';
import { advance, load } from '../src/core/sim/engine.ts';
import { readResults } from '../src/core/sim/results.ts';
import type { Program } from '../src/core/sim/types.ts';

/*
 * Random portable workloads and what the engine says to each, one JSON line a workload.
 * usage: oracle-run COUNT
 */

/** The workload of a program: every link gets the node it leads to, which has the latency behind it. */
function workloadOf(name: string, { links, flows }: Program): object {
  const latency = new Map<number, number>();
  for (const { path, latencyPs } of flows) {
    path.forEach((link, hop) => latency.set(link, latencyPs[hop] ?? 0));
  }
  return {
    format: 'p2pdma-des-workload/1',
    name,
    nodes: links.map((_, id) => ({ id, kind: 'switch', latency_ps: latency.get(id) ?? 0 })),
    links: links.map((link, id) => ({
      id,
      b: id,
      ps_per_byte_num: link.psPerByteNum,
      ps_per_byte_den: link.psPerByteDen,
      prop_ps: link.propagationPs,
      hdr_credits: link.credits[0]?.headers ?? 0,
    })),
    flows: flows.map(({ path, startPs, bursts: [burst] }, id) => ({
      id,
      path,
      dst: path.at(-1),
      start_ps: startPs,
      count: burst?.count ?? 0,
      payload: burst?.payloadBytes ?? 0,
      overhead: burst?.overheadBytes ?? 0,
    })),
  };
}

for (let seed = 1; seed <= Number(process.argv[2] ?? 1000); seed++) {
  const given = randomProgram(seed);
  const flows = given.flows.map((flow) => ({
    ...flow,
    bursts: flow.bursts.map((burst) => ({ ...burst, bytes: burst.payloadBytes })),
  }));
  const program = { ...given, flows };
  const loaded = load(program, false);
  advance(Infinity);
  const { tlps, hops, makespanPs, digest32, sumLatencyPs, flows: results } = readResults(loaded);
  const answer = {
    tlps,
    hops,
    makespan_ps: makespanPs,
    digest32,
    sum_latency_ps: String(sumLatencyPs),
    flows: results.map((flow) => ({
      tlps: flow.tlps,
      bytes: flow.bytes,
      first_ps: flow.firstPs,
      last_ps: flow.lastPs,
    })),
  };
  process.stdout.write(
    `${JSON.stringify({ workload: workloadOf(`seed ${seed}`, program), answer })}\n`,
  );
}
