import { create } from 'zustand';
import type { Hop } from '../../core/pcie/types.ts';
import type { TlpClass } from '../words/tlp-kind.ts';
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

/** What of a path is drawn: its hops, which of them is the current one (-1: none), and the class of its TLPs. */
export interface DrawnPath {
  readonly hops: readonly Hop[];
  readonly here: number;
  readonly class: TlpClass;
}

/** The selected path as the parts of the canvas see it: each part looks up only itself. */
interface PathState {
  readonly drawn: DrawnPath | null;
  readonly geometry: PathGeometry | null;
  readonly marks: ReadonlyMap<string, PathMark>;
}

export const usePath = create<PathState>()(() => ({
  drawn: null,
  geometry: null,
  marks: new Map(),
}));
