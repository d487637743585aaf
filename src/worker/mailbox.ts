import { PROTOCOL_VERSION } from './protocol.ts';
import type { FromWorker, ToWorker } from './protocol.ts';

/** What happens on a connection. */
export interface PortListener {
  readonly message: (message: FromWorker) => void;
  readonly crash: (message: string) => void;
}

/** A worker as the client sees it; tests give it a host in the same thread. */
export interface WorkerPort {
  readonly post: (message: ToWorker, transfer: ArrayBuffer[]) => void;
  readonly listen: (listener: PortListener) => void;
  readonly terminate: () => void;
}

/**
 * Why the simulation stopped answering. bug: it reported one, and goes on. crash: the worker died. hung:
 * it did not answer in time. protocol: page and worker are of different versions; reload the page.
 */
export interface SimProblem {
  readonly code: 'bug' | 'crash' | 'hung' | 'protocol';
  readonly message: string;
  readonly detail: string;
}

export interface MailboxOptions {
  /** Makes a worker; called again by every `restart`. */
  readonly spawn: () => WorkerPort;
  /** Told once per problem. After crash, hung and protocol nothing is answered until `restart`. */
  readonly onProblem: (problem: SimProblem) => void;
  /** Told how much of a load is done, 0 to 1. */
  readonly onProgress?: (epoch: number, share: number) => void;
  /** How long a request may take without a word, ms. */
  readonly patienceMs: number;
}

type Answer = Exclude<FromWorker, { kind: 'ready' | 'error' | 'progress' }>;
type WithoutId<Message> = Message extends ToWorker ? Omit<Message, 'id'> : never;

/** Requests to a worker and their answers, matched by id. */
export interface Mailbox {
  /** The answer; null when the worker reported a bug, stopped, or is not there. */
  readonly ask: (request: WithoutId<ToWorker>, transfer?: ArrayBuffer[]) => Promise<Answer | null>;
  readonly restart: () => void;
  /** Ends the worker; everything that waits is answered with null. */
  readonly stop: () => void;
}

interface Waiting {
  readonly settle: (answer: Answer | null) => void;
  /** Starts waiting anew. */
  readonly prolong: () => void;
  timer: ReturnType<typeof setTimeout>;
}

/** Makes a worker and opens a mailbox to it. */
export function createMailbox(options: MailboxOptions): Mailbox {
  const { spawn, onProblem, onProgress, patienceMs } = options;
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  let port: WorkerPort | null = null;

  const settle = (id: number, answer: Answer | null): void => {
    const entry = waiting.get(id);
    if (entry === undefined) return;
    waiting.delete(id);
    clearTimeout(entry.timer);
    entry.settle(answer);
  };

  const stop = (): void => {
    port?.terminate();
    port = null;
    for (const id of waiting.keys()) settle(id, null);
  };

  const fail = (problem: SimProblem): void => {
    stop();
    onProblem(problem);
  };

  const receive = (message: FromWorker): void => {
    if (message.kind === 'ready') {
      if (message.protocol === PROTOCOL_VERSION) return;
      const detail = `page ${PROTOCOL_VERSION}, worker ${message.protocol}`;
      fail({ code: 'protocol', message: 'The page and its worker differ: reload it.', detail });
    } else if (message.kind === 'error') {
      if (message.id !== null) settle(message.id, null);
      onProblem({ code: 'bug', message: message.message, detail: message.detail });
    } else if (message.kind === 'progress') {
      waiting.get(message.id)?.prolong();
      onProgress?.(message.epoch, message.share);
    } else {
      settle(message.id, message);
    }
  };

  const restart = (): void => {
    stop();
    const made = spawn();
    port = made;
    made.listen({
      message: (message) => {
        if (port === made) receive(message);
      },
      crash: (message) => {
        if (port === made) fail({ code: 'crash', message, detail: '' });
      },
    });
  };

  restart();
  return {
    restart,
    stop,
    ask: (request, transfer = []) => {
      const sentTo = port;
      if (sentTo === null) return Promise.resolve(null);
      const id = ++lastId;
      return new Promise((resolve) => {
        const start = () =>
          setTimeout(() => {
            const detail = `no answer to ${request.kind} for ${patienceMs} ms`;
            fail({ code: 'hung', message: 'The simulation does not answer.', detail });
          }, patienceMs);
        const entry: Waiting = {
          settle: resolve,
          timer: start(),
          prolong: () => {
            clearTimeout(entry.timer);
            entry.timer = start();
          },
        };
        waiting.set(id, entry);
        sentTo.post({ ...request, id }, transfer);
      });
    },
  };
}
