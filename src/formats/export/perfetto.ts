import type { Machine } from '../../core/machine/types.ts';
import type { LoggedRun } from './log.ts';
import { directedLinkName } from './places.ts';

/*
 * Chrome's trace event format, which Perfetto opens: one track for each directed link, one slice for each TLP on it.
 * Timestamps are microseconds; fractions keep picoseconds.
 * @source Trace Event Format, "complete events" and "metadata events"
 */

const PS_PER_US = 1_000_000;
const PID = 1;

interface TraceEvents {
  /** `M` metadata, `X` complete. */
  readonly ph: 'M' | 'X';
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts?: number;
  readonly dur?: number;
  readonly args: Readonly<Record<string, string | number>>;
}

/** Writes the TLPs of a run as JSON for ui.perfetto.dev or chrome://tracing. */
export function exportPerfetto(machine: Machine, run: LoggedRun): string {
  const events: TraceEvents[] = [
    { ph: 'M', name: 'process_name', pid: PID, tid: 0, args: { name: machine.scenario.title } },
  ];
  for (let directed = 0; directed < 2 * machine.links.length; directed++) {
    const name = directedLinkName(machine, directed);
    events.push({ ph: 'M', name: 'thread_name', pid: PID, tid: directed + 1, args: { name } });
    events.push({
      ph: 'M',
      name: 'thread_sort_index',
      pid: PID,
      tid: directed + 1,
      args: { sort_index: directed },
    });
  }
  run.visitSegments(0, run.endPs, (tlpId, flow, link, startPs, arrivePs) => {
    const info = run.flows[flow];
    const route = info?.route;
    const kind = info?.leg === 'completion' ? 'completion' : 'request';
    events.push({
      ph: 'X',
      name: `${kind} ${info?.transferId ?? ''} #${tlpId}`,
      pid: PID,
      tid: link + 1,
      ts: startPs / PS_PER_US,
      dur: (arrivePs - startPs) / PS_PER_US,
      args: { tlp: tlpId, verdict: route?.verdict ?? '', outcome: route?.outcome ?? '' },
    });
  });
  return `${JSON.stringify({ displayTimeUnit: 'ns', traceEvents: events })}\n`;
}
