import type { Machine } from '../machine/types.ts';
import type { Translator } from '../pcie/types.ts';
import type { Transfer } from '../scenario/schema.ts';
import type { LinuxMachine } from './machine-tree.ts';
import { mapP2p, withPlannedEntries } from './map-p2p.ts';
import type { Plan } from './map-p2p.ts';

/** A run as Linux prepares it: what each planned transfer puts into its TLPs, and IOMMUs with the entries in place. */
export interface PlannedRun {
  readonly plans: readonly Plan[];
  /** The document's transfers, those that Linux mapped with the address it gave. Refused ones are left out. */
  readonly transfers: readonly Transfer[];
  readonly translators: ReadonlyMap<number, Translator>;
}

/**
 * Lets Linux prepare every transfer that says how it asks (`linux`); all others stay as they are drawn.
 *
 * @param translators the drawn IOMMUs by host bridge.
 */
export function planRun(
  machine: Machine,
  linux: LinuxMachine,
  translators: ReadonlyMap<number, Translator>,
): PlannedRun {
  const plans: Plan[] = [];
  const transfers = machine.scenario.transfers.flatMap((transfer): Transfer[] => {
    const plan = transfer.linux === undefined ? null : mapP2p(machine, linux, transfer);
    if (plan === null) return [transfer];
    plans.push(plan);
    const [entry] = plan.entries;
    if (entry === undefined) return [];
    return [{ ...transfer, address: `0x${entry.address.toString(16)}` }];
  });
  const bridges = new Map(translators);
  for (const plan of plans) {
    const client = machine.functions[plan.client];
    if (client === undefined || plan.ptes.length === 0) continue;
    const inner = bridges.get(client.hostBridge) ?? null;
    const { requesterId } = client;
    bridges.set(client.hostBridge, withPlannedEntries(inner, [{ requesterId, ptes: plan.ptes }]));
  }
  return { plans, transfers, translators: bridges };
}
