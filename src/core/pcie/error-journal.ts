import type { Machine } from '../machine/types.ts';
import type { Fault } from '../scenario/schema-faults.ts';
import type { Transfer } from '../scenario/schema.ts';
import { recordAt, silentTimeout, surpriseDown } from './error-log.ts';
import type { ErrorRecord } from './error-log.ts';
import { transferRequest } from './transfer-request.ts';
import type { Route } from './types.ts';

/*
 * What the components of a machine log in the course of a run: AER bits with the time and number of TLPs that set
 * them. A status bit stays set and the header log keeps its first TLP until software clears them.
 */

/** TLPs of one flow that met an error at one place. */
export interface ErrorTimes {
  /** Index in the run's flow list. */
  readonly flow: number;
  /** Hop of the flow's leg that logs; null: the requester, which nobody answers, gives up. */
  readonly hop: number | null;
  /** TLPs that met it. */
  readonly count: number;
  /** When the first and the last of them did, ps. */
  readonly firstPs: number;
  readonly lastPs: number;
}

/** One leg of a piece of a transfer that a run sent. */
interface SentLeg {
  readonly transferId: string;
  readonly sent: Transfer;
  readonly leg: 'request' | 'completion';
  readonly route: Route;
}

/** An error that one component logs, of all TLPs of one piece of a transfer. */
export interface LoggedError extends ErrorRecord {
  /** null: no TLP is at fault, a link went down. */
  readonly transferId: string | null;
  /** TLPs that met it. */
  readonly count: number;
  /** When the first and the last of them did, ps. The header is that of the first. */
  readonly firstPs: number;
  readonly lastPs: number;
}

/** The ports above links that go down in the run, in the order in which that happens; each link falls once. */
function fallenLinks(machine: Machine, faults: readonly Fault[]): LoggedError[] {
  const down = new Set<number>();
  const timed = faults.filter((one) => one.kind === 'linkDown' || one.kind === 'removal');
  return timed
    .toSorted((a, b) => a.atPs - b.atPs)
    .flatMap((fault): LoggedError[] => {
      const removed = fault.kind === 'removal' ? machine.functionById.get(fault.function) : null;
      const index =
        fault.kind === 'linkDown'
          ? machine.links.findIndex(({ id }) => id === fault.link)
          : (machine.functions[removed ?? -1]?.linkAbove ?? -1);
      const link = machine.links[index];
      if (link === undefined || link.width === 0 || down.has(index)) return [];
      down.add(index);
      const { atPs } = fault;
      const record = surpriseDown(machine, link.port);
      return [{ ...record, transferId: null, count: 1, firstPs: atPs, lastPs: atPs }];
    });
}

/**
 * Everything that the components log in a run, in order of its first time.
 *
 * @param machine the machine of the run.
 * @source PCIe Base §6.2
 * @simplified severities are the defaults and all reporting is enabled; every port reports Surprise Down.
 */
export function errorJournal(
  machine: Machine,
  { flows, errorTimes }: { flows: readonly SentLeg[]; errorTimes: readonly ErrorTimes[] },
): LoggedError[] {
  const found = fallenLinks(machine, machine.scenario.faults ?? []);
  for (const { flow, hop, ...times } of errorTimes) {
    const info = flows[flow];
    const asked = info === undefined ? null : transferRequest(machine, info.sent);
    if (info === undefined || asked === null) continue;
    const { leg, route, sent, transferId } = info;
    const question = { machine, ...asked, route, bytes: sent.bytes };
    const record = hop === null ? silentTimeout(question) : recordAt({ ...question, leg, hop });
    if (record !== null) found.push({ ...record, ...times, transferId });
  }
  return found.toSorted((a, b) => a.firstPs - b.firstPs || a.function - b.function);
}
