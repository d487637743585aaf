import type { Connect } from '../iommu/connect.ts';
import type { BufferLife } from '../linux/dma-buf-moments.ts';
import type { Plan } from '../linux/map-p2p.ts';
import { planRun } from '../linux/planned-run.ts';
import type { Machine } from '../machine/types.ts';
import { route } from '../pcie/route.ts';
import { transferRequest } from '../pcie/transfer-request.ts';
import type { Translator } from '../pcie/types.ts';
import type { Transfer } from '../scenario/schema.ts';
import { AtsDevices, mostRanges } from './ats.ts';
import { compile } from './compile.ts';
import type { Compiled, DecidedTransfer } from './compile.ts';
import { withActions } from './device-actions.ts';
import { withFaults, withTimeouts } from './faults.ts';
import type { FaultContext } from './faults.ts';
import { errorTimes } from './error-times.ts';
import type { ErrorTimes } from '../pcie/error-journal.ts';
import { eventList } from './events.ts';
import type { EventList } from './events.ts';
import { breakpointTest } from './breakpoints.ts';
import type { Breakpoint } from './breakpoints.ts';
import { issuedTlps } from './slots.ts';
import { copyRows } from './rows.ts';
import type { RunRows } from './rows.ts';
import { MAX_LINKS } from './tables.ts';
import { Session } from './session.ts';
import type { EngineState } from './session.ts';
import { linkShares, summarise } from './summary.ts';
import { takeTrace } from './trace.ts';
import type { Trace } from './trace.ts';
import type {
  FlowInfo,
  IommuSummary,
  LinkShare,
  LookUpEvent,
  Segment,
  TraceEvent,
  TransferSummary,
} from './types.ts';

/** What bounds a run. */
export interface RunLimits {
  /** Nothing after this instant is simulated, ps. */
  readonly untilPs: number;
  /** About so many events of the engine at most: a run that needs more is cut off and says so. */
  readonly maxEvents: number;
}

/** Enough for a second of waiting and 150 MB of trace. */
export const DEFAULT_LIMITS: RunLimits = { untilPs: Infinity, maxEvents: 4_000_000 };

/** Events between two words about progress: a tenth of a second of work. */
const PART_EVENTS = 100_000;

/** Which event to step to. */
export interface StepQuestion {
  readonly fromPs: number;
  readonly direction: 1 | -1;
  /** event: every one; hop: a TLP reaches another component; tlp: a TLP is issued; transaction: a request is. */
  readonly unit: 'event' | 'hop' | 'tlp' | 'transaction';
  /** Only events of this TLP; null: of any. */
  readonly tlpId: number | null;
  /** Only events at which one of these stops; null: all of them. */
  readonly breakpoints: readonly Breakpoint[] | null;
}

/**
 * A simulated scenario: everything that happened, readable at any instant. Times are ps. The same scenario
 * gives the same run everywhere.
 */
export interface Run {
  readonly flows: readonly FlowInfo[];
  /** The last event, ps. */
  readonly endPs: number;
  /** True: the limits cut it off. */
  readonly isTruncated: boolean;
  readonly eventCount: number;
  readonly tlpCount: number;
  /** Of those that send something. */
  readonly transfers: readonly TransferSummary[];
  /** What Linux decided for the transfers that ask it; a refused one is in no other list. */
  readonly plans: readonly Plan[];
  /** The dma-bufs of these plans, from export on. */
  readonly lives: readonly BufferLife[];
  readonly links: readonly LinkShare[];
  readonly iommus: readonly IommuSummary[];
  /** Every look into an IOMMU in [fromPs, toPs], in order of time. */
  readonly lookUps: (fromPs: number, toPs: number) => LookUpEvent[];
  /** Where and when TLPs met errors; `errorJournal` says what is logged. */
  readonly errorTimes: readonly ErrorTimes[];
  readonly digest32: number;
  /** Requests, and requests whose completions, a receiver had no room for: transactions, and the directed links. */
  readonly overflows: readonly { readonly txnId: number; readonly link: number }[];
  /** Directed links that ended up waiting for each other in a ring; null: none did. */
  readonly deadlock: readonly number[] | null;
  /** Calls back for each TLP on a wire at any time in [fromPs, toPs], in order of start. */
  readonly visitSegments: (fromPs: number, toPs: number, visit: SegmentVisitor) => void;
  /** The same as a list. */
  readonly segmentsBetween: (fromPs: number, toPs: number) => Segment[];
  /** All events of the transaction of a TLP in order. */
  readonly transaction: (tlpId: number) => TraceEvent[];
  /** Rows [fromSeq, fromSeq + count) of the event list. */
  readonly events: (fromSeq: number, count: number) => TraceEvent[];
  /** The first event after an instant, or the last before it; null: there is none. */
  readonly step: (question: StepQuestion) => TraceEvent | null;
  /** The engine after everything up to and including `tPs`, forwards or backwards. */
  readonly seek: (tPs: number) => EngineState;
  /** Gives the memory of its trace to the next run. Asking for events or segments afterwards is a bug. */
  readonly release: () => void;
}

