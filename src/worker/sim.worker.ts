import { createHost } from './host.ts';
import type { ToWorker } from './protocol.ts';

const onMessage = createHost((message, transfer = []) => self.postMessage(message, { transfer }));
self.addEventListener('message', (event: MessageEvent<ToWorker>) => onMessage(event.data));
