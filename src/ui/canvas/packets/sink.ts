import type { Renderer, ToRenderer } from './renderer.ts';
import type { Drawn, Start } from './render.worker.ts';

/** Where pictures are drawn: in a worker, or on the page where the browser cannot do that. */
export interface Sink {
  readonly tell: (message: ToRenderer) => void;
  /** Whether it draws on by itself while time goes on. */
  readonly isOwnClock: boolean;
  readonly stop: () => void;
}

/** Adds a canvas that fills its parent. */
function addCanvas(parent: HTMLElement): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.className = 'block size-full';
  parent.replaceChildren(canvas);
  return canvas;
}

/** Draws on the page, once per animation frame in which something was told. Few browsers need it, so it is loaded then. */
function pageSink(parent: HTMLElement, onDrawn: (tlps: number) => void): Sink {
  const canvas = addCanvas(parent);
  const early: ToRenderer[] = [];
  let renderer: Renderer | null = null;
  let scheduled = 0;
  const draw = (): void => {
    scheduled = 0;
    if (renderer !== null) onDrawn(renderer.draw());
  };
  const tell = (message: ToRenderer): void => {
    if (renderer === null) early.push(message);
    else {
      renderer.tell(message);
      if (scheduled === 0) scheduled = requestAnimationFrame(draw);
    }
  };
  const start = async (): Promise<void> => {
    const loaded = await import('./renderer.ts');
    renderer = new loaded.Renderer(canvas);
    for (const message of early) tell(message);
  };
  void start();
  return { tell, isOwnClock: false, stop: () => cancelAnimationFrame(scheduled) };
}

/**
 * Makes the place where packets are drawn inside `parent`: a worker with the canvas of its own; the page itself
 * where there are no such canvases, or where the worker fails.
 *
 * @param onDrawn hears how many packets the last picture has.
 * @param onNew called with the page's own sink when the worker has failed: everything must be told again.
 */
export function openSink(
  parent: HTMLElement,
  onDrawn: (tlps: number) => void,
  onNew: (sink: Sink) => void,
): Sink {
  const canvas = addCanvas(parent);
  if (typeof canvas.transferControlToOffscreen !== 'function' || typeof Worker === 'undefined') {
    return pageSink(parent, onDrawn);
  }
  const worker = new Worker(new URL('./render.worker.ts', import.meta.url), { type: 'module' });
  const offscreen = canvas.transferControlToOffscreen();
  worker.addEventListener('message', ({ data }: MessageEvent<Drawn>) => onDrawn(data.tlps));
  worker.addEventListener('error', (event) => {
    event.preventDefault();
    worker.terminate();
    onNew(pageSink(parent, onDrawn));
  });
  const start: Start = { kind: 'start', canvas: offscreen };
  worker.postMessage(start, [offscreen]);
  return {
    tell: (message) => {
      const moved = message.kind === 'segments' && message.buffer ? [message.buffer] : [];
      worker.postMessage(message, moved);
    },
    isOwnClock: true,
    stop: () => worker.terminate(),
  };
}