interface RunOptions {
  readonly limits?: RunLimits;
  readonly onProgress?: (share: number) => void;
}

/**
 * Simulates decided transfers on a machine.
 *
 * @param translators the IOMMUs behind the host bridges, which the decisions were asked of.
 * @throws Error when the scenario is larger than the engine's tables, which hold 8,000 links.
 */
export function runDecided(
  machine: Machine,
  decided: readonly DecidedTransfer[],
  translators: ReadonlyMap<number, Translator>,
  { limits = DEFAULT_LIMITS, onProgress = () => undefined }: RunOptions = {},
): Run {
  const compiled = compile(machine, decided, translators);
  const session = new Session(compiled.program, true);
  const rows = copyRows(session.loaded.rows);
  const isDone = runInParts(session, compiled, limits, onProgress);
  const results = session.results();
  const trace = takeTrace();
  const endPs = endOf(trace, rows, compiled);
  const list = eventList(trace, rows, compiled, endPs);
  const longestPs = rows.tailPs.reduce(
    (longest, tail, row) => Math.max(longest, tail + (rows.holdPs[row] ?? 0)),
    0,
  );
  const recording: Recording = { trace, rows, compiled, longestPs };
  return {
    flows: compiled.flows,
    plans: [],
    lives: [],
    endPs,
    isTruncated: !isDone || compiled.isCut,
    eventCount: list.count,
    tlpCount: trace.tlps,
    transfers: summarise(decided, machine.scenario.transfers, { compiled, results }),
    links: linkShares(compiled, rows, endPs),
    iommus: machine.iommus.map((_id, iommu) => compiled.walks.summary(iommu)),
    lookUps: (fromPs, toPs) => compiled.walks.between(fromPs, toPs),
    errorTimes: errorTimes(machine, compiled.flows, { trace, rows, ...compiled }),
    digest32: results.digest32,
    overflows: session.overflows().map(({ tlpId, link }) => ({ txnId: trace.txn(tlpId), link })),
    deadlock: session.deadlock(),
    visitSegments: (fromPs, toPs, visit) => visitSegments(recording, { fromPs, toPs }, visit),
    segmentsBetween: (fromPs, toPs) => {
      const found: Segment[] = [];
      visitSegments(recording, { fromPs, toPs }, (tlpId, flow, link, startPs, arrivePs) => {
        found.push({ tlpId, flow, link, startPs, arrivePs });
      });
      return found;
    },
    transaction: (tlpId) => transactionOf(trace, list, tlpId),
    events: list.rows,
    step: (question) => step(machine, list, compiled, question),
    seek: (tPs) => session.seek(tPs),
    release: () => {
      trace.release();
      compiled.walks.release();
    },
  };
}

/** Runs until nothing is left or a limit is met, and says how far it is now and then. */
function runInParts(
  session: Session,
  { program }: Compiled,
  { untilPs, maxEvents }: RunLimits,
  onProgress: (share: number) => void,
): boolean {
  const bursts = program.flows.flatMap((flow) => flow.bursts);
  const tlps = bursts.reduce((sum, { count }) => sum + count, 0);
  for (let left = maxEvents; left > 0; left -= PART_EVENTS) {
    if (session.run(untilPs, Math.min(left, PART_EVENTS))) return true;
    if (session.reachedPs >= untilPs) return false;
    onProgress(Math.min(1, issuedTlps() / Math.max(1, tlps)));
  }
  return false;
}

/** Transfers that one run may have: with all their legs and sizes they fit the engine's tables. */
const MAX_TRANSFERS = 4096;

