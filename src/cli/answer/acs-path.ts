import * as z from 'zod/mini';
import { busAddr } from '../../core/base/address.ts';
import { err, ok } from '../../core/base/result.ts';
import type { Result } from '../../core/base/result.ts';
import { enumerate } from '../../core/machine/enumerate.ts';
import type { Machine } from '../../core/machine/types.ts';
import { route } from '../../core/pcie/route.ts';
import type { Hop, RequestTlp, Route } from '../../core/pcie/types.ts';
import { ACS_RULES } from '../../core/rules/acs.ts';
import type { AcsRuleId } from '../../core/rules/acs.ts';
import {
  bar64,
  newEndpoint,
  newHostBridge,
  newLink,
  newRootPort,
  newScenario,
  newSwitchDownstream,
  newSwitchUpstream,
} from '../../core/scenario/defaults.ts';
import type { Acs, FunctionComponent, Link, Scenario } from '../../core/scenario/schema.ts';
import { ACS_STEPS } from './acs-steps.ts';
import { ADDRESS_TYPES, REQUEST_KINDS, acsBitsSchema, acsOfBits, errorWord } from './acs.ts';
import type { Answer } from './answer.ts';

const topologySchema = z.record(
  z.string(),
  z.object({
    port: z.optional(z.enum(['root-port', 'switch-dsp'])),
    below: z.array(z.string()),
  }),
);

const caseSchema = z.object({
  id: z.union([z.string(), z.number()]),
  request: z.object({
    kind: z.string(),
    at: z.int().check(z.gte(0), z.lte(3)),
    ro: z.int(),
    from: z.string(),
    to: z.string(),
  }),
  acs: z.record(z.string(), acsBitsSchema),
});

const fileSchema = z.object({ pathTopology: topologySchema, pathCases: z.array(caseSchema) });

type Topology = z.infer<typeof topologySchema>;
type PathCase = z.infer<typeof caseSchema>;

const BAR_BYTES = 1 << 20;

function acsComponent(bits: z.infer<typeof acsBitsSchema> | undefined): Acs {
  const { capability, control, egressVector } = acsOfBits(bits ?? {});
  return { capability, control, egressVector: `0x${egressVector.toString(16)}` };
}

/** Depth first below one port: what hangs there, and the links to it. */
function below(
  name: string,
  topology: Topology,
  acs: PathCase['acs'],
): { components: FunctionComponent[]; links: Link[] } {
  const components: FunctionComponent[] = [];
  const links: Link[] = [];
  const isUpstreamPort = topology[name]?.port === undefined;
  for (const child of topology[name]?.below ?? []) {
    const given = { id: child, name: child };
    const node = topology[child];
    if (node === undefined) components.push(newEndpoint({ ...given, bars: [bar64(0, BAR_BYTES)] }));
    else if (node.port === undefined) components.push(newSwitchUpstream(given));
    else {
      const port = { ...given, parent: name, acs: acsComponent(acs[child]) };
      components.push(newSwitchDownstream(port));
    }
    if (!isUpstreamPort) links.push(newLink({ from: name, to: child }));
    const deeper = below(child, topology, acs);
    components.push(...deeper.components);
    links.push(...deeper.links);
  }
  return { components, links };
}

/** The topology of the file as a document: one root complex that forwards between all its ports. */
function scenarioOf(topology: Topology, acs: PathCase['acs']): Scenario {
  const host = newHostBridge({ id: 'root-complex', name: 'root complex' });
  const ports = Object.keys(topology).filter((name) => topology[name]?.port === 'root-port');
  const trees = ports.map((name) => ({
    port: newRootPort({ id: name, name, parent: host.id, acs: acsComponent(acs[name]) }),
    ...below(name, topology, acs),
  }));
  return newScenario({
    title: 'path case',
    components: [host, ...trees.flatMap(({ port, components }) => [port, ...components])],
    links: trees.flatMap(({ links }) => links),
  });
}

function isAcsRule(rule: string): rule is AcsRuleId {
  return Object.hasOwn(ACS_RULES, rule);
}

/** The decisions that ACS took on a leg, in the words of the case files. */
function acsHops(
  machine: Machine,
  hops: readonly Hop[],
): { at: string; action: string; rule: string }[] {
  return hops.flatMap(({ place, action, rule }) => {
    const step = isAcsRule(rule) ? ACS_STEPS[rule] : null;
    if (step === null || step === 'A0') return [];
    return [{ at: machine.functions[place.index]?.id ?? '', action, rule: step }];
  });
}

/** Redirected when some port sent it up that need not, through the root complex or within a switch. */
function outcomeWord(
  leg: 'request' | 'completion',
  hops: readonly Hop[],
  refusal: string | null,
): string {
  if (refusal !== null) return refusal;
  if (!hops.some(({ place }) => place.kind === 'hostBridge')) return 'delivered-in-switch';
  const isRedirected = hops.some(({ verdict }) => verdict === 'redirected');
  return leg === 'request' && isRedirected ? 'redirected-through-rc' : 'delivered-through-rc';
}

function legAnswer(machine: Machine, leg: 'request' | 'completion', route: Route): object {
  const hops = route[leg];
  const last = hops.at(-1)?.action ?? '';
  const error = errorWord(last);
  const outcome = outcomeWord(leg, hops, error === null ? null : last);
  const answer = { outcome, hops: acsHops(machine, hops), error };
  if (leg === 'completion') return answer;
  return { ...answer, completionStatus: error === null ? null : route.completionStatus };
}

function answerCase(topology: Topology, given: PathCase): Result<unknown, string> {
  const { machine, diagnostics } = enumerate(scenarioOf(topology, given.acs));
  if (machine === null) return err(diagnostics[0]?.message ?? 'the topology is no machine');
  const { from, to, at, ro } = given.request;
  const requester = machine.functions.find(({ id }) => id === from);
  const target = machine.functions.find(({ id }) => id === to);
  const address = target?.bars[0]?.window?.base;
  const kind = REQUEST_KINDS[given.request.kind];
  if (requester === undefined) return err(`request.from: ${from} is not in the topology`);
  if (target === undefined || address === undefined) {
    return err(`request.to: ${to} is no endpoint of the topology`);
  }
  if (kind === undefined) return err(`request.kind: ${given.request.kind} is no request`);
  const request: RequestTlp = {
    kind,
    segment: 0,
    requesterId: requester.requesterId,
    at: ADDRESS_TYPES[at] ?? 'untranslated',
    t: 0,
    ro: ro === 1,
    address: busAddr(address),
    bytes: 4,
  };
  const found = route({
    machine,
    translators: new Map(),
    requester: requester.index,
    request,
    intended: { kind: 'function', index: target.index },
  });
  const hasReached = found.request.at(-1)?.place.index === target.index;
  return ok({
    expectedRequest: legAnswer(machine, 'request', found),
    ...(hasReached &&
      found.completion.length > 0 && {
        expectedCompletion: legAnswer(machine, 'completion', found),
      }),
  });
}

/** What the path of each request of acs-cases.json looks like, decided by the router of the program. */
export function answerAcsPath(document: unknown): Result<Answer[], string> {
  const file = fileSchema.safeParse(document);
  if (!file.success) {
    const issue = file.error.issues[0];
    return err(
      `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'expected pathTopology and pathCases'}`,
    );
  }
  const answers: Answer[] = [];
  for (const [index, given] of file.data.pathCases.entries()) {
    const answer = answerCase(file.data.pathTopology, given);
    if (!answer.ok) return err(`pathCases.${index}.${answer.error}`);
    answers.push({ id: given.id, answer: answer.value });
  }
  return ok(answers);
}
