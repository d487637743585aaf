import { busAddr } from '../base/address.ts';
import type { Machine } from '../machine/types.ts';
import type { Transfer } from '../scenario/schema.ts';
import { functionAt } from './claims.ts';
import type { Place, RouteQuery } from './types.ts';

/** Where the target of a transfer starts: bus address and place; null when it has no address. */
function targetOf(machine: Machine, to: Transfer['to']): { address: bigint; place: Place } | null {
  if (to.kind === 'memory') {
    const index = machine.memories.findIndex(({ id }) => id === to.memory);
    const memory = machine.memories[index];
    if (memory === undefined) return null;
    return { address: memory.window.base + BigInt(to.offset), place: { kind: 'memory', index } };
  }
  const index = machine.functionById.get(to.function);
  if (index === undefined) return null;
  const bar = functionAt(machine, index).bars.find((one) => one.index === to.bar);
  if (bar === undefined || bar.window === null) return null;
  return { address: bar.window.base + BigInt(to.offset), place: { kind: 'function', index } };
}

/** A FetchAdd has an operand of 4 or 8 bytes. @source PCIe Base §2.2.7.1 */
const LARGEST_OPERAND_BYTES = 8;

function pieceOf({ op, pieceBytes, bytes }: Transfer): number {
  const piece = pieceBytes ?? bytes;
  return op === 'FetchAdd' ? Math.min(piece, LARGEST_OPERAND_BYTES) : piece;
}

/**
 * The request that a transfer starts with: from whom, with what in the header, and what it means to reach.
 * `bytes` is the size of one piece; route and engine cut it to MPS or MRRS. With ATS it is what the device
 * would send if it had not asked first.
 *
 * @returns null when the machine has no such requester, or the target has no address and the transfer
 *   names none.
 */
export function transferRequest(
  machine: Machine,
  transfer: Transfer,
): Pick<RouteQuery, 'requester' | 'request' | 'intended'> | null {
  const requester = machine.functionById.get(transfer.from);
  const target = targetOf(machine, transfer.to);
  const address = transfer.address === undefined ? target?.address : BigInt(transfer.address);
  if (requester === undefined || address === undefined) return null;
  const { requesterId, bdf } = functionAt(machine, requester);
  return {
    requester,
    intended: target?.place ?? null,
    request: {
      kind: transfer.op,
      segment: bdf.segment,
      requesterId,
      at: transfer.at === 'ats' ? 'untranslated' : transfer.at,
      t: transfer.t,
      ...(transfer.xt === undefined ? {} : { xt: transfer.xt }),
      ro: transfer.relaxedOrdering,
      address: busAddr(address),
      bytes: pieceOf(transfer),
      ...(transfer.op === 'MWr' ? { burstBytes: transfer.bytes } : {}),
    },
  };
}
