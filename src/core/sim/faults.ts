import { defined } from '../base/assert.ts';
import type { Machine } from '../machine/types.ts';
import {
  lostOnLink,
  overflowed,
  patiencePs,
  poisoned,
  tooLate,
  withoutCompletion,
} from '../pcie/broken-route.ts';
import { corrupted } from '../pcie/replay.ts';
import type { Corruption } from '../pcie/replay.ts';
import type { Hop, Route } from '../pcie/types.ts';
import type { Fault } from '../scenario/schema-faults.ts';
import type { Transfer } from '../scenario/schema.ts';
import { largestTlp } from './compile.ts';
import type { DecidedTransfer } from './compile.ts';
import { bytesMoved, pieceFrom, inPlaceOf, sightingsOf } from './pieces.ts';
import type { Sighting } from './pieces.ts';
import type { Run } from './run.ts';

/*
 * Faults in the middle of a run. Until a fault nothing differs, so the run without it says where every TLP was at that
 * instant. What had passed the place keeps its way; what was just there is lost; what comes later is decided anew, on
 * the machine as it is then, by the same functions. The parts run as pieces of one transfer.
 */

/** How the requests of a piece end otherwise than their route says. */
type Ending =
  | { readonly kind: 'lostOnLink'; readonly link: number }
  | { readonly kind: 'dropCompletion' }
  | { readonly kind: 'poison' }
  | { readonly kind: 'late' }
  | ({ readonly kind: 'corrupt' } & Omit<Corruption, 'tlpBytes'>)
  | { readonly kind: 'overflow'; readonly directed: number };

interface Piece {
  readonly decided: DecidedTransfer;
  /** The machine that its way was decided on. */
  readonly machine: Machine;
  readonly ending: Ending | null;
}

/** What of a piece is decided otherwise. */
interface How {
  readonly machine?: Machine;
  readonly ending?: Ending;
}

/** What faults need of the rest of the simulation. */
export interface FaultContext {
  readonly machine: Machine;
  readonly run: (decided: readonly DecidedTransfer[]) => Run;
  /** Where a transfer goes on a machine that differs in a link or a register. */
  readonly decide: (transfer: Transfer, machine: Machine) => DecidedTransfer | null;
}

/** The way of requests that end by a fault, as the components on it decide. */
function endedRoute(machine: Machine, decided: DecidedTransfer, ending: Ending): Route {
  const way = { machine, ...decided };
  switch (ending.kind) {
    case 'lostOnLink':
      return lostOnLink(way, ending.link);
    case 'overflow':
      return overflowed(way, ending.directed);
    case 'dropCompletion':
      return withoutCompletion(way);
    case 'poison':
      return poisoned(way);
    case 'late':
      return tooLate(way);
    case 'corrupt':
      return corrupted(way, {
        ...ending,
        tlpBytes: largestTlp(machine, decided, ending.leg, decided.transfer.bytes),
      });
  }
}

/** A fault that strikes at an instant, whatever is under way then. */
type TimedFault = Extract<Fault, { readonly atPs: number }>;

/** How the request that a fault names ends; null: the fault strikes at an instant. */
function endingOf(machine: Machine, fault: Fault): Ending | null {
  switch (fault.kind) {
    case 'dropCompletion':
    case 'poison':
      return { kind: fault.kind };
    case 'corrupt':
      return {
        kind: 'corrupt',
        link: machine.links.findIndex(({ id }) => id === fault.link),
        leg: fault.leg ?? 'request',
        times: fault.times ?? 1,
      };
    default:
      return null;
  }
}

/** The machine after a fault, and where it strikes: a link or the component whose register changed. */
function struck(
  machine: Machine,
  fault: TimedFault,
):
  | { readonly machine: Machine; readonly link: number }
  | { readonly machine: Machine; readonly fn: number }
  | null {
  if (fault.kind === 'acsControl') {
    const fn = machine.functions.findIndex(({ id }) => id === fault.function);
    const before = machine.functions[fn];
    if (before?.acs == null) return null;
    const changed = {
      ...before,
      acs: { ...before.acs, control: fault.control & before.acs.capability },
    };
    return { machine: { ...machine, functions: machine.functions.with(fn, changed) }, fn };
  }
  const removed = machine.functions.find(
    ({ id }) => fault.kind === 'removal' && id === fault.function,
  );
  const link =
    fault.kind === 'linkDown'
      ? machine.links.findIndex(({ id }) => id === fault.link)
      : (removed?.linkAbove ?? -1);
  const before = machine.links[link];
  if (before === undefined) return null;
  return {
    machine: { ...machine, links: machine.links.with(link, { ...before, width: 0 }) },
    link,
  };
}

