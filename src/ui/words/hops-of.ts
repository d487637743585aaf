import type { Hop } from '../../core/pcie/types.ts';
import type { FlowInfo } from '../../core/sim/types.ts';

/** The hops of a flow's own leg, in the order in which the TLP meets them. */
export function hopsOf(info: FlowInfo): readonly Hop[] {
  return info.leg === 'request' ? info.route.request : info.route.completion;
}
