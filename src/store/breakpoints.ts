import { hopsOf } from '../core/pcie/hops-of.ts';
import { create } from 'zustand';
import { componentAt } from '../core/pcie/component-at.ts';
import type { Hop } from '../core/pcie/types.ts';
import type { Breakpoint } from '../core/sim/breakpoints.ts';
import { useRun } from './run.ts';
import { useView } from './view.ts';

export type { Breakpoint } from '../core/sim/breakpoints.ts';

/* Where playing stops. Breakpoints are part of how a person looks at a run, not of the document. */

interface BreakpointState {
  readonly breakpoints: readonly Breakpoint[];
  /** Sets a breakpoint, or removes the one that is the same. */
  readonly toggle: (breakpoint: Breakpoint) => void;
  readonly clear: () => void;
}

/** Names a breakpoint: the same name is the same breakpoint. */
export function breakpointKey(breakpoint: Breakpoint): string {
  switch (breakpoint.kind) {
    case 'component':
    case 'link':
      return `${breakpoint.kind} ${breakpoint.id}`;
    case 'rule':
      return `rule ${breakpoint.rule}`;
    case 'address':
      return `address ${breakpoint.from}-${breakpoint.to}`;
    case 'fault':
      return 'fault';
  }
}

export const useBreakpoints = create<BreakpointState>()((set, get) => ({
  breakpoints: [],
  toggle: (breakpoint) => {
    const key = breakpointKey(breakpoint);
    const { breakpoints } = get();
    const others = breakpoints.filter((one) => breakpointKey(one) !== key);
    const isSet = others.length < breakpoints.length;
    set({ breakpoints: isSet ? others : [...others, breakpoint] });
  },
  clear: () => set({ breakpoints: [] }),
}));

/** Whether a breakpoint is set at a component or on a link. */
export function useHasBreakpoint(kind: 'component' | 'link', id: string): boolean {
  return useBreakpoints(({ breakpoints }) =>
    breakpoints.some((one) => one.kind === kind && one.id === id),
  );
}

/** The hop that is explained now. */
function hereHop(): Hop | null {
  const { run } = useRun.getState();
  const { flow, hop } = useView.getState();
  const info = run?.flows[flow ?? 0];
  const hops = info && hopsOf(info);
  return hops?.[hop ?? 0] ?? null;
}

/** Sets or removes a breakpoint at what is selected: a component or link; else at the component of the hop explained. */
export function breakpointHere(): void {
  const { machine } = useRun.getState();
  const { toggle } = useBreakpoints.getState();
  const id = useView.getState().selection.at(-1);
  const hop = hereHop();
  if (id !== undefined) {
    const isLink = machine?.links.some((link) => link.id === id) === true;
    toggle({ kind: isLink ? 'link' : 'component', id });
    return;
  }
  const here = machine && hop ? componentAt(machine, hop.place) : null;
  if (here !== null) toggle({ kind: 'component', id: here });
}

/** Sets or removes a breakpoint on the rule of the hop that is explained. */
export function toggleRuleBreakpoint(): void {
  const hop = hereHop();
  if (hop) useBreakpoints.getState().toggle({ kind: 'rule', rule: hop.rule });
}
