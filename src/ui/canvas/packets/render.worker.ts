import { Renderer } from './renderer.ts';
import type { ToRenderer } from './renderer.ts';

/*
 * Draws packets beside the page, so that they keep moving while the page is busy. The first message brings the
 * canvas. While time stands nothing runs here either.
 */

/** The first message. */
export interface Start {
  readonly kind: 'start';
  readonly canvas: OffscreenCanvas;
}

/** What the worker says: how many packets the last picture has. */
export interface Drawn {
  readonly tlps: number;
}

let renderer: Renderer | null = null;
let scheduled = 0;
let told = -1;

function draw(): void {
  scheduled = 0;
  if (renderer === null) return;
  const tlps = renderer.draw();
  if (tlps !== told) {
    told = tlps;
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no target origin.
    self.postMessage({ tlps } satisfies Drawn);
  }
  if (renderer.isGoing) schedule();
}

function schedule(): void {
  if (scheduled === 0) scheduled = self.requestAnimationFrame(draw);
}

self.addEventListener('message', (event: MessageEvent<Start | ToRenderer>) => {
  const message = event.data;
  if (message.kind === 'start') renderer = new Renderer(message.canvas);
  else renderer?.tell(message);
  schedule();
});
