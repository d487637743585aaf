import { create } from 'zustand';
import type { PathGeometry } from './path-geometry.ts';

/** How the selected path passes something on the canvas. */
export interface PathMark {
  /** The current hop is here. */
  readonly isHere: boolean;
  /** The TLP ended here against its will. */
  readonly isStopped: boolean;
  /** Names of the operands that decided the current hop, when it is here. */
  readonly decided: readonly string[];
}

/** The selected path as the parts of the canvas see it: each part looks up only itself. */
interface PathState {
  readonly geometry: PathGeometry | null;
  readonly marks: ReadonlyMap<string, PathMark>;
}

export const usePath = create<PathState>()(() => ({ geometry: null, marks: new Map() }));
