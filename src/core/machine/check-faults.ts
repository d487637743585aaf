import type { Fault } from '../scenario/schema-faults.ts';
import { hasLcrc } from './flit.ts';
import type { Report } from './report.ts';
import type { Machine } from './types.ts';

/* Faults and actions of the document that nothing can be made of, since what they name is not there. */

/** Why a link that a fault names cannot do what it should; null: it can. */
function linkProblem(machine: Machine, fault: Fault & { readonly link: string }): string | null {
  const link = machine.links.find(({ id }) => id === fault.link);
  if (link === undefined) return `names ${fault.link}, which is no link: choose one that is drawn`;
  if (fault.kind !== 'corrupt' || hasLcrc(link.speedGtps)) return null;
  return `flips a bit on ${fault.link}, which runs in flit mode, where no TLP has an LCRC of its own: choose a slower link`;
}

function functionProblem(
  machine: Machine,
  fault: Fault & { readonly function: string },
): string | null {
  const found = machine.functions.find(({ id }) => id === fault.function);
  if (found === undefined) {
    return `names ${fault.function}, which is no connected function: choose another one or connect it`;
  }
  if (fault.kind === 'acsControl') {
    return found.acs === null
      ? `writes the ACS control of ${found.name}, which has no ACS capability: give it one or choose another port`
      : null;
  }
  return found.linkAbove === null
    ? `pulls out ${found.name}, which hangs on no link: choose a device in a slot`
    : null;
}

function requestProblem(
  machine: Machine,
  fault: Fault & { readonly transfer: string; readonly offsetBytes: number },
): string | null {
  const transfer = machine.scenario.transfers.find(({ id }) => id === fault.transfer);
  if (transfer === undefined) {
    return `names ${fault.transfer}, which is no transfer: choose one of this document`;
  }
  if (fault.offsetBytes >= transfer.bytes) {
    return `is about byte ${fault.offsetBytes} of ${fault.transfer}, which has ${transfer.bytes}: lower its offset`;
  }
  const isOfCompletion =
    fault.kind === 'dropCompletion' || (fault.kind === 'corrupt' && fault.leg === 'completion');
  if (!isOfCompletion || transfer.op !== 'MWr') return null;
  const does = fault.kind === 'corrupt' ? 'flips a bit in' : 'loses';
  return `${does} a completion of ${fault.transfer}, whose writes are posted and get none: choose a read`;
}

function problemsOf(machine: Machine, fault: Fault): (string | null)[] {
  return [
    'link' in fault ? linkProblem(machine, fault) : null,
    'function' in fault ? functionProblem(machine, fault) : null,
    'transfer' in fault ? requestProblem(machine, fault) : null,
  ];
}

/** Reports faults that strike nothing, and actions on functions that are not there. */
export function checkFaults(machine: Machine, report: Report): void {
  const { faults = [], actions = [] } = machine.scenario;
  for (const fault of faults) {
    for (const problem of problemsOf(machine, fault)) {
      if (problem === null) continue;
      report.warning('fault-without-effect', fault.id, `Fault ${fault.id} ${problem}.`);
    }
  }
  for (const action of actions) {
    if (machine.functionById.has(action.function)) continue;
    const message = `Action ${action.id} is on ${action.function}, which is no connected function: choose another one or connect it.`;
    report.warning('action-without-effect', action.id, message);
  }
}
