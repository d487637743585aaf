import { create } from 'zustand';
import { enumerate } from '../core/machine/enumerate.ts';
import type { Diagnostic, Machine } from '../core/machine/types.ts';
import type { Scenario } from '../core/scenario/schema.ts';
import type { RunInfo } from '../worker/protocol.ts';
import { useDocument } from './document.ts';

/** What the document computes to. Follows every change of the document, through the simulation worker. */
export interface RunState {
  readonly status: 'idle' | 'running' | 'ready' | 'failed';
  /** Rises with every run; answers of an older run are dropped. */
  readonly epoch: number;
  /** null: the scenario cannot be a machine; `diagnostics` says why. */
  readonly machine: Machine | null;
  readonly diagnostics: readonly Diagnostic[];
  /** The last good run; kept while the next one is computed. */
  readonly run: RunInfo | null;
  /** One sentence for people when `status` is failed. */
  readonly problem: string | null;
}

export const useRun = create<RunState>()(() => ({
  status: 'idle',
  epoch: 0,
  machine: null,
  diagnostics: [],
  run: null,
  problem: null,
}));

/** Whether two documents can differ only in where things stand on the canvas and what they are titled. */
export function isSamePhysics(a: Scenario, b: Scenario): boolean {
  if (a.links !== b.links || a.transfers !== b.transfers || a.system !== b.system) return false;
  if (a.components === b.components) return true;
  if (a.components.length !== b.components.length) return false;
  return a.components.every((one, index) => {
    const other = b.components[index];
    if (one === other) return true;
    if (other === undefined) return false;
    const { position: _here, ...mine } = one;
    const { position: _there, ...theirs } = other;
    return JSON.stringify(mine) === JSON.stringify(theirs);
  });
}

/** Computes the machine of every document from now on. */
export function startRuns(): void {
  const load = (scenario: Scenario): void => {
    const { machine, diagnostics } = enumerate(scenario);
    const epoch = useRun.getState().epoch + 1;
    useRun.setState({ epoch, machine, diagnostics, status: machine ? 'ready' : 'failed' });
  };
  load(useDocument.getState().scenario);
  useDocument.subscribe((state, before) => {
    if (state.scenario === before.scenario) return;
    if (isSamePhysics(state.scenario, before.scenario)) return;
    load(state.scenario);
  });
}
