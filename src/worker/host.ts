import { loadConnect } from '../core/iommu/load-models.ts';
import { barsOf } from '../core/sim/bars.ts';
import { DEFAULT_LIMITS, playRun, sizeProblem } from '../core/sim/run.ts';
import type { Run } from '../core/sim/run.ts';
import { frameWriter } from './frame.ts';
import { PROTOCOL_VERSION } from './protocol.ts';
import type { FromWorker, RunInfo, ToWorker } from './protocol.ts';

/** Sends a message to the page; buffers in `transfer` change hands. */
export type Post = (message: FromWorker, transfer?: ArrayBuffer[]) => void;

interface Loaded {
  readonly epoch: number;
  readonly run: Run | null;
}

function infoOf(epoch: number, run: Run): RunInfo {
  const { flows, endPs, eventCount, tlpCount, transfers, plans, links, isTruncated, digest32 } =
    run;
  return {
    epoch,
    flows,
    endPs,
    eventCount,
    tlpCount,
    transfers,
    plans,
    lives: run.lives,
    iommus: run.iommus,
    links,
    isTruncated,
    deadlock: run.deadlock,
    errorTimes: run.errorTimes,
    digest32,
  };
}

/**
 * The simulation behind the worker protocol, free of any worker: it answers every message through `post`.
 * Says `ready` at once. Messages are answered one after another: what comes while the models of a machine are being
 * fetched waits for its run. A bug becomes an `error` message; before a machine is loaded, and where it is too
 * large, every answer is empty.
 */
export function createHost(post: Post): (message: ToWorker) => void {
  let loaded: Loaded = { epoch: 0, run: null };

  const answer = async (message: ToWorker): Promise<void> => {
    const { id } = message;
    const { epoch, run } = loaded;
    switch (message.kind) {
      case 'load': {
        loaded = { epoch: message.epoch, run: null };
        run?.release();
        const problem = sizeProblem(message.machine);
        if (problem !== null) {
          post({ kind: 'loaded', id, epoch: message.epoch, problem, run: null });
          return;
        }
        const connect = await loadConnect(message.machine.scenario);
        const made = playRun(message.machine, connect, DEFAULT_LIMITS, (share) =>
          post({ kind: 'progress', id, epoch: message.epoch, share }),
        );
        loaded = { epoch: message.epoch, run: made };
        const info = infoOf(message.epoch, made);
        post({ kind: 'loaded', id, epoch: message.epoch, problem, run: info });
        return;
      }
      case 'frame': {
        const writer = frameWriter(message.buffer, epoch, message.toPs);
        run?.visitSegments(message.fromPs, message.toPs, writer.add);
        writer.close();
        post({ kind: 'frame', id, epoch, buffer: message.buffer }, [message.buffer]);
        return;
      }
      case 'trace': {
        const events = run?.events(message.fromSeq, message.count) ?? [];
        post({ kind: 'trace', id, epoch, events, totalSeq: run?.eventCount ?? 0 });
        return;
      }
      case 'bars': {
        const bars = run ? barsOf(run, message.question) : { links: [], iommus: [] };
        post({ kind: 'bars', id, epoch, bars });
        return;
      }
      case 'lookUps': {
        const lookUps = run?.lookUps(message.fromPs, message.toPs) ?? [];
        post({ kind: 'lookUps', id, epoch, lookUps });
        return;
      }
      case 'transaction': {
        post({ kind: 'transaction', id, epoch, events: run?.transaction(message.tlpId) ?? [] });
        return;
      }
      case 'step': {
        post({ kind: 'stepped', id, epoch, event: run?.step(message) ?? null });
        return;
      }
      default:
        message satisfies never;
    }
  };

  post({ kind: 'ready', protocol: PROTOCOL_VERSION });
  let work = Promise.resolve();
  return (message) => {
    work = work
      .then(() => answer(message))
      .catch((error: unknown) => {
        const isError = error instanceof Error;
        post({
          kind: 'error',
          id: message.id,
          code: 'bug',
          message: isError ? error.message : String(error),
          detail: isError ? (error.stack ?? '') : '',
        });
      });
  };
}
