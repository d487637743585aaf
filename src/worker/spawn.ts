import type { FromWorker } from './protocol.ts';
import type { WorkerPort } from './mailbox.ts';

/** Makes the simulation worker of the page. */
export function spawnSimWorker(): WorkerPort {
  const worker = new Worker(new URL('./sim.worker.ts', import.meta.url), { type: 'module' });
  return {
    post: (message, transfer) => worker.postMessage(message, transfer),
    terminate: () => worker.terminate(),
    listen: ({ message, crash }) => {
      worker.addEventListener('message', (event: MessageEvent<FromWorker>) => message(event.data));
      worker.addEventListener('error', (event) => crash(event.message));
      worker.addEventListener('messageerror', () => crash('a message could not be read'));
    },
  };
}
