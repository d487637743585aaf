import { assertUnreachable } from '../../core/base/assert.ts';
import type { Machine } from '../../core/machine/types.ts';
import type { FlowInfo } from '../../core/sim/types.ts';

/** Colour class of a TLP. */
export type TlpClass = 'posted' | 'nonposted' | 'completion' | 'fault';

/** What the TLPs of a flow are called and how lists mark them. */
export interface TlpKindWords {
  readonly name: string;
  readonly letter: string;
  readonly class: TlpClass;
  readonly shape: 'arrow' | 'ring' | 'hexagon' | 'diamond';
}

/** Fill of each class. */
export const TLP_CLASS: Readonly<Record<TlpClass, string>> = {
  posted: 'bg-tlp-posted',
  nonposted: 'bg-tlp-nonposted',
  completion: 'bg-tlp-completion',
  fault: 'bg-tlp-fault',
};

/** The kind of a flow's TLPs: the transfer's own on the request leg, CplD or Cpl on the way back. */
export function tlpKindOf(machine: Machine, info: FlowInfo): TlpKindWords {
  const transfer = machine.scenario.transfers.find((one) => one.id === info.transferId);
  if (info.leg === 'completion') {
    const isGood = info.route.completionStatus === 'SC';
    return isGood
      ? { name: 'CplD', letter: 'D', class: 'completion', shape: 'diamond' }
      : { name: 'Cpl', letter: '!', class: 'fault', shape: 'diamond' };
  }
  const op = transfer?.op ?? 'MWr';
  switch (op) {
    case 'MRd':
      return { name: 'MRd', letter: 'R', class: 'nonposted', shape: 'ring' };
    case 'FetchAdd':
      return { name: 'FetchAdd', letter: 'A', class: 'nonposted', shape: 'hexagon' };
    case 'MWr':
      return { name: 'MWr', letter: 'W', class: 'posted', shape: 'arrow' };
    default:
      return assertUnreachable(op);
  }
}
