import { translatorsOf } from '../../src/core/iommu/translators.ts';
import { busAddr } from '../../src/core/base/address.ts';
import { enumerate } from '../../src/core/machine/enumerate.ts';
import type { Machine } from '../../src/core/machine/types.ts';
import { route } from '../../src/core/pcie/route.ts';
import { transferRequest } from '../../src/core/pcie/transfer-request.ts';
import type { RequestTlp, Route, RouteQuery, Translator } from '../../src/core/pcie/types.ts';
import { RULES } from '../../src/core/rules/catalogue.ts';
import type { Iommu, Scenario, Transfer } from '../../src/core/scenario/schema.ts';
import { compile } from '../../src/core/sim/compile.ts';
import type { DecidedTransfer } from '../../src/core/sim/compile.ts';
import { creditsInUse } from '../../src/core/sim/credits.ts';
import { createRun } from '../../src/core/sim/create-run.ts';
import { Session } from '../../src/core/sim/session.ts';
import { POOLS_PER_LINK } from '../../src/core/sim/tables.ts';
import { PathReference, mappedAddress } from './path-reference.ts';

type Asked = DecidedTransfer & Pick<RouteQuery, 'intended'>;
type Translators = ReadonlyMap<number, Translator>;

/** What the requester puts on the wire first: no more than MPS or MRRS, and never across 4 KiB. */
function firstPiece(machine: Machine, requester: number, request: RequestTlp): RequestTlp {
  const fn = machine.functions[requester];
  if (fn === undefined || request.kind === 'FetchAdd') return request;
  const most = request.kind === 'MWr' ? fn.mps : fn.mrrs;
  const toBoundary = 4096 - Number(request.address & 0xfffn);
  return { ...request, bytes: Math.min(request.bytes, most, toBoundary) };
}

const GOOD: readonly Route['outcome'][] = ['delivered', 'allOnes'];

/** The path of the first TLP of a transfer, against the reference, and whether its end has a reason. */
function pathProblems(
  machine: Machine,
  { id }: Transfer,
  { requester, request, intended, route: found }: Asked,
): string[] {
  const told = new PathReference(
    machine,
    requester,
    firstPiece(machine, requester, request),
    intended,
  ).tell();
  const places = found.request.map(({ place }) => `${place.kind} ${place.index}`);
  const problems: string[] = [];
  if (places.join(', ') !== told.places.join(', ')) {
    problems.push(`path of ${id}: ${places.join(', ')}; the reference: ${told.places.join(', ')}`);
  }
  const isLost = found.outcome === 'completionTimeout' && request.kind !== 'MWr';
  if (found.outcome !== told.end && !(isLost && told.end !== 'dropped')) {
    problems.push(`end of ${id}: ${found.outcome}; the reference: ${told.end}`);
  }
  const last = isLost ? found.completion.at(-1) : found.request.at(-1);
  const isExplained =
    GOOD.includes(found.outcome) ||
    last?.aer !== undefined ||
    last?.translation?.kind === 'fault' ||
    last?.action === 'suppress' ||
    last?.rule === 'ROUTE-WRONG-TARGET';
  if (last === undefined || !Object.hasOwn(RULES, last.rule) || !isExplained) {
    problems.push(`reason of ${id}: it ends with ${found.outcome} by ${last?.rule}, unlogged`);
  }
  return problems;
}

/** Mappings that are tried of a stream; which ones differs from stream to stream. */
const TRIED_MAPPINGS = 2;

/** Both ends of some mappings of every stream, and what lies beside them. */
function translationProblems(machine: Machine, translators: Translators): string[] {
  return machine.hostBridges.flatMap(({ index, iommu: at }) => {
    const iommu = machine.scenario.components.find(
      (one): one is Iommu => one.kind === 'iommu' && at !== null && one.id === machine.iommus[at],
    );
    const translator = translators.get(index);
    if (iommu === undefined || translator === undefined) return [];
    return iommu.streams.flatMap((stream, number) => {
      const fn = machine.functions.find(({ id }) => id === stream.requester);
      if (fn === undefined) return [];
      const mappings = iommu.tables.find(({ id }) => id === stream.table)?.mappings ?? [];
      const from = number % Math.max(1, mappings.length);
      const tried = [...mappings, ...mappings].slice(from, from + TRIED_MAPPINGS);
      const ends = tried.flatMap(({ from, sizeBytes }) => [
        BigInt(from) - 4n,
        BigInt(from),
        BigInt(from) + BigInt(sizeBytes) - 4n,
        BigInt(from) + BigInt(sizeBytes),
      ]);
      return [0x1000n, ...ends].flatMap((address) =>
        [false, true].flatMap((write) => {
          const { requesterId, id } = fn;
          const asked = { address: busAddr(address), write, bytes: 4, requesterId };
          const where = { hostBridge: index, at: 'untranslated', t: 0 } as const;
          const answer = translator.translate({ ...asked, ...where });
          const found = answer.kind === 'translated' ? answer.address : null;
          const wanted = mappedAddress(machine, iommu, { requester: id, address, write });
          return found === wanted
            ? []
            : [`translation of ${address.toString(16)} for ${id}: ${found}, mapped to ${wanted}`];
        }),
      );
    });
  });
}

