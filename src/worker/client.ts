import type { Machine } from '../core/machine/types.ts';
import type { BarQuestion, Bars, LookUpEvent, TraceEvent } from '../core/sim/types.ts';
import { frameBytes, readFrame } from './frame.ts';
import type { Frame } from './frame.ts';
import { createMailbox } from './mailbox.ts';
import type { Mailbox, MailboxOptions, SimProblem } from './mailbox.ts';
import type { RunInfo, ToWorker } from './protocol.ts';

export type SimClientOptions = Omit<MailboxOptions, 'patienceMs'> &
  Partial<Pick<MailboxOptions, 'patienceMs'>>;

/** What a machine loads to. */
export interface LoadedRun {
  readonly epoch: number;
  /** Why it is not simulated, as one sentence; null: it is. */
  readonly problem: string | null;
  readonly run: RunInfo | null;
}

/** Which event to step to, as `Run.step` takes it. */
export type StepRequest = Omit<Extract<ToWorker, { kind: 'step' }>, 'kind' | 'id'>;

/**
 * The simulation as promises. An answer about a run is null when it no longer matters: a newer machine
 * was loaded meanwhile, or the worker stopped.
 */
export interface SimClient {
  /** `epoch` tells this load from older ones, whose answers are dropped. */
  readonly load: (machine: Machine, epoch: number) => Promise<LoadedRun | null>;
  /**
   * Segments on a wire at any time in [fromPs, toPs]; valid until the next but one frame. null also while
   * two frames are still under way: ask again with the next animation frame.
   */
  readonly frame: (fromPs: number, toPs: number) => Promise<Frame | null>;
  readonly trace: (fromSeq: number, count: number) => Promise<readonly TraceEvent[] | null>;
  readonly bars: (question: BarQuestion) => Promise<Bars | null>;
  readonly lookUps: (fromPs: number, toPs: number) => Promise<readonly LookUpEvent[] | null>;
  readonly transaction: (tlpId: number) => Promise<readonly TraceEvent[] | null>;
  /** null also where there is no such event. */
  readonly step: (question: StepRequest) => Promise<TraceEvent | null>;
  /** Ends what the worker does now; nothing is loaded any more. */
  readonly cancel: () => void;
  /** Replaces the worker by a new one and loads the last machine into it again. */
  readonly restart: () => Promise<LoadedRun | null>;
  readonly dispose: () => void;
}

const DEFAULT_PATIENCE_MS = 20_000;
/** A load that takes longer is ended by the next one; a shorter one is waited for, as a new worker starts cold. */
const BUSY_MS = 150;
const FIRST_FRAME_SEGMENTS = 2048;
const FRAME_BUFFERS = 2;

/** Connects to a simulation worker, which it makes. */
export function createSimClient(options: SimClientOptions): SimClient {
  const mailbox = createMailbox({ patienceMs: DEFAULT_PATIENCE_MS, ...options });
  let last: { readonly machine: Machine; readonly epoch: number } | null = null;
  const isCurrent = (answer: { readonly epoch: number }): boolean => answer.epoch === last?.epoch;
  const askFrame = framePuller(mailbox, options.onProblem);

  let loadingSince: number | null = null;
  const load = async (machine: Machine, epoch: number): Promise<LoadedRun | null> => {
    last = { machine, epoch };
    // A run that nobody waits for any more must not delay this one.
    const isBusy = loadingSince !== null && performance.now() - loadingSince > BUSY_MS;
    if (isBusy) mailbox.restart();
    const since = performance.now();
    loadingSince = since;
    const answer = await mailbox.ask({ kind: 'load', machine, epoch, seed: 0 });
    if (loadingSince === since) loadingSince = null;
    if (answer?.kind !== 'loaded' || !isCurrent(answer)) return null;
    return { epoch, problem: answer.problem, run: answer.run };
  };

  return {
    load,
    frame: async (fromPs, toPs) => {
      const frame = await askFrame(fromPs, toPs);
      return frame !== null && isCurrent(frame) ? frame : null;
    },
    trace: async (fromSeq, count) => {
      const answer = await mailbox.ask({ kind: 'trace', fromSeq, count });
      return answer?.kind === 'trace' && isCurrent(answer) ? answer.events : null;
    },
    bars: async (question) => {
      const answer = await mailbox.ask({ kind: 'bars', question });
      return answer?.kind === 'bars' && isCurrent(answer) ? answer.bars : null;
    },
    lookUps: async (fromPs, toPs) => {
      const answer = await mailbox.ask({ kind: 'lookUps', fromPs, toPs });
      return answer?.kind === 'lookUps' && isCurrent(answer) ? answer.lookUps : null;
    },
    transaction: async (tlpId) => {
      const answer = await mailbox.ask({ kind: 'transaction', tlpId });
      return answer?.kind === 'transaction' && isCurrent(answer) ? answer.events : null;
    },
    step: async (question) => {
      const answer = await mailbox.ask({ kind: 'step', ...question });
      return answer?.kind === 'stepped' && isCurrent(answer) ? answer.event : null;
    },
    cancel: () => {
      loadingSince = null;
      mailbox.restart();
    },
    restart: async () => {
      mailbox.restart();
      return last === null ? null : load(last.machine, last.epoch);
    },
    dispose: mailbox.stop,
  };
}

/** Pulls frames with two buffers that travel to the worker and back; larger ones when a frame needs them. */
function framePuller(
  mailbox: Mailbox,
  onProblem: (problem: SimProblem) => void,
): (fromPs: number, toPs: number) => Promise<Frame | null> {
  let bytes = frameBytes(FIRST_FRAME_SEGMENTS);
  const home: ArrayBuffer[] = Array.from({ length: FRAME_BUFFERS }, () => new ArrayBuffer(bytes));
  const pull = async (fromPs: number, toPs: number): Promise<Frame | null> => {
    const kept = home.shift();
    if (kept === undefined) return null;
    const buffer = kept.byteLength >= bytes ? kept : new ArrayBuffer(bytes);
    const answer = await mailbox.ask({ kind: 'frame', fromPs, toPs, buffer }, [buffer]);
    if (answer?.kind !== 'frame') {
      home.push(new ArrayBuffer(bytes));
      return null;
    }
    home.push(answer.buffer);
    const read = readFrame(answer.buffer);
    if (!read.ok) {
      onProblem({ code: 'bug', message: 'A frame cannot be read.', detail: read.error });
      return null;
    }
    const { count, total } = read.value;
    if (total === count) return read.value;
    bytes = frameBytes(2 * total);
    return pull(fromPs, toPs);
  };
  return pull;
}
