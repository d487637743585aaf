import { drawFrame } from './frames.ts';
import { ticksOf, useJourney } from './journey.ts';
import { isMotionReduced } from './motion.ts';
import { advance, presentTimeMap, usePlayback } from './playback.ts';
import { usePreferences } from './preferences.ts';
import { useRun } from './run.ts';
import { HOP_MS, wallOf } from './time-map.ts';

/*
 * The only loop of the program. It runs between Play and Pause, by animation frames, which the browser stops in
 * hidden tabs.
 */

/** A frame never moves time by more than this much wall time: after a stall the picture goes on, it does not jump. ms. */
const MAX_STEP_MS = 100;

/** The first visit's transaction takes no longer than this, ms. @source ux.md §5 */
const INTRO_MS = 5_000;

let request = 0;
let last = 0;
let factor = 1;
let waitedMs = 0;

/** Reduced motion: one hop after the other, each held for as long as a hop takes. */
function advanceByHops(elapsedMs: number): void {
  waitedMs += elapsedMs;
  if (waitedMs < HOP_MS) return;
  waitedMs = 0;
  const { events } = useJourney.getState();
  const { tPs, play } = usePlayback.getState();
  const next = ticksOf(events).find((tick) => tick > tPs);
  if (next === undefined) usePlayback.getState().pause();
  else {
    usePlayback.getState().seek(next);
    play();
  }
}

function tick(now: number): void {
  if (!usePlayback.getState().isPlaying) {
    request = 0;
    return;
  }
  const elapsedMs = Math.min(MAX_STEP_MS, Math.max(0, now - last));
  last = now;
  if (isMotionReduced()) advanceByHops(elapsedMs);
  else advance(elapsedMs * factor);
  drawFrame();
  request = requestAnimationFrame(tick);
}

/** Runs the loop whenever playback plays, from now on. */
export function startClock(): void {
  usePlayback.subscribe((state, before) => {
    if (!state.isPlaying) factor = 1;
    if (!state.isPlaying || before.isPlaying || request !== 0) return;
    last = performance.now();
    waitedMs = 0;
    request = requestAnimationFrame(tick);
  });
}

/**
 * The first visit: plays the followed transaction once, in five seconds at most, and comes back to its first hop,
 * explained. Not under reduced motion. Anything that the person does meanwhile ends it.
 */
export async function playIntro(): Promise<void> {
  const { hasVisited, set } = usePreferences.getState();
  set({ hasVisited: true });
  if (hasVisited || isMotionReduced()) return;
  await new Promise<void>((resolve) => {
    const check = (): boolean => useJourney.getState().events.length > 0;
    if (check()) resolve();
    const stop = useJourney.subscribe(() => {
      if (!check()) return;
      stop();
      resolve();
    });
  });
  const ticks = ticksOf(useJourney.getState().events);
  const first = ticks[0] ?? 0;
  const end = ticks.at(-1) ?? 0;
  const { tPs, isPlaying, seek, play } = usePlayback.getState();
  if (isPlaying || tPs !== 0) return;
  const map = presentTimeMap();
  seek(first);
  const { run } = useRun.getState();
  const stop = usePlayback.subscribe((state, before) => {
    if (state.isPlaying || !before.isPlaying) return;
    stop();
    const isDone = before.stopPs === end && state.tPs >= end && useRun.getState().run === run;
    if (isDone) usePlayback.getState().seek(first);
  });
  play(end);
  factor = Math.max(1, (wallOf(map, end) - wallOf(map, first)) / INTRO_MS);
}
