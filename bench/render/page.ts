import { drawReactFlowAnimated, drawAnimateMotion, drawReactSvg } from './peers.tsx';
import { going, messages } from './picture.ts';
import { Renderer } from '../../src/ui/canvas/packets/renderer.ts';
import { wallNow } from '../../src/ui/canvas/packets/wall-now.ts';

/* One technique at a time: `?way=worker&tlps=1000&busy=0`. `window.frames_` counts pictures drawn. */

declare global {
  interface Window {
    drawn: number;
  }
}

const query = new URLSearchParams(window.location.search);
const tlps = Number(query.get('tlps') ?? 1000);
const busyShare = Number(query.get('busy') ?? 0);
const root = document.querySelector<HTMLElement>('#root');
if (!root) throw new Error('the page has a root');
window.drawn = 0;

/** Keeps the page busy for a share of its time, in pieces of 100 ms. */
function keepBusy(share: number): void {
  if (share === 0) return;
  setInterval(() => {
    const end = performance.now() + 100 * share;
    while (performance.now() < end);
  }, 100);
}

/** Counts the frames of the page: for techniques that draw in them. */
function countFrames(each: () => void = () => undefined): void {
  const frame = (): void => {
    each();
    window.drawn += 1;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}

function canvasIn(parent: HTMLElement): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.style.cssText = 'display:block;width:100%;height:100%';
  parent.append(canvas);
  return canvas;
}

const { clientWidth: width, clientHeight: height } = root;
const ways: Readonly<Record<string, () => void>> = {
  worker: () => {
    const offscreen = canvasIn(root).transferControlToOffscreen();
    const worker = new Worker(new URL('./counting.worker.ts', import.meta.url), { type: 'module' });
    worker.addEventListener('message', ({ data }: MessageEvent<{ readonly frames: number }>) => {
      window.drawn = data.frames;
    });
    worker.postMessage({ kind: 'start', canvas: offscreen }, [offscreen]);
    for (const message of [...messages(tlps, width, height), going(wallNow())]) {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no target origin.
      worker.postMessage(message);
    }
  },
  page: () => {
    const renderer = new Renderer(canvasIn(root));
    for (const message of messages(tlps, width, height)) renderer.tell(message);
    renderer.tell(going(wallNow()));
    countFrames(() => renderer.draw());
  },
  reactFlow: () => {
    drawReactFlowAnimated(root, tlps);
    countFrames();
  },
  animateMotion: () => {
    drawAnimateMotion(root, tlps);
    countFrames();
  },
  reactSvg: () => drawReactSvg(root, tlps, () => (window.drawn += 1)),
};
ways[query.get('way') ?? 'worker']?.();
keepBusy(busyShare);
