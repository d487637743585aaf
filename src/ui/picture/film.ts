import { err, ok } from '../../core/base/result.ts';
import type { Result } from '../../core/base/result.ts';
import { onFrame } from '../../store/frames.ts';
import { useJourney } from '../../store/journey.ts';
import { usePlayback } from '../../store/playback.ts';
import { useRun } from '../../store/run.ts';
import { useView } from '../../store/view.ts';
import { Renderer } from '../canvas/packets/renderer.ts';
import { strings } from '../strings/export.ts';
import { drawPicture, svgText } from './present-picture.tsx';
import { imageOf } from './raster.ts';
import { themeColors } from './serialise.ts';
import type { PictureTheme } from './serialise.ts';

/** Films are at most this wide or high, px. */
const EDGE = 1920;
const FRAMES_PER_SECOND = 30;
/** A film ends here even if the run does not, ms. */
const LONGEST_MS = 120_000;
/** The last picture stays, ms. */
const REST_MS = 600;

const TYPES = ['video/webm;codecs=vp9', 'video/webm;codecs=vp8', 'video/webm'];

let stopNow: (() => void) | null = null;

/** Ends the film that is being recorded; what was recorded is kept. */
export function stopFilm(): void {
  stopNow?.();
}

function recorderType(): string | undefined {
  if (typeof MediaRecorder === 'undefined') return undefined;
  return TYPES.find((type) => MediaRecorder.isTypeSupported(type));
}

/** Plays the run from its beginning and draws every frame, until it ends. */
async function playThrough(draw: (tPs: number) => void, signal: AbortSignal): Promise<void> {
  const before = usePlayback.getState().tPs;
  const stopDrawing = onFrame((_segments, tPs) => draw(tPs));
  usePlayback.getState().pause();
  usePlayback.getState().seek(0);
  usePlayback.getState().play();
  await new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
    const stop = usePlayback.subscribe(({ isPlaying }) => {
      if (isPlaying) return;
      stop();
      resolve();
    });
  });
  usePlayback.getState().pause();
  await new Promise((resolve) => {
    setTimeout(resolve, REST_MS);
  });
  stopDrawing();
  usePlayback.getState().seek(before);
}

/** Films the run at the speed that is set: the picture, and on it the packets of every instant. */
export async function film(theme: PictureTheme): Promise<Result<Blob, string>> {
  const type = recorderType();
  if (type === undefined) return err(strings.noRecorder);
  const { machine, run } = useRun.getState();
  if (machine === null || run === null || run.endPs === 0) return err(strings.noRun);
  const drawn = drawPicture(theme, null);
  const { bounds, scene } = drawn;
  const zoom = Math.min(1, EDGE / Math.max(bounds.width, bounds.height));
  // Encoders want even sizes.
  const [width, height] = [bounds.width, bounds.height].map(
    (edge) => 2 * Math.ceil((edge * zoom) / 2),
  );
  const ground = await imageOf(svgText(drawn));
  const canvas = document.createElement('canvas');
  const layer = document.createElement('canvas');
  canvas.width = width ?? 0;
  canvas.height = height ?? 0;
  const context = canvas.getContext('2d');
  if (context === null) return err(strings.noPicture);
  const renderer = new Renderer(layer);
  renderer.tell({ kind: 'scene', machine, scene, flows: run.flows });
  renderer.tell({ kind: 'colors', colors: themeColors(theme) });
  renderer.tell({
    kind: 'view',
    view: {
      left: -bounds.x * zoom,
      top: -bounds.y * zoom,
      zoom,
      width: canvas.width,
      height: canvas.height,
      ratio: 1,
    },
  });
  let known: ArrayBuffer | null = null;
  const stopSegments = onFrame(({ buffer }) => {
    if (buffer === known) return;
    known = buffer;
    renderer.tell({ kind: 'segments', buffer: buffer?.slice(0) ?? null });
  });
  const draw = (tPs: number): void => {
    const { events } = useJourney.getState();
    renderer.tell({ kind: 'followed', events, here: useView.getState().tlpId });
    renderer.tell({ kind: 'time', tPs, going: null });
    renderer.draw();
    context.drawImage(ground, 0, 0, canvas.width, canvas.height);
    context.drawImage(layer, 0, 0);
  };
  draw(0);
  const recorder = new MediaRecorder(canvas.captureStream(FRAMES_PER_SECOND), {
    mimeType: type,
    videoBitsPerSecond: 6_000_000,
  });
  const parts: Blob[] = [];
  recorder.addEventListener('dataavailable', ({ data }) => parts.push(data));
  const ended = new Promise((resolve) => {
    recorder.addEventListener('stop', resolve, { once: true });
  });
  const stop = new AbortController();
  stopNow = () => stop.abort();
  const limit = setTimeout(() => stop.abort(), LONGEST_MS);
  recorder.start(1000);
  await playThrough(draw, stop.signal);
  clearTimeout(limit);
  stopNow = null;
  stopSegments();
  recorder.stop();
  await ended;
  return ok(new Blob(parts, { type: 'video/webm' }));
}
