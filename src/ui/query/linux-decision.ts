import { linuxMachine } from '../../core/linux/machine-tree.ts';
import type { LinuxMachine } from '../../core/linux/machine-tree.ts';
import { p2pMapType } from '../../core/linux/p2pdma.ts';
import type { P2pDecision } from '../../core/linux/p2pdma.ts';
import type { Machine } from '../../core/machine/types.ts';
import type { Transfer } from '../../core/scenario/schema.ts';

/* Apart from the rest of the query, which needs every IOMMU: this is on the first screen. */

/** What Linux sees of each machine, once. */
const seen = new WeakMap<Machine, LinuxMachine>();

/** A machine as Linux sees it. */
export function linuxOf(machine: Machine): LinuxMachine {
  const known = seen.get(machine);
  if (known !== undefined) return known;
  const made = linuxMachine(machine);
  seen.set(machine, made);
  return made;
}

/** What Linux says of a transfer between functions; null where its target is memory or an end is missing. */
export function decisionOf(machine: Machine, transfer: Transfer): P2pDecision | null {
  const { from, to } = transfer;
  const client = machine.functionById.get(from);
  const provider = to.kind === 'bar' ? machine.functionById.get(to.function) : undefined;
  if (client === undefined || provider === undefined) return null;
  const linux = linuxOf(machine);
  return p2pMapType(linux.tree, { kernel: linux.kernel, cpu: linux.cpu }, { provider, client });
}
