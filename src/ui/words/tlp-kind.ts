import { assertUnreachable } from '../../core/base/assert.ts';
import type { FlowInfo } from '../../core/sim/types.ts';

/** Colour class of a TLP. */
export type TlpClass = 'posted' | 'nonposted' | 'completion' | 'ats' | 'fault';

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
  ats: 'bg-tlp-ats',
  fault: 'bg-tlp-fault',
};

/** The kind of a flow's TLPs: what is sent on the request leg, CplD or Cpl on the way back; those of ATS by their names. */
export function tlpKindOf(info: FlowInfo): TlpKindWords {
  const { op, at } = info.sent;
  const isGood = info.route.completionStatus === 'SC';
  if (at === 'translationRequest' && (info.leg === 'request' || isGood)) {
    return info.leg === 'request'
      ? { name: 'Translation Request', letter: 'T', class: 'ats', shape: 'ring' }
      : { name: 'Translation Completion', letter: 'T', class: 'ats', shape: 'diamond' };
  }
  if (info.leg === 'completion') {
    return isGood
      ? { name: 'CplD', letter: 'D', class: 'completion', shape: 'diamond' }
      : { name: 'Cpl', letter: '!', class: 'fault', shape: 'diamond' };
  }
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
