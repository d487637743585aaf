import { Renderer } from '../../src/ui/canvas/packets/renderer.ts';
import type { ToRenderer } from '../../src/ui/canvas/packets/renderer.ts';

/* The render worker with a counter of its frames. */

type In = { readonly kind: 'start'; readonly canvas: OffscreenCanvas } | ToRenderer;

let renderer: Renderer | null = null;
let frames = 0;

function draw(): void {
  renderer?.draw();
  frames += 1;
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no target origin.
  if (frames % 5 === 0) self.postMessage({ frames });
  self.requestAnimationFrame(draw);
}

self.addEventListener('message', ({ data }: MessageEvent<In>) => {
  if (data.kind === 'start') {
    renderer = new Renderer(data.canvas);
    self.requestAnimationFrame(draw);
  } else {
    renderer?.tell(data);
  }
});
