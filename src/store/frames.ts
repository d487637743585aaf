/*
 * Frames reach the overlay here and never pass through React or a store. Nothing runs while paused: a
 * frame is delivered when the instant, the run or the canvas changes, and once per animation frame while playing.
 */

/** The segments that overlap the instants asked for, read straight out of the worker's buffer. Index 0 to count - 1. */
export interface SegmentReader {
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

const listeners = new Set<FrameListener>();

/** Calls back with every frame to draw, until the returned function is called. */
export function onFrame(listener: FrameListener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Asks for the present instant to be drawn again, e.g. after the viewport moved. Calls in one animation frame count once. */
export function requestFrame(): void {
  // The worker client connects here.
}