/** Every TLP of the run is seen from its first hop to the last hop of its way, once, and time never goes back. */
function traceProblems(machine: Machine): { problems: string[]; digest32: number } {
  const run = createRun(machine);
  const problems: string[] = [];
  const ended = new Map<number, number>();
  let before = -1;
  for (const { tPs, tlpId, flow, hop } of run.events(0, run.eventCount)) {
    if (tPs < before) problems.push(`time: an event at ${tPs} after one at ${before}`);
    before = tPs;
    const info = run.flows[flow];
    const hops = info?.leg === 'request' ? info.route.request : info?.route.completion;
    if (hop === (hops?.length ?? 0) - 1) ended.set(tlpId, (ended.get(tlpId) ?? 0) + 1);
  }
  if (run.isTruncated) return { problems, digest32: run.digest32 };
  const twice = [...ended.values()].filter((count) => count !== 1).length;
  if (run.deadlock === null && (ended.size !== run.tlpCount || twice > 0)) {
    problems.push(`TLPs: ${run.tlpCount} issued, ${ended.size} ended, ${twice} more than once`);
  }
  return { problems, digest32: run.digest32 };
}

/** The engine in one go, event by event in odd portions, and in slices of time; then its credits. */
function engineProblems(
  machine: Machine,
  decided: readonly DecidedTransfer[],
  translators: Translators,
  digest32: number,
): string[] {
  const problems: string[] = [];
  const digests: number[] = [];
  const make = () => {
    const compiled = compile(machine, decided, translators);
    return { compiled, session: new Session(compiled.program, false) };
  };
  const whole = make();
  if (whole.compiled.isCut) return problems;
  whole.session.run(Infinity);
  digests.push(whole.session.results().digest32);
  const endPs = Math.max(1, whole.session.results().makespanPs);
  if (whole.session.deadlock() === null) {
    const pools = whole.compiled.program.links.length * POOLS_PER_LINK;
    for (let pool = 0; pool < pools; pool++) {
      const { headers, dataUnits } = creditsInUse(pool);
      if (headers !== 0 || dataUnits !== 0) {
        problems.push(`credits: pool ${pool} lacks ${headers} headers, ${dataUnits} data units`);
      }
    }
  }
  for (const portion of [3, 1000]) {
    const { session } = make();
    while (!session.run(Infinity, portion));
    digests.push(session.results().digest32);
  }
  const { session } = make();
  for (let step = 1; step <= 17; step++) session.run(Math.floor((endPs * step) / 17));
  session.seek(Math.floor(endPs / 3));
  session.run(Infinity);
  digests.push(session.results().digest32);
  if (digests.some((one) => one !== digest32)) {
    problems.push(`determinism: digests ${[digest32, ...digests].join(' ')}`);
  }
  return problems;
}

/** What is wrong with what the program says of a scenario; empty where nothing is. Each begins with its kind and a colon. */
export function scenarioProblems(scenario: Scenario): string[] {
  const { machine, diagnostics } = enumerate(scenario);
  if (machine === null) {
    const error = diagnostics.find(({ severity }) => severity === 'error');
    return [`machine: ${error?.message}`];
  }
  const translators = translatorsOf(machine);
  const decided = scenario.transfers.flatMap((transfer): Asked[] => {
    const asked = transferRequest(machine, transfer);
    if (asked === null) return [];
    return [{ transfer, ...asked, route: route({ machine, translators, ...asked }) }];
  });
  const trace = traceProblems(machine);
  return [
    ...decided.flatMap((one) => pathProblems(machine, one.transfer, one)),
    ...translationProblems(machine, translators),
    ...trace.problems,
    ...engineProblems(machine, decided, translators, trace.digest32),
  ];
}
