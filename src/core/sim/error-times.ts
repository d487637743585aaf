import type { Machine } from '../machine/types.ts';
import type { ErrorTimes } from '../pcie/error-journal.ts';
import { silencePs } from '../pcie/error-log.ts';
import { transferRequest } from '../pcie/transfer-request.ts';
import { visitStops } from './events.ts';
import type { Recorded } from './events.ts';
import type { FlowInfo } from './types.ts';

/* When the TLPs of a run come to hops at which components log an error. What they log follows from the hops alone. */

/** How long the requester of each flow waits for an answer that never comes, ps; null: it is answered, or never gives up. */
function silences(machine: Machine, flows: readonly FlowInfo[]): (number | null)[] {
  return flows.map(({ leg, sent, route }) => {
    const asked = leg === 'completion' ? null : transferRequest(machine, sent);
    return asked === null ? null : silencePs({ machine, ...asked, route });
  });
}

/** Every place at which TLPs of a run met an error, in no order of time. */
export function errorTimes(
  machine: Machine,
  flows: readonly FlowInfo[],
  recorded: Recorded,
): ErrorTimes[] {
  const { trace, rows } = recorded;
  const waits = silences(machine, flows);
  const logging = flows.map(({ route, leg }) => route[leg].map(({ aer }) => aer !== undefined));
  const isWatched = logging.map((hops, flow) => hops.includes(true) || waits[flow] !== null);
  if (!isWatched.includes(true)) return [];
  const found = new Map<string, ErrorTimes>();
  const add = (flow: number, hop: number | null, tPs: number): void => {
    const key = `${flow} ${hop}`;
    const known = found.get(key) ?? { flow, hop, count: 0, firstPs: tPs, lastPs: tPs };
    found.set(key, {
      ...known,
      count: known.count + 1,
      firstPs: Math.min(known.firstPs, tPs),
      lastPs: Math.max(known.lastPs, tPs),
    });
  };
  for (let hop = 0; hop < trace.hops; hop++) {
    const row = trace.row(hop);
    const flow = rows.flow[row] ?? 0;
    if (isWatched[flow] !== true) continue;
    const wait = waits[flow] ?? null;
    if (wait !== null && rows.first[row] === 1) add(flow, null, trace.startPs(hop) + wait);
    visitStops(recorded, hop, (tPs, stop) => {
      if (logging[flow]?.[stop.hop] === true) add(flow, stop.hop, tPs);
    });
  }
  return [...found.values()];
}
