import { performance } from 'node:perf_hooks';
import { advance, load } from '../../core/sim/engine.ts';
import { readResults } from '../../core/sim/results.ts';
import { refused } from '../command.ts';
import type { Command } from '../command.ts';
import { parseWorkload } from '../workload.ts';
import { parseJson } from './answer.ts';

const rounded = (milliseconds: number): number => Number(milliseconds.toFixed(3));

/** `des WORKLOAD.json`: the exact answer of the engine to a portable workload, as one JSON line. */
export const DES: Command = {
  usage: 'des WORKLOAD.json',
  flags: [],
  switches: [],
  positionalsBeforeFiles: 0,
  run: (_args, [input]) => {
    if (input === undefined) return refused('no workload given; name a file');
    const document = parseJson(input);
    if (!document.ok) return refused(document.error);
    const workload = parseWorkload(document.value);
    if (!workload.ok) return refused(`${input.name}: ${workload.error}`);
    const loaded = load(workload.value.program, false);
    const cpu = process.cpuUsage();
    const wall = performance.now();
    advance(Infinity);
    const wallMs = performance.now() - wall;
    const { user, system } = process.cpuUsage(cpu);
    const results = readResults(loaded);
    const line = JSON.stringify({
      peer: 'p2pdma-playground',
      workload: workload.value.name,
      tlps: results.tlps,
      hops: results.hops,
      makespan_ps: results.makespanPs,
      digest32: results.digest32,
      sum_latency_ps: results.sumLatencyPs.toString(),
      events: results.events,
      wall_ms: rounded(wallMs),
      cpu_ms: rounded((user + system) / 1000),
      flows: results.flows.map((flow) => ({
        tlps: flow.tlps,
        bytes: flow.bytes,
        first_ps: flow.firstPs,
        last_ps: flow.lastPs,
      })),
    });
    return { kind: 'done', output: `${line}\n` };
  },
};
