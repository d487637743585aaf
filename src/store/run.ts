import { create } from 'zustand';
import type { Diagnostic, Machine } from '../core/machine/types.ts';
import type { RunInfo } from '../worker/protocol.ts';

/** What the document computes to. Follows every change of the document, through the simulation worker. */
export interface RunState {
  readonly status: 'idle' | 'running' | 'ready' | 'failed' | 'cancelled';
  /** How much of the run is simulated, 0 to 1; null: not known yet. */
  readonly progress: number | null;
  /** Rises with every run; answers of an older run are dropped. */
  readonly epoch: number;
  /** null: the scenario cannot be a machine; `diagnostics` says why. */
  readonly machine: Machine | null;
  readonly diagnostics: readonly Diagnostic[];
  /** The last good run; kept while the next one is computed. */
  readonly run: RunInfo | null;
  /** One sentence for people when `status` is failed. */
  readonly problem: string | null;
  /** The simulation worker died or hangs; the last good run stays on screen. */
  readonly hasCrashed: boolean;
}

export const useRun = create<RunState>()(() => ({
  status: 'idle',
  progress: null,
  epoch: 0,
  machine: null,
  diagnostics: [],
  run: null,
  problem: null,
  hasCrashed: false,
}));