/** Why a machine is too large to be simulated, as one sentence; null: it is not. */
export function sizeProblem({ links, scenario }: Machine): string | null {
  const length = scenario.transfers.reduce((sum, { linux }) => sum + (linux?.ranges ?? 1), 0);
  if (length > MAX_TRANSFERS) {
    return `${length} transfers are more than the ${MAX_TRANSFERS} that are simulated; remove some`;
  }
  // Two directions of each link, and one link inside a package for each leg that needs it.
  const legs = 2 * length + 4 * mostRanges(scenario.transfers);
  const most = (MAX_LINKS - legs) / 2;
  return links.length > most
    ? `${links.length} links are more than the ${most} that are simulated; remove a part`
    : null;
}

/** Where a transfer of `machine` goes; null: its target has no address. */
function decide(
  machine: Machine,
  translators: ReadonlyMap<number, Translator>,
  transfer: Transfer,
): DecidedTransfer | null {
  const asked = transferRequest(machine, transfer);
  if (asked === null) return null;
  return { transfer, ...asked, route: route({ machine, translators, ...asked }) };
}

/** Every transfer in the order of the document; those by ATS as their pieces, with caches filled in order of time. */
function decideAll(
  machine: Machine,
  translators: ReadonlyMap<number, Translator>,
  transfers: readonly Transfer[],
): { readonly decided: DecidedTransfer[]; readonly isCut: boolean } {
  const devices = new AtsDevices(machine, translators, transfers);
  const pieces = new Map<Transfer, readonly DecidedTransfer[]>();
  for (const transfer of transfers.toSorted((a, b) => a.startPs - b.startPs)) {
    if (transfer.at !== 'ats') {
      const one = decide(machine, translators, transfer);
      pieces.set(transfer, one === null ? [] : [one]);
      continue;
    }
    const asked = transferRequest(machine, transfer);
    pieces.set(transfer, asked === null ? [] : devices.pieces({ transfer, ...asked }));
  }
  const decided = transfers.flatMap((transfer) => pieces.get(transfer) ?? []);
  return { decided, isCut: devices.isCut };
}

/** The machine with memory decode off at the target of a transfer. */
function withoutDecode(machine: Machine, { to }: Transfer): Machine {
  const target = to.kind === 'bar' ? to.function : null;
  const functions = machine.functions.map((fn) =>
    fn.id === target ? { ...fn, memoryDecode: false } : fn,
  );
  return { ...machine, functions };
}

/**
 * Takes every decision about the transfers of a machine, once each, and simulates them. Transfers that ask Linux go
 * with the addresses that it gave, through the tables that it wrote; those that it refuses send nothing. A transfer
 * whose target has no address is left out; enumeration says so. The machine must have no `sizeProblem`.
 *
 * @param connect gives a machine's IOMMUs (core/iommu `translatorsOf`).
 * @param onProgress told now and then which share of the TLPs has been issued, 0 to 1; changes nothing.
 */
export function playRun(
  machine: Machine,
  connect: Connect,
  limits: RunLimits = DEFAULT_LIMITS,
  onProgress?: (share: number) => void,
): Run {
  const { plans, sends, machine: written, translators, kernel } = planRun(machine, connect);
  const decideOn = (transfer: Transfer, isDecoding = true): DecidedTransfer | null =>
    decide(isDecoding ? written : withoutDecode(written, transfer), translators, transfer);
  const { decided, isCut } = decideAll(written, translators, sends);
  const run = (some: readonly DecidedTransfer[]): Run =>
    runDecided(written, some, translators, { limits });
  const context = { machine: written, kernel, plans, run, decide: decideOn };
  const acted = withActions(context, decided, machine.scenario.actions ?? []);
  const breaking: FaultContext = {
    machine: written,
    run,
    decide: (transfer, then) => decide(then, translators, transfer),
  };
  const broken = withFaults(breaking, acted.decided, machine.scenario.faults ?? []);
  const how = { limits, ...(onProgress && { onProgress }) };
  const patient = runDecided(written, broken, translators, how);
  const waitedPs = new Map(patient.transfers.map((one) => [one.transferId, one.latencyPs?.max]));
  const inTime = withTimeouts(breaking, broken, (id) => waitedPs.get(id) ?? 0);
  if (inTime !== broken) patient.release();
  const played = inTime === broken ? patient : runDecided(written, inTime, translators, how);
  const isTruncated = played.isTruncated || isCut;
  return { ...played, isTruncated, plans, lives: acted.lives };
}

