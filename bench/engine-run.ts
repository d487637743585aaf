import { readFileSync } from 'node:fs';
import { parseWorkload } from '../src/cli/workload.ts';
import { advance, load } from '../src/core/sim/engine.ts';
import { readResults } from '../src/core/sim/results.ts';
import { Session } from '../src/core/sim/session.ts';
import { takeTrace } from '../src/core/sim/trace.ts';
import type { Program, ProgramFlow } from '../src/core/sim/types.ts';

/*
 * One measurement of the engine in this process, as one JSON line on standard output.
 * usage: engine-run MODE WORKLOAD.json      MODE: bare | trace | full | seek | cold
 */

/** CPU time of the whole process, ms. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/**
 * The same flows in full fidelity: six credit pools, ordering, round robin; every second flow becomes reads
 * whose completions carry the payload back over the reversed path.
 */
function fullFidelity(program: Program, reverse: (link: number) => number): Program {
  const flows: ProgramFlow[] = [];
  for (const flow of program.flows) {
    const index = flows.length;
    if (flow.order % 2 === 0) {
      flows.push(flow);
      continue;
    }
    const path = flow.path.map(reverse).reverse();
    const [burst] = flow.bursts;
    if (burst === undefined) continue;
    const request = { ...burst, payloadBytes: 0, answers: 1 };
    flows.push(
      {
        ...flow,
        creditClass: 'nonPosted',
        bursts: [request],
        outstanding: 32,
        answeredBy: index + 1,
      },
      { ...flow, path, creditClass: 'completion', isHeard: true },
    );
  }
  const links = program.links.map((link) => {
    const headers = link.credits[0]?.headers ?? 32;
    const pool = { headers, dataUnits: 32 * headers };
    return { ...link, credits: [pool, pool, pool] };
  });
  return { arbitration: 'roundRobin', links, flows };
}

const [mode = 'bare', file = ''] = process.argv.slice(2);
const document: unknown = JSON.parse(readFileSync(file, 'utf8'));
const parsed = parseWorkload(document);
if (!parsed.ok) throw new Error(parsed.error);
const { name, program } = parsed.value;
const isTracing = mode !== 'bare' && mode !== 'cold';
// In the workloads link 2n and 2n + 1 are the two directions of one wire.
const subject = mode === 'full' ? fullFidelity(program, (link) => link ^ 1) : program;

if (mode === 'seek') {
  const session = new Session(program, true);
  session.run(Infinity);
  const { makespanPs, hops } = session.results();
  const samples: number[] = [];
  for (let i = 1; i <= 60; i++) {
    const from = cpuMs();
    session.seek(Math.floor((makespanPs * ((i * 37) % 61)) / 61));
    samples.push(cpuMs() - from);
  }
  samples.sort((a, b) => a - b);
  process.stdout.write(`${JSON.stringify({ mode, name, hops, p95Ms: samples[57] })}\n`);
} else {
  const before = cpuMs();
  const loaded = load(subject, isTracing);
  const start = mode === 'cold' ? before : cpuMs();
  advance(Infinity);
  const ms = cpuMs() - start;
  const { hops, events } = readResults(loaded);
  const traced = isTracing ? takeTrace().hops : 0;
  process.stdout.write(`${JSON.stringify({ mode, name, hops, events, ms, traced })}\n`);
}