class Faults {
  private pieces: Piece[];
  private machine: Machine;
  private readonly context: FaultContext;

  constructor(context: FaultContext, decided: readonly DecidedTransfer[]) {
    this.context = context;
    this.machine = context.machine;
    this.pieces = decided.map((one) => ({ decided: one, machine: context.machine, ending: null }));
  }

  get decided(): readonly DecidedTransfer[] {
    return this.pieces.map(({ decided }) => decided);
  }

  private sightings(): Sighting[][] {
    return sightingsOf(this.context.run(this.decided));
  }

  /** Requests `from` to `end` of a piece as a piece of their own. */
  private cut(
    piece: Piece,
    sent: readonly Sighting[],
    [from, end]: readonly [number, number],
    how: How = {},
  ): Piece[] {
    const isWhole = from === 0 && end === sent.length;
    if (isWhole && how.machine === undefined && how.ending === undefined) return [piece];
    const transfer = pieceFrom(piece.decided, sent, from, end);
    const machine = how.machine ?? piece.machine;
    const ending = how.ending ?? piece.ending;
    const decided = transfer === null ? null : this.context.decide(transfer, machine);
    if (decided === null) return [];
    const ended =
      ending === null ? decided : { ...decided, route: endedRoute(machine, decided, ending) };
    const named = inPlaceOf(piece.decided, ended, end === sent.length);
    return [{ decided: named, machine, ending }];
  }

  /** A piece as runs of requests that share a fate. */
  private divide<F extends Fate | number>(
    piece: Piece,
    sent: readonly Sighting[],
    fates: readonly F[],
    howOf: (fate: F) => How,
  ): Piece[] {
    const runs: Piece[] = [];
    for (let from = 0; from < sent.length;) {
      const fate = defined(fates[from], 'a fate for each request');
      let end = from + 1;
      while (end < sent.length && fates[end] === fate) end += 1;
      runs.push(...this.cut(piece, sent, [from, end], howOf(fate)));
      from = end;
    }
    return runs.length === 0 ? [piece] : runs;
  }

  /** Requests whose answer comes when their requester has given up end by that. */
  giveUp(): void {
    const all = this.sightings();
    this.pieces = this.pieces.flatMap((piece, n): Piece[] => {
      const { route, requester } = piece.decided;
      if (route.completion.at(-1)?.verdict !== 'delivered') return [piece];
      const patience = patiencePs(piece.machine, requester);
      const sent = all[n] ?? [];
      const fates = sent.map(({ issuePs, completionPs }) => {
        return (completionPs.at(-1) ?? 0) - issuePs > patience ? 'lost' : 'before';
      });
      return this.divide(piece, sent, fates, (fate) =>
        fate === 'lost' ? { ending: { kind: 'late' } } : {},
      );
    });
  }

  /** Receivers throw away what finds their buffer full, until a run shows that all that is left fits. */
  overflow(): void {
    for (;;) {
      const run = this.context.run(this.decided);
      if (run.overflows.length === 0) return;
      const linkOf = new Map(run.overflows.map(({ txnId, link }) => [txnId, link]));
      const all = sightingsOf(run);
      this.pieces = this.pieces.flatMap((piece, n): Piece[] => {
        const sent = all[n] ?? [];
        const links = sent.map(({ txnId }) => linkOf.get(txnId) ?? NOWHERE);
        return this.divide(piece, sent, links, (directed) =>
          directed === NOWHERE ? {} : { ending: { kind: 'overflow', directed } },
        );
      });
    }
  }

  /** The request with the byte at `offsetBytes` of its transfer ends by a fault of its own. */
  single(transferId: string, offsetBytes: number, ending: Ending): void {
    const all = this.sightings();
    let before = 0;
    this.pieces = this.pieces.flatMap((piece, n): Piece[] => {
      const sent = all[n] ?? [];
      const moved = bytesMoved(piece.decided);
      if (piece.decided.transfer.id !== transferId || moved === 0) return [piece];
      const own = offsetBytes - before;
      before += moved;
      const at = sent.findIndex(
        (one) => own >= one.offsetBytes && own < one.offsetBytes + one.bytes,
      );
      if (at < 0) return [piece];
      return [
        ...this.cut(piece, sent, [0, at]),
        ...this.cut(piece, sent, [at, at + 1], { ending }),
        ...this.cut(piece, sent, [at + 1, sent.length]),
      ];
    });
  }