/** Time of the last event of the trace, ps. */
function endOf(trace: Trace, rows: RunRows, { ways, walks }: Compiled): number {
  const reachPs = Float64Array.from(rows.flow, (flow, row) => {
    const last = ways[flow]?.stops[(rows.place[row] ?? 0) + 1]?.at(-1);
    return Math.max(rows.tailPs[row] ?? 0, (rows.headPs[row] ?? 0) + (last?.latencyPs ?? 0));
  });
  let endPs = 0;
  for (let hop = 0; hop < trace.hops; hop++) {
    const row = trace.row(hop);
    const walkPs = rows.walks[row] === 1 ? walks.delayOf(trace.tlp(hop)) : 0;
    endPs = Math.max(endPs, trace.startPs(hop) + (reachPs[row] ?? 0) + walkPs);
  }
  return endPs;
}

type SegmentVisitor = (
  tlpId: number,
  flow: number,
  link: number,
  startPs: number,
  arrivePs: number,
) => void;

interface Recording {
  readonly trace: Trace;
  readonly rows: RunRows;
  readonly compiled: Compiled;
  /** No TLP is on a wire for longer, ps. */
  readonly longestPs: number;
}

/** How much later than the first time a TLP comes with a bad LCRC again behind a place of its path, ps. */
function badAgain({ ways, flows }: Compiled, flow: number, place: number): number[] {
  const info = flows[flow];
  const stops = ways[flow]?.stops[place + 1] ?? [];
  const bad = stops.filter(({ hop }) => info?.route[info.leg][hop]?.aer === 'badTlp');
  return bad.slice(1).map(({ latencyPs }) => latencyPs);
}

function visitSegments(
  { trace, rows, compiled, longestPs }: Recording,
  { fromPs, toPs }: { fromPs: number; toPs: number },
  visit: SegmentVisitor,
): void {
  for (let hop = trace.firstFrom(fromPs - longestPs); hop < trace.hops; hop++) {
    const startPs = trace.startPs(hop);
    if (startPs > toPs) return;
    const row = trace.row(hop);
    const link = rows.link[row] ?? 0;
    const flow = rows.flow[row] ?? 0;
    const holdPs = rows.holdPs[row] ?? 0;
    const arrivePs = startPs + (rows.tailPs[row] ?? 0);
    if (arrivePs + holdPs < fromPs || link >= compiled.wireCount) continue;
    if (arrivePs >= fromPs) visit(trace.tlp(hop), flow, link, startPs, arrivePs);
    if (holdPs === 0) continue;
    for (const laterPs of [...badAgain(compiled, flow, rows.place[row] ?? 0), holdPs]) {
      const isSeen = arrivePs + laterPs >= fromPs && startPs + laterPs <= toPs;
      if (isSeen) visit(trace.tlp(hop), flow, link, startPs + laterPs, arrivePs + laterPs);
    }
  }
}

/** Finds when the transaction was under way, then its events among those of that time. */
function transactionOf(trace: Trace, list: EventList, tlpId: number): TraceEvent[] {
  if (tlpId < 0 || tlpId >= trace.tlps) return [];
  const txn = trace.txn(tlpId);
  let first = -1;
  for (let hop = 0; hop < trace.hops && first < 0; hop++) {
    if (trace.txn(trace.tlp(hop)) === txn) first = hop;
  }
  if (first < 0) return [];
  let last = trace.hops - 1;
  while (trace.txn(trace.tlp(last)) !== txn) last--;
  return list.between(trace.startPs(first), trace.startPs(last)).filter((one) => one.txnId === txn);
}

function step(
  machine: Machine,
  list: EventList,
  { ways, flows }: Compiled,
  question: StepQuestion,
): TraceEvent | null {
  const { fromPs, direction, unit, tlpId, breakpoints } = question;
  const isBreak = breakpoints && breakpointTest(machine, flows, breakpoints);
  const isUnit = (event: TraceEvent): boolean => {
    if (unit === 'event') return true;
    if (unit === 'tlp') return event.hop === 0;
    if (unit === 'transaction') return event.hop === 0 && flows[event.flow]?.leg === 'request';
    return ways[event.flow]?.stops.some((group) => group[0]?.hop === event.hop) ?? false;
  };
  return list.next(
    fromPs,
    direction,
    (event) =>
      (tlpId === null || event.tlpId === tlpId) &&
      (isBreak === null || isBreak(event)) &&
      isUnit(event),
  );
}
