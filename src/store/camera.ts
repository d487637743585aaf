import { hopsOf } from '../core/pcie/hops-of.ts';
import { componentAt } from '../core/pcie/component-at.ts';
import { useRun } from './run.ts';
import { useView } from './view.ts';
import { requestViewport } from './viewport.ts';

/** Keeps the component of the hop explained in the middle of the canvas, from now on, while a person wants it. */
export function startCamera(): void {
  useView.subscribe((state, before) => {
    const isMoved = state.flow !== before.flow || state.hop !== before.hop || !before.isFollowing;
    if (!state.isFollowing || !isMoved) return;
    const { machine, run } = useRun.getState();
    const info = run?.flows[state.flow ?? 0];
    const hops = info && hopsOf(info);
    const hop = hops?.[state.hop ?? 0];
    const id = machine && hop ? componentAt(machine, hop.place) : null;
    if (id !== null) requestViewport({ kind: 'centre', id });
  });
}
