import { readFileSync } from 'node:fs';
import { parseWorkload } from '../src/cli/workload.ts';
import { advance, load } from '../src/core/sim/engine.ts';
import { readResults } from '../src/core/sim/results.ts';
import { Session } from '../src/core/sim/session.ts';
import { takeTrace } from '../src/core/sim/trace.ts';
import type { Program, ProgramFlow } from '../src/core/sim/types.ts';

/*
 * One measurement of the engine in this process, as one JSON line on standard output.
 * usage: engine-run MODE WORKLOAD.json      MODE: bare | trace | full | bare-again | trace-again |
 *   full-again | seek | cold; `again`: the second time in this process, as a page does after an edit
 *        engine-run scale ENDPOINTS
 *        engine-run touch HOPS     memory that nobody has touched, as much as the trace of so many hops takes
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

/**
 * Endpoints below a tree of switches with eight ports, each writing to the one halfway round: the same
 * number of TLP-hops for every size, so that only the number of devices differs.
 */
function tree(endpoints: number): Program {
  const HOPS = 2_000_000;
  const levels: number[] = [endpoints];
  while ((levels.at(-1) ?? 1) > 1) levels.push(Math.ceil((levels.at(-1) ?? 1) / 8));
  // Node k of level v has link 2 x (offset + k) up and 2 x (offset + k) + 1 down.
  const offsets = levels.map((_, level) => levels.slice(0, level).reduce((a, b) => a + b, 0));
  const linkCount = 2 * (levels.reduce((a, b) => a + b, 0) - 1);
  const at = (level: number, node: number): number => 2 * ((offsets[level] ?? 0) + node);
  const flows = Array.from({ length: endpoints }, (_, from): ProgramFlow => {
    const up: number[] = [];
    const down: number[] = [];
    let [a, b] = [from, (from + Math.ceil(endpoints / 2)) % endpoints];
    for (let level = 0; a !== b; level++) {
      up.push(at(level, a));
      down.unshift(at(level, b) + 1);
      [a, b] = [a >> 3, b >> 3];
    }
    const path = [...up, ...down];
    const count = Math.ceil(HOPS / endpoints / path.length);
    return {
      path,
      latencyPs: path.map((_, hop) => (hop === path.length - 1 ? 0 : 100_000)),
      cutThrough: path.map(() => false),
      creditClass: 'posted',
      passesPosted: 'never',
      requester: from,
      bursts: [{ count, payloadBytes: 256, overheadBytes: 24, bytes: 256, answers: 0, page: 0 }],
      startPs: from,
      order: from,
      outstanding: Infinity,
      walkHop: -1,
      isHeard: false,
      answeredBy: null,
    };
  });
  const links = Array.from({ length: linkCount }, () => ({
    psPerByteNum: 8125,
    psPerByteDen: 256,
    propagationPs: 5000,
    framingBytes: 0,
    credits: [{ headers: 32, dataUnits: Infinity }],
  }));
  return { arbitration: 'fifo', links, flows };
}

function read(path: string): { name: string; program: Program } {
  const parsed = parseWorkload(JSON.parse(readFileSync(path, 'utf8')));
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed.value;
}

const TRACE_BYTES = 10;
const TRACE_BLOCK = 1 << 15;

/** CPU time that the first touch of fresh memory costs, in blocks of the size of the trace's, ms. */
function touchMs(hops: number): number {
  const kept: Uint8Array[] = [];
  const start = cpuMs();
  for (let at = 0; at < hops; at += TRACE_BLOCK) {
    const block = new Uint8Array(TRACE_BYTES * TRACE_BLOCK);
    for (let byte = 0; byte < block.length; byte += 4096) block[byte] = 1;
    kept.push(block);
  }
  return cpuMs() - start;
}

const [mode = 'bare', file = ''] = process.argv.slice(2);
if (mode === 'touch') {
  process.stdout.write(
    `${JSON.stringify({ mode, hops: Number(file), ms: touchMs(Number(file)) })}\n`,
  );
  process.exit(0);
}
const { name, program } =
  mode === 'scale' ? { name: `${file} endpoints`, program: tree(Number(file)) } : read(file);
const isTracing = mode.startsWith('trace') || mode.startsWith('full');
// In the workloads link 2n and 2n + 1 are the two directions of one wire.
const subject = mode.startsWith('full') ? fullFidelity(program, (link) => link ^ 1) : program;

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
  if (mode === 'scale') {
    // Twice, so that the compiler's warm-up does not hide the size.
    load(subject, false);
    advance(Infinity);
  }
  if (mode.endsWith('-again')) {
    load(subject, isTracing);
    advance(Infinity);
    if (isTracing) takeTrace().release();
  }
  const before = cpuMs();
  const loaded = load(subject, isTracing);
  const start = mode === 'cold' ? before : cpuMs();
  advance(Infinity);
  const ms = cpuMs() - start;
  const { hops, events } = readResults(loaded);
  const traced = isTracing ? takeTrace().hops : 0;
  process.stdout.write(`${JSON.stringify({ mode, name, hops, events, ms, traced })}\n`);
}
