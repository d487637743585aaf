import type { Machine, MachineLink } from '../machine/types.ts';
import { creditsOf, creditsOn, ignoresCredits } from '../pcie/credits.ts';
import { isWalk, journeyOf } from '../pcie/journey.ts';
import { mayPass } from '../pcie/ordering.ts';
import type { OrderingClass } from '../pcie/ordering.ts';
import { splitCompletion } from '../pcie/split.ts';
import type { CompletionSplitting } from '../pcie/split.ts';
import {
  INSIDE_PACKAGE,
  completionOverhead,
  inDw,
  requestSize,
  turnWeight,
  wireTiming,
} from '../pcie/timing.ts';
import { isPosted } from '../pcie/types.ts';
import type { Hop, Place, RequestTlp, Route, TranslationUnit, Translator } from '../pcie/types.ts';
import type { Transfer } from '../scenario/schema.ts';
import { splitRequests } from './split.ts';
import type { RequestRun, Split } from './split.ts';
import { Walks } from './walks.ts';
import type { FlowWalk } from './walks.ts';
import { wayOf } from './way.ts';
import type { Way } from './way.ts';
import type { Burst, FlowInfo, Program, ProgramFlow, ProgramLink } from './types.ts';

/** A transfer with the decisions that were taken about it, once for all its TLPs. */
export interface DecidedTransfer {
  readonly transfer: Transfer;
  /** Index of the function that issues it. */
  readonly requester: number;
  /** Its first request, before any splitting. */
  readonly request: RequestTlp;
  readonly route: Route;
  /** What it means to reach; absent where nobody asks any more. */
  readonly intended?: Place | null;
  /** Its name for those that wait for the last answer to it. */
  readonly token?: string;
  /** It starts when the last answer to the piece of that name has come, not before its own start. */
  readonly after?: string;
}

/** What runs, and how to read it: `flows` and `ways` have the indices of the program's flows. */
export interface Compiled {
  readonly program: Program;
  readonly flows: readonly FlowInfo[];
  readonly ways: readonly Way[];
  readonly walks: Walks;
  /** Directed links below this number are real; those from it on stand for ways inside a package. */
  readonly wireCount: number;
  /** A transfer was so large that only its first requests are simulated. */
  readonly isCut: boolean;
}

const INTERNAL: Omit<ProgramLink, 'credits'> = {
  psPerByteNum: INSIDE_PACKAGE.time.num,
  psPerByteDen: INSIDE_PACKAGE.time.den,
  propagationPs: INSIDE_PACKAGE.delayPs,
  framingBytes: INSIDE_PACKAGE.framing,
};

/** The smallest payload that every device supports, where nothing states a larger one. */
const DEFAULT_MPS = 128;
const DEFAULT_RCB = 64;
/** No flow has this index. */
const NEVER = -1;
/** Requests that are simulated at most, shared by all transfers. */
const MAX_REQUESTS = 1 << 19;

/**
 * Makes decided transfers into a Program. A transfer becomes a request flow and, where completions are
 * sent, a completion flow that it releases. What is refused before it leaves its requester is tried once.
 */
export function compile(
  machine: Machine,
  decided: readonly DecidedTransfer[],
  translators: ReadonlyMap<number, Translator>,
): Compiled {
  const weights = weightsOf(machine);
  const links = machine.links.flatMap((link) => [
    programLink(machine, link, true, weights),
    programLink(machine, link, false, weights),
  ]);
  const wireCount = links.length;
  const flows: ProgramFlow[] = [];
  const infos: FlowInfo[] = [];
  const ways: Way[] = [];
  const walked: (FlowWalk | null)[] = [];
  const psPerByte = (link: number): number => {
    const wire = links[link];
    return wire === undefined ? Infinity : wire.psPerByteNum / wire.psPerByteDen;
  };

  const add = (leg: Leg, given: Omit<ProgramFlow, keyof Way>): void => {
    const { hops, isRead } = leg;
    const journey = journeyOf({ machine, hops, isRead, psPerByte, insideLink: links.length });
    const way = wayOf(journey, hops);
    if (journey.path[0] === links.length) links.push({ ...INTERNAL, credits: creditsOf(true) });
    infos.push({ ...leg.info, flow: flows.length });
    ways.push(way);
    walked.push(walkOf(machine, leg, way));
    const { path, latencyPs, cutThrough, holdPs, walkHop } = way;
    const isOverflow = hops.some(({ aer }) => aer === 'receiverOverflow');
    flows.push({ ...given, path, latencyPs, cutThrough, holdPs, walkHop, isOverflow });
  };
  const maxRequests = Math.max(1, Math.floor(MAX_REQUESTS / decided.length));
  const context: Context = {
    machine,
    maxRequests,
    pieces: new Map(),
    ends: new Map(),
    waits: new Map(),
  };
  let isCut = false;
  for (const one of decided) {
    if (addTransfer(context, one, flows.length, add)) isCut = true;
  }
  const withWait = (flow: ProgramFlow, index: number): ProgramFlow => {
    const piece = context.waits.get(index);
    return piece === undefined ? flow : { ...flow, after: context.ends.get(piece) ?? NEVER };
  };
  const unitOf = (iommu: number): TranslationUnit | null => {
    const bridge = machine.hostBridges.find((one) => one.iommu === iommu)?.index ?? -1;
    return translators.get(bridge)?.newUnit?.() ?? null;
  };
  const tlps = flows.map(({ bursts }) => bursts.reduce((sum, { count }) => sum + count, 0));
  const walks = new Walks(walked, unitOf, tlps);
  return {
    program: { arbitration: 'roundRobin', links, flows: flows.map(withWait), walks },
    flows: infos,
    ways,
    walks,
    wireCount,
    isCut,
  };
}

