import { componentAt } from '../pcie/component-at.ts';
import type { Machine } from '../machine/types.ts';
import type { Hop } from '../pcie/types.ts';
import type { RuleId } from '../rules/catalogue.ts';
import type { FlowInfo } from './types.ts';

/** What stops playing: an event at a component, on a link, by a rule, with an address, or at any fault. */
export type Breakpoint =
  | { readonly kind: 'component'; readonly id: string }
  | { readonly kind: 'link'; readonly id: string }
  | { readonly kind: 'rule'; readonly rule: RuleId }
  /** First and last address, as the TLP's address field holds them. */
  | { readonly kind: 'address'; readonly from: bigint; readonly to: bigint }
  | { readonly kind: 'fault' };

/** Whether a breakpoint stops at a hop of a flow. */
function stopsAt(machine: Machine, breakpoint: Breakpoint, hop: Hop, bytes: number): boolean {
  switch (breakpoint.kind) {
    case 'component':
      return componentAt(machine, hop.place) === breakpoint.id;
    case 'link':
      return (
        hop.leavesOn !== null && machine.links[Math.floor(hop.leavesOn / 2)]?.id === breakpoint.id
      );
    case 'rule':
      return hop.rule === breakpoint.rule;
    case 'address': {
      const last = hop.address + BigInt(bytes) - 1n;
      return hop.address <= breakpoint.to && last >= breakpoint.from;
    }
    case 'fault':
      return hop.verdict === 'fault' || hop.verdict === 'blocked';
  }
}

/** One number for a hop of a flow. */
export const hopKey = (flow: number, hop: number): number => flow * 4096 + hop;

/** The hops, as `hopKey` numbers them, at which any of the breakpoints stops. */
export function hopsOfBreakpoints(
  machine: Machine,
  flows: readonly FlowInfo[],
  breakpoints: readonly Breakpoint[],
): ReadonlySet<number> {
  const keys = new Set<number>();
  for (const [flow, info] of flows.entries()) {
    const transfer = machine.scenario.transfers.find(({ id }) => id === info.transferId);
    const hops = info.leg === 'request' ? info.route.request : info.route.completion;
    for (const [at, hop] of hops.entries()) {
      const isHit = breakpoints.some((one) => stopsAt(machine, one, hop, transfer?.bytes ?? 1));
      if (isHit) keys.add(hopKey(flow, at));
    }
  }
  return keys;
}
