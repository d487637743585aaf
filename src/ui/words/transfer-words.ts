import type { Machine } from '../../core/machine/types.ts';
import type { Transfer } from '../../core/scenario/schema.ts';

/** A transfer with the names that lists show for its ends: `NIC0`, `GPU0 BAR2`. */
export interface TransferWords {
  readonly transfer: Transfer;
  readonly from: string;
  readonly to: string;
}

/** The words of a transfer of the machine's scenario; null when the document no longer has it. */
export function transferWords(machine: Machine, transferId: string): TransferWords | null {
  const transfer = machine.scenario.transfers.find((one) => one.id === transferId);
  if (transfer === undefined) return null;
  const nameOf = (id: string): string => {
    const index = machine.functionById.get(id);
    const found = index === undefined ? undefined : machine.functions[index];
    return found?.name ?? machine.scenario.components.find((one) => one.id === id)?.name ?? id;
  };
  const { to } = transfer;
  const target = to.kind === 'bar' ? `${nameOf(to.function)} BAR${to.bar}` : nameOf(to.memory);
  return { transfer, from: nameOf(transfer.from), to: target };
}