interface Leg {
  readonly info: Omit<FlowInfo, 'flow'>;
  readonly hops: readonly Hop[];
  readonly isRead: boolean;
  /** What is looked up, and how many pages it touches; null: it is a completion. */
  readonly asked: { readonly request: RequestTlp; readonly pages: number } | null;
}

/** What a leg asks of an IOMMU on its way; null: nothing. */
function walkOf(machine: Machine, { hops, asked }: Leg, way: Way): FlowWalk | null {
  const hop = hops[way.walkStop];
  if (asked === null || hop === undefined) return null;
  const { request, pages } = asked;
  const { requesterId, address, bytes, at, t, kind } = request;
  const iommu = hop.place.index;
  const hostBridge = machine.hostBridges.find((one) => one.iommu === iommu)?.index ?? 0;
  const write = kind !== 'MRd';
  const xt = request.xt ?? 0;
  return {
    iommu,
    request: { hostBridge, requesterId, address, bytes, write, at, t, xt },
    pages,
    from: way.path[way.walkHop] ?? 0,
    isPosted: isPosted(kind),
    fault: hop.verdict === 'fault' ? hop.rule : null,
  };
}

interface Context {
  readonly machine: Machine;
  /** Requests of one transfer at most. */
  readonly maxRequests: number;
  /** Pieces so far, by transfer. */
  readonly pieces: Map<string, number>;
  /** Flow whose delivery ends the piece of a name. */
  readonly ends: Map<string, number>;
  /** Flows that wait for the piece of a name. */
  readonly waits: Map<number, string>;
}

type AddFlow = (leg: Leg, flow: Omit<ProgramFlow, keyof Way>) => void;

/** Adds the request flow of a transfer, which gets index `index`, and its completion flow; true: cut short. */
function addTransfer(context: Context, one: DecidedTransfer, index: number, add: AddFlow): boolean {
  const { transfer, request, route } = one;
  const isPostedRequest = isPosted(request.kind);
  const isAnswered = !isPostedRequest && route.completion.length > 0;
  const isGood = route.completionStatus === 'SC';
  const isNeverIssued = route.request.length === 1 && route.outcome !== 'delivered';
  const { runs: all, isCut } = splitOf(context, one);
  const runs = isNeverIssued ? all.slice(0, 1).map((run) => ({ ...run, count: 1 })) : all;
  const told = {
    transferId: transfer.id,
    piece: context.pieces.get(transfer.id) ?? 0,
    sent: transfer,
    route,
  };
  context.pieces.set(transfer.id, told.piece + 1);
  const common = {
    order: index,
    requester: request.requesterId,
    startPs: transfer.startPs,
  };
  const { token, after } = one;
  if (token !== undefined) context.ends.set(token, isAnswered ? index + 1 : index);
  if (after !== undefined) context.waits.set(index, after);
  add(
    {
      info: { ...told, leg: 'request' },
      hops: route.request,
      isRead: !isPostedRequest,
      asked: { request, pages: (runs.at(-1)?.page ?? 0) + 1 },
    },
    {
      ...common,
      creditClass: isPostedRequest ? 'posted' : 'nonPosted',
      passesPosted: passingOf(orderingClassOf(request.kind), request),
      bursts: runs.map((run) => requestBurst(request, run, { isAnswered, isGood })),
      outstanding: isPostedRequest ? Infinity : transfer.outstanding,
      isHeard: false,
      answeredBy: isAnswered ? index + 1 : null,
    },
  );
  if (!isAnswered) return isCut;
  add(
    {
      info: { ...told, leg: 'completion' },
      hops: route.completion,
      isRead: false,
      asked: null,
    },
    {
      ...common,
      creditClass: 'completion',
      passesPosted: passingOf('completion', request),
      bursts: completionBursts(request, runs, isGood),
      outstanding: Infinity,
      isHeard: route.completion.at(-1)?.verdict === 'delivered',
      answeredBy: null,
    },
  );
  return isCut;
}

function orderingClassOf(kind: RequestTlp['kind']): OrderingClass {
  if (isPosted(kind)) return 'posted';
  return kind === 'MRd' ? 'nonPostedRead' : 'nonPostedData';
}

