import * as z from 'zod/mini';
import { err, ok } from '../core/base/result.ts';
import type { Result } from '../core/base/result.ts';
import type { Program, ProgramFlow } from '../core/sim/types.ts';

/* The portable queueing workload of des-workload.md: its file format, and the Program that it means. */

const index = z.int().check(z.gte(0));
const picoseconds = z.int().check(z.gte(0));
const positive = z.int().check(z.gte(1));

const workloadSchema = z.object({
  format: z.literal('p2pdma-des-workload/1'),
  name: z.string(),
  nodes: z.array(
    z.object({ id: index, kind: z.enum(['rc', 'switch', 'ep']), latency_ps: picoseconds }),
  ),
  links: z.array(
    z.object({
      id: index,
      a: index,
      b: index,
      ps_per_byte_num: positive,
      ps_per_byte_den: positive,
      prop_ps: positive,
      hdr_credits: positive,
    }),
  ),
  flows: z.array(
    z.object({
      id: index,
      src: index,
      dst: index,
      count: positive,
      payload: index,
      overhead: index,
      start_ps: picoseconds,
      path: z.array(index).check(z.minLength(1)),
    }),
  ),
});

type Workload = z.infer<typeof workloadSchema>;

/** A workload by its name, ready to run. */
export interface NamedProgram {
  readonly name: string;
  readonly program: Program;
}

/**
 * Reads a parsed workload file. The expected values that it may carry are ignored.
 *
 * @returns the error as one sentence with the JSON path: a field of the wrong kind, an id that is not its
 *   index, a path that does not lead from `src` to `dst`, a forwarding endpoint, paths that form a ring.
 * @source des-workload.md, Input
 */
export function parseWorkload(document: unknown): Result<NamedProgram, string> {
  const parsed = workloadSchema.safeParse(document);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const path = issue === undefined ? '' : issue.path.join('.');
    return err(
      `${path === '' ? 'the document' : path}: ${issue?.message ?? 'is no workload'}; ` +
        'give a p2pdma-des-workload/1 file',
    );
  }
  const workload = parsed.data;
  const problem = misnumbered(workload) ?? brokenPath(workload) ?? ringOfPaths(workload);
  return problem === null
    ? ok({ name: workload.name, program: programOf(workload) })
    : err(problem);
}

function misnumbered(workload: Workload): string | null {
  for (const list of ['nodes', 'links', 'flows'] as const) {
    const wrong = workload[list].findIndex((item, at) => item.id !== at);
    if (wrong >= 0) return `${list}.${wrong}.id: must equal its index ${wrong}`;
  }
  const { nodes, links } = workload;
  const loose = links.findIndex((link) => link.a >= nodes.length || link.b >= nodes.length);
  return loose < 0 ? null : `links.${loose}: names a node that is not in the list`;
}

function brokenPath({ nodes, links, flows }: Workload): string | null {
  for (const flow of flows) {
    const where = `flows.${flow.id}.path`;
    let at = flow.src;
    for (const [hop, id] of flow.path.entries()) {
      const link = links[id];
      if (link === undefined) return `${where}.${hop}: there is no link ${id}`;
      if (link.a !== at) return `${where}.${hop}: link ${id} does not start at node ${at}`;
      if (hop > 0 && nodes[at]?.kind === 'ep') return `${where}.${hop}: endpoint ${at} forwards`;
      at = link.b;
    }
    if (at !== flow.dst) return `${where}: ends at node ${at} and not at dst ${flow.dst}`;
    if (nodes[flow.src]?.kind !== 'ep') return `flows.${flow.id}.src: node ${flow.src} is no ep`;
    if (nodes[flow.dst]?.kind !== 'ep') return `flows.${flow.id}.dst: node ${flow.dst} is no ep`;
    if (flow.payload + flow.overhead === 0) return `flows.${flow.id}: its TLPs have no bytes`;
  }
  return null;
}

/** Buffers that wait for each other in a ring could deadlock: the format excludes them. */
function ringOfPaths({ links, flows }: Workload): string | null {
  const after = links.map(() => new Set<number>());
  for (const { path } of flows) {
    path.slice(1).forEach((id, hop) => after[path[hop] ?? 0]?.add(id));
  }
  const before = links.map(() => 0);
  for (const next of after) for (const id of next) before[id] = (before[id] ?? 0) + 1;
  const free = links.map((link) => link.id).filter((id) => before[id] === 0);
  for (const id of free) {
    for (const next of after[id] ?? []) {
      before[next] = (before[next] ?? 0) - 1;
      if (before[next] === 0) free.push(next);
    }
  }
  const stuck = before.findIndex((count) => count > 0);
  return stuck < 0 ? null : `flows: their paths form a ring through link ${stuck}`;
}

function programOf({ nodes, links, flows }: Workload): Program {
  return {
    arbitration: 'fifo',
    links: links.map((link) => ({
      psPerByteNum: link.ps_per_byte_num,
      psPerByteDen: link.ps_per_byte_den,
      propagationPs: link.prop_ps,
      framingBytes: 0,
      credits: [{ headers: link.hdr_credits, dataUnits: Infinity }],
    })),
    flows: flows.map((flow): ProgramFlow => ({
      path: flow.path,
      latencyPs: flow.path.map((id) => nodes[links[id]?.b ?? 0]?.latency_ps ?? 0),
      cutThrough: flow.path.map(() => false),
      creditClass: 'posted',
      passesPosted: 'never',
      requester: 0,
      bursts: [
        {
          count: flow.count,
          payloadBytes: flow.payload,
          overheadBytes: flow.overhead,
          bytes: flow.payload,
          answers: 0,
          page: 0,
        },
      ],
      startPs: flow.start_ps,
      order: flow.id,
      outstanding: Infinity,
      walkHop: -1,
      isHeard: false,
      answeredBy: null,
    })),
  };
}
