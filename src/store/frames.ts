import { readFrame } from '../worker/frame.ts';
import { instantOf, wallOf } from './time-map.ts';
import { presentTimeMap, usePlayback } from './playback.ts';
import { useRun } from './run.ts';

/*
 * Frames reach the overlay here and never pass through React or a store. Segments are pulled: while playing,
 * a window a little ahead of time; while paused, one instant and then nothing. Nothing runs while paused: a frame
 * is delivered when the instant, the run or the canvas changes, and once per animation frame while playing.
 */

/** The segments that overlap the instants asked for, read straight out of the worker's buffer. Index 0 to count - 1. */
export interface SegmentReader {
  /** The frame itself, for a reader in another thread; null: there is none. */
  readonly buffer: ArrayBuffer | null;
  readonly count: number;
  readonly tlpId: (index: number) => number;
  /** Index in the run's flow list. */
  readonly flow: (index: number) => number;
  /** Directed link: 2 x link index + 0 up, + 1 down. */
  readonly link: (index: number) => number;
  readonly startPs: (index: number) => number;
  readonly arrivePs: (index: number) => number;
}

/** Draws the instant `tPs`; segments that do not overlap it are to be skipped. */
export type FrameListener = (segments: SegmentReader, tPs: number) => void;

/** Asks for the segments on a link at any time in [fromPs, toPs]; null: not now, ask again. */
type FrameSource = (fromPs: number, toPs: number) => Promise<SegmentReader | null>;

/** While playing, segments are asked for this far ahead of what is shown, ms of the wall clock. */
const AHEAD_MS = 250;

/**
 * Segments are asked for this long before and after what is shown, ps: a TLP inside a component is between two
 * of them, and is drawn there. Longer waits than this are not seen.
 */
const INSIDE_PS = 1_000_000;

/** No TLP is on a wire. */
export const NOTHING: SegmentReader = {
  buffer: null,
  count: 0,
  tlpId: () => 0,
  flow: () => 0,
  link: () => 0,
  startPs: () => 0,
  arrivePs: () => 0,
};

/** Reads a copy of a frame; one that cannot be read shows nothing. */
export function readSegments(buffer: ArrayBuffer): SegmentReader {
  const frame = readFrame(buffer);
  return frame.ok ? frame.value : NOTHING;
}

/** What the last answer covers. */
interface Covered {
  readonly epoch: number;
  readonly fromPs: number;
  readonly toPs: number;
  readonly segments: SegmentReader;
}

const listeners = new Set<FrameListener>();
let source: FrameSource | null = null;
let covered: Covered | null = null;
let isPulling = false;
let scheduled = 0;

function draw(): void {
  const { tPs } = usePlayback.getState();
  const segments = covered?.epoch === useRun.getState().epoch ? covered.segments : NOTHING;
  for (const listener of listeners) listener(segments, tPs);
}

function isCovered(tPs: number): boolean {
  if (covered === null || covered.epoch !== useRun.getState().epoch) return false;
  return covered.fromPs <= tPs && tPs <= covered.toPs;
}

/** The end of the window that is worth asking for from here, ps. */
function windowEnd(tPs: number): number {
  if (!usePlayback.getState().isPlaying) return tPs;
  const map = presentTimeMap();
  return instantOf(map, wallOf(map, tPs) + AHEAD_MS);
}

async function pull(): Promise<void> {
  if (isPulling || source === null || useRun.getState().run === null) return;
  const { tPs } = usePlayback.getState();
  const { epoch } = useRun.getState();
  const toPs = windowEnd(tPs);
  isPulling = true;
  const segments = await source(Math.max(0, tPs - INSIDE_PS), toPs + INSIDE_PS);
  isPulling = false;
  if (segments !== null && epoch === useRun.getState().epoch) {
    covered = { epoch, fromPs: tPs, toPs, segments };
  }
  requestFrame();
}

/** Draws the present instant now, and asks for its segments where they are not there. Called by the clock while playing. */
export function drawFrame(): void {
  draw();
  if (listeners.size > 0 && !isCovered(usePlayback.getState().tPs)) void pull();
}

/** Calls back with every frame to draw, until the returned function is called. */
export function onFrame(listener: FrameListener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Asks for the present instant to be drawn again, e.g. after the viewport moved. Calls in one animation frame count once. */
export function requestFrame(): void {
  if (scheduled !== 0) return;
  scheduled = requestAnimationFrame(() => {
    scheduled = 0;
    drawFrame();
  });
}

/** A copy of the present frame, for a picture. It stays valid. */
export function presentFrame(): Promise<{
  readonly segments: SegmentReader;
  readonly tPs: number;
}> {
  return new Promise((resolve) => {
    const stop = onFrame((segments, tPs) => {
      stop();
      const { buffer } = segments;
      resolve({ segments: buffer === null ? NOTHING : readSegments(buffer.slice(0)), tPs });
    });
    requestFrame();
  });
}

/** Where frames come from, from now on; every change of instant or run is drawn. */
export function connectFrames(pullSegments: FrameSource): void {
  source = pullSegments;
  usePlayback.subscribe((state, before) => {
    if (!state.isPlaying && (state.tPs !== before.tPs || before.isPlaying)) requestFrame();
  });
  useRun.subscribe((state, before) => {
    if (state.run !== before.run || state.epoch !== before.epoch) requestFrame();
  });
}