/** Whether the TLPs of a flow may overtake posted requests: of anybody, of others only, or of nobody. */
function passingOf(
  orderingClass: OrderingClass,
  { ro, requesterId }: RequestTlp,
): ProgramFlow['passesPosted'] {
  const later = { orderingClass, ro, ido: false, requesterId };
  const posted = { orderingClass: 'posted', ro: false, ido: false, requesterId } as const;
  if (mayPass(later, posted) !== 'no') return 'always';
  const ofAnother = { ...posted, requesterId: requesterId + 1 };
  return mayPass(later, ofAnother) === 'no' ? 'never' : 'otherRequester';
}

function splitOf(
  { machine, maxRequests }: Context,
  { transfer, requester, request, route }: DecidedTransfer,
): Split {
  const own = machine.functions[requester];
  const isRead = !isPosted(request.kind);
  const limits = completerLimits(machine, route.completion);
  return splitRequests({
    address: request.address,
    bytes: transfer.bytes,
    pieceBytes: transfer.pieceBytes ?? (request.kind === 'FetchAdd' ? 8 : transfer.bytes),
    maxRequests,
    isPaged: route.request.some(isWalk),
    limitBytes: (isRead ? own?.mrrs : own?.mps) ?? DEFAULT_MPS,
    completionsOf: (address, bytes) =>
      isRead ? splitCompletion(address, bytes, limits).map((piece) => piece.bytes) : [],
  });
}

/** What limits the completions of a completer; those of memory are cut by the root port they leave through. */
function completerLimits(machine: Machine, hops: readonly Hop[]): CompletionSplitting {
  const first = hops.find(({ place }) => place.kind === 'function')?.place.index ?? -1;
  const { mps = DEFAULT_MPS, rcb = DEFAULT_RCB } = machine.functions[first] ?? {};
  return { mps, rcb, rcbChunks: false };
}

/** The largest TLP of one leg of a request of `bytes`, before framing, bytes. */
export function largestTlp(
  machine: Machine,
  { request, route }: DecidedTransfer,
  leg: 'request' | 'completion',
  bytes: number,
): number {
  if (leg === 'request') {
    const { payloadBytes, overheadBytes } = requestSize(request, bytes);
    return payloadBytes + overheadBytes;
  }
  const pieces = splitCompletion(
    request.address,
    bytes,
    completerLimits(machine, route.completion),
  );
  return Math.max(...pieces.map((piece) => inDw(piece.bytes))) + completionOverhead(request);
}

function requestBurst(
  request: RequestTlp,
  run: RequestRun,
  { isAnswered, isGood }: { isAnswered: boolean; isGood: boolean },
): Burst {
  return {
    count: run.count,
    ...requestSize(request, run.bytes),
    bytes: run.bytes,
    answers: isAnswered ? (isGood ? run.completions.length : 1) : 0,
    page: run.page,
  };
}

/** The completions of all requests in order; an error is one completion without data. */
function completionBursts(
  request: RequestTlp,
  runs: readonly RequestRun[],
  isGood: boolean,
): Burst[] {
  const overheadBytes = completionOverhead(request);
  const bursts: Burst[] = [];
  const push = (count: number, bytes: number): void => {
    const last = bursts.at(-1);
    if (last?.bytes === bytes) bursts.splice(-1, 1, { ...last, count: last.count + count });
    else
      bursts.push({
        count,
        payloadBytes: inDw(bytes),
        overheadBytes,
        bytes,
        answers: 0,
        page: 0,
      });
  };
  for (const { count, completions } of runs) {
    const sizes = isGood ? completions : [0];
    const isUniform = sizes.every((size) => size === sizes[0]);
    if (isUniform) push(count * sizes.length, sizes[0] ?? 0);
    else for (let i = 0; i < count; i++) for (const size of sizes) push(1, size);
  }
  return bursts;
}

/** TLPs in a turn by directed input link, without those that send one. */
function weightsOf(machine: Machine): ReadonlyMap<number, number> {
  const all = machine.links.flatMap((link, index) => [
    [2 * index, turnWeight(machine, link, true)] as const,
    [2 * index + 1, turnWeight(machine, link, false)] as const,
  ]);
  return new Map(all.filter(([, weight]) => weight > 1));
}

function programLink(
  machine: Machine,
  link: MachineLink,
  isUp: boolean,
  weights: ReadonlyMap<number, number>,
): ProgramLink {
  const { time, delayPs, framing } = wireTiming(machine, link);
  return {
    psPerByteNum: time.num,
    psPerByteDen: time.den,
    propagationPs: delayPs,
    framingBytes: framing,
    credits: creditsOn(machine, link, isUp),
    ...(ignoresCredits(machine.scenario.faults ?? [], link.id, isUp ? 'up' : 'down') && {
      ignoresCredits: true,
    }),
    ...(weights.size > 0 && { weights }),
  };
}
