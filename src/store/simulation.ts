import type { enumerate as Enumerate } from '../core/machine/enumerate.ts';
import type { Diagnostic, Machine } from '../core/machine/types.ts';
import type { Scenario } from '../core/scenario/schema.ts';
import { createSimClient } from '../worker/client.ts';
import type { LoadedRun, SimClient } from '../worker/client.ts';
import type { WorkerPort } from '../worker/mailbox.ts';
import { spawnSimWorker } from '../worker/spawn.ts';
import { useDocument } from './document.ts';
import { connectFrames } from './frames.ts';
import { connectJourney, followAfterRun } from './follow.ts';
import { withPart } from './later.ts';
import { notify } from './notices.ts';
import { usePlayback } from './playback.ts';
import { useRun } from './run.ts';
import { connectSteps } from './step.ts';
import { connectTrace } from './trace.ts';

/** Whether two documents can differ only in where things stand on the canvas and what they are called. */
export function isSamePhysics(a: Scenario, b: Scenario): boolean {
  if (
    a.links !== b.links ||
    a.transfers !== b.transfers ||
    a.system !== b.system ||
    a.actions !== b.actions
  )
    return false;
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

let client: SimClient | null = null;
let enumerate: typeof Enumerate | null = null;

/** The remarks about a machine, and why it is not simulated. */
function withProblem(known: readonly Diagnostic[], message: string | null): readonly Diagnostic[] {
  if (message === null) return known;
  const problem: Diagnostic = { severity: 'error', code: 'too-large', subject: '', message };
  return [...known.filter(({ code }) => code !== 'too-large'), problem];
}

/** Shows a new run: time is kept where it still exists, and so is what was followed. */
async function accept(loaded: LoadedRun | null, machine: Machine): Promise<void> {
  if (loaded === null || client === null) return;
  const source = client;
  const { run, problem: message } = loaded;
  const before = useRun.getState();
  useRun.setState({
    // Machine and run change together: a run's places are indices into its own machine.
    machine,
    run,
    status: run === null ? 'failed' : 'ready',
    diagnostics: withProblem(before.diagnostics, message),
    problem: null,
    hasCrashed: false,
  });
  connectTrace(
    run === null
      ? null
      : {
          eventCount: run.eventCount,
          events: async (fromSeq, count) => (await source.trace(fromSeq, count)) ?? [],
          bars: source.bars,
          lookUps: async (fromPs, toPs) => (await source.lookUps(fromPs, toPs)) ?? [],
        },
  );
  const { pendingPs, tPs, seek } = usePlayback.getState();
  await followAfterRun(before.run, run);
  const isCurrent = useRun.getState().epoch === loaded.epoch;
  if (pendingPs === null || isCurrent) seek(pendingPs ?? tPs);
  if (isCurrent) usePlayback.setState({ pendingPs: null });
}

/** The machine that is being run; null while there is none. */
let loading: Machine | null = null;

/** Another document's run is no use to this one; an edit's predecessor stays on screen until the new run is there. */
function load(scenario: Scenario, isOther: boolean): void {
  if (enumerate === null) return;
  const { machine, diagnostics } = enumerate(scenario);
  const epoch = useRun.getState().epoch + 1;
  loading = machine;
  if (machine === null) {
    useRun.setState({ epoch, machine, diagnostics, run: null, status: 'failed' });
    connectTrace(null);
    void followAfterRun(null, null);
    return;
  }
  useRun.setState({
    epoch,
    diagnostics,
    status: 'running',
    progress: null,
    ...(isOther ? { machine, run: null } : {}),
  });
  void client?.load(machine, epoch).then((loaded) => accept(loaded, machine));
}

/**
 * Computes the machine and the run of every document from now on.
 *
 * @param spawn makes the worker; tests give one in their own thread.
 */
export async function startSimulation(spawn: () => WorkerPort = spawnSimWorker): Promise<void> {
  client = createSimClient({
    spawn,
    onProgress: (epoch, progress) => {
      if (epoch === useRun.getState().epoch) useRun.setState({ progress });
    },
    onProblem: (problem) => {
      if (problem.code === 'bug') notify({ kind: 'problem', text: problem.message });
      else useRun.setState({ hasCrashed: true, status: 'failed', problem: problem.message });
    },
  });
  connectFrames(client.frame);
  connectJourney(client);
  connectSteps(client.step);
  // The document is drawn before its machine is numbered, and the worker starts meanwhile.
  await withPart(
    () => import('../core/machine/enumerate.ts'),
    (part) => {
      enumerate = part.enumerate;
    },
  );
  load(useDocument.getState().scenario, true);
  useDocument.subscribe((state, before) => {
    if (state.scenario === before.scenario && state.id === before.id) return;
    if (state.id === before.id && isSamePhysics(state.scenario, before.scenario)) return;
    load(state.scenario, state.id !== before.id);
  });
}

/** Ends the run that is being simulated; the last good one stays on screen. */
export function cancelRun(): void {
  if (useRun.getState().status !== 'running') return;
  client?.cancel();
  useRun.setState({ status: 'cancelled', progress: null });
}

/** Starts the simulation worker again after it stopped, with the present document. */
export function restartSimulation(): void {
  useRun.setState({ hasCrashed: false, status: 'running', progress: null, problem: null });
  const machine = loading;
  if (machine !== null) void client?.restart().then((loaded) => accept(loaded, machine));
}