  /** Something of the machine changes at an instant. */
  strike(fault: TimedFault): void {
    const change = struck(this.machine, fault);
    if (change === null) return;
    const all = this.sightings();
    this.pieces = this.pieces.flatMap((piece, n): Piece[] => {
      const { route } = piece.decided;
      const sent = all[n] ?? [];
      const fates = sent.map((one) =>
        'link' in change
          ? fateOnLink(route, one, change.link, fault.atPs)
          : fateAtPort(route, one, change.fn, fault.atPs),
      );
      return this.divide(piece, sent, fates, (fate) => {
        if (fate === 'after') return { machine: change.machine };
        const isLost = fate === 'lost' && 'link' in change;
        return isLost ? { ending: { kind: 'lostOnLink', link: change.link } } : {};
      });
    });
    this.machine = change.machine;
  }
}

/** No directed link. */
const NOWHERE = -1;

type Fate = 'before' | 'lost' | 'after';

/** When a leg comes to a link and when it is behind it, ps; null: it never takes it. */
function passingOf(
  hops: readonly Hop[],
  times: readonly (number | undefined)[],
  link: number,
): { readonly inPs: number; readonly outPs: number } | null {
  const at = hops.findIndex((hop) => hop.leavesOn !== null && hop.leavesOn >> 1 === link);
  if (at < 0) return null;
  const inPs = times[at] ?? Infinity;
  return { inPs, outPs: times[at + 1] ?? Infinity };
}

/** What a link that goes down at `atPs` does to one request and its completions. */
function fateOnLink(route: Route, one: Sighting, link: number, atPs: number): Fate {
  const there = passingOf(route.request, one.requestPs, link);
  const back = passingOf(route.completion, one.completionPs, link);
  if (there !== null && there.inPs >= atPs) return 'after';
  if (there !== null && there.outPs >= atPs) return 'lost';
  return back !== null && back.outPs >= atPs ? 'lost' : 'before';
}

/** What a register of a port that changes at `atPs` does to one request. */
function fateAtPort(route: Route, one: Sighting, fn: number, atPs: number): Fate {
  const isThere = ({ place }: Hop): boolean => place.kind === 'function' && place.index === fn;
  const at = route.request.findIndex(isThere);
  return at >= 0 && (one.requestPs[at] ?? Infinity) >= atPs ? 'after' : 'before';
}

/**
 * Lets the faults of the document happen: those of single requests first, the others in order of time.
 *
 * @simplified Completions go the way that was decided when their request passed; a requester waits as long as its range allows; a link stays
 *   down.
 * @source PCIe Base §2.8, §2.9, §6.2
 */
export function withFaults(
  context: FaultContext,
  decided: readonly DecidedTransfer[],
  faults: readonly Fault[],
): readonly DecidedTransfer[] {
  if (faults.length === 0) return decided;
  const state = new Faults(context, decided);
  for (const fault of faults) {
    const ending = endingOf(context.machine, fault);
    if (ending !== null && 'transfer' in fault) {
      state.single(fault.transfer, fault.offsetBytes, ending);
    }
  }
  const isUnpaced = faults.some(({ kind }) => kind === 'ignoreCredits');
  if (isUnpaced) state.overflow();
  const timed = faults.filter((fault) => 'atPs' in fault);
  for (const fault of timed.toSorted((a, b) => a.atPs - b.atPs)) state.strike(fault);
  if (isUnpaced && timed.length > 0) state.overflow();
  return state.decided;
}

/**
 * Lets requesters give up on answers that come too late, which a run without that shows.
 *
 * @param latestPs the longest that any request of a transfer waited in that run, ps.
 * @returns the very same list where everybody is answered in time.
 * @simplified all completions of such a request count as late; its tag is free again when the last one has come.
 * @source PCIe Base §2.8
 */
export function withTimeouts(
  context: FaultContext,
  decided: readonly DecidedTransfer[],
  latestPs: (transferId: string) => number,
): readonly DecidedTransfer[] {
  const isLate = decided.some(({ transfer, requester, route }) => {
    const isAnswered = route.completion.length > 0;
    return isAnswered && latestPs(transfer.id) > patiencePs(context.machine, requester);
  });
  if (!isLate) return decided;
  const state = new Faults(context, decided);
  state.giveUp();
  return state.decided;
}
