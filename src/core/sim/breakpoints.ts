import { hopsOf } from '../pcie/hops-of.ts';
import { componentAt } from '../pcie/component-at.ts';
import type { Machine } from '../machine/types.ts';
import type { Hop } from '../pcie/types.ts';
import type { RuleId } from '../rules/catalogue.ts';
import type { FlowInfo, TraceEvent } from './types.ts';

/** What stops playing: an event at a component, on a link, by a rule, with an address, or at any fault. */
export type Breakpoint =
  | { readonly kind: 'component'; readonly id: string }
  | { readonly kind: 'link'; readonly id: string }
  | { readonly kind: 'rule'; readonly rule: RuleId }
  /** First and last address, as the TLP's address field holds them. */
  | { readonly kind: 'address'; readonly from: bigint; readonly to: bigint }
  | { readonly kind: 'fault' };

/** Whether a breakpoint stops at a hop of a flow whatever the TLP; null: that depends on the TLP's address. */
function stopsAt(machine: Machine, breakpoint: Breakpoint, hop: Hop): boolean | null {
  switch (breakpoint.kind) {
    case 'component':
      return componentAt(machine, hop.place) === breakpoint.id;
    case 'link':
      return (
        hop.leavesOn !== null && machine.links[Math.floor(hop.leavesOn / 2)]?.id === breakpoint.id
      );
    case 'rule':
      return hop.rule === breakpoint.rule;
    case 'address':
      return null;
    case 'fault':
      return hop.verdict === 'fault' || hop.verdict === 'blocked';
  }
}

/** Whether the bytes of a TLP at a hop overlap the range of a breakpoint. */
function isInRange(breakpoint: Breakpoint, hop: Hop, event: TraceEvent): boolean {
  if (breakpoint.kind !== 'address') return false;
  const first = hop.address + BigInt(event.offsetBytes);
  const last = first + BigInt(Math.max(1, event.bytes)) - 1n;
  return first <= breakpoint.to && last >= breakpoint.from;
}

/** A test of events: whether any of the breakpoints stops there. Decided once a hop as far as that goes. */
export function breakpointTest(
  machine: Machine,
  flows: readonly FlowInfo[],
  breakpoints: readonly Breakpoint[],
): (event: TraceEvent) => boolean {
  const ranges = breakpoints.filter(({ kind }) => kind === 'address');
  const hopsAt = (flow: number): readonly Hop[] => {
    const info = flows[flow];
    return info === undefined ? [] : hopsOf(info);
  };
  const isHit = flows.map((_, flow) =>
    hopsAt(flow).map((hop) => breakpoints.some((one) => stopsAt(machine, one, hop) === true)),
  );
  return (event) => {
    if (isHit[event.flow]?.[event.hop] === true) return true;
    const hop = ranges.length === 0 ? undefined : hopsAt(event.flow)[event.hop];
    return hop !== undefined && ranges.some((one) => isInRange(one, hop, event));
  };
}
