import { create } from 'zustand';
import { ticksOf, useJourney } from './journey.ts';
import { isMotionReduced } from './motion.ts';
import { useRun } from './run.ts';
import { instantOf, timeMap, wallOf } from './time-map.ts';
import type { TimeMap } from './time-map.ts';

/** What one step moves over: one event, one hop of the followed TLP, one whole TLP, or one request with its completions. */
export type StepUnit = 'event' | 'hop' | 'tlp' | 'transaction';

/** Simulated nanoseconds per second of the wall clock that a person can choose; Infinity plays as fast as it can. */
export const SPEEDS = [1, 10, 100, 1_000, 10_000, Number.POSITIVE_INFINITY] as const;

/** Where the picture stands in time, and how it moves. Never undone, never part of the document. */
export interface PlaybackState {
  /** The instant shown, ps. The picture is a pure function of document, trace and this. */
  readonly tPs: number;
  readonly isPlaying: boolean;
  readonly nsPerSecond: number;
  /** even: each hop of the followed TLP takes the same wall time; scale: time is proportional. */
  readonly mapping: 'even' | 'scale';
  /** Where to go once the run of a document just opened is known, ps; null: nowhere. */
  readonly pendingPs: number | null;
  /** Playing stops here, ps; null: at the end of the run. */
  readonly stopPs: number | null;

  /** Plays on from here; from the beginning when here is the end. */
  readonly play: (stopPs?: number) => void;
  readonly pause: () => void;
  /** Goes to an instant, clamped to the run. */
  readonly seek: (tPs: number) => void;
  readonly setSpeed: (nsPerSecond: number) => void;
  readonly setMapping: (mapping: 'even' | 'scale') => void;
}

const endPs = (): number => useRun.getState().run?.endPs ?? 0;

export const usePlayback = create<PlaybackState>()((set, get) => ({
  tPs: 0,
  isPlaying: false,
  nsPerSecond: 100,
  mapping: 'even',
  stopPs: null,
  pendingPs: null,

  play: (stopPs) => {
    const isAtEnd = get().tPs >= endPs();
    set({ isPlaying: true, stopPs: stopPs ?? null, ...(isAtEnd ? { tPs: 0 } : {}) });
  },
  pause: () => set({ isPlaying: false, stopPs: null }),
  seek: (tPs) => set({ tPs: Math.max(0, Math.min(endPs(), tPs)) }),
  setSpeed: (nsPerSecond) => set({ nsPerSecond }),
  setMapping: (mapping) => set({ mapping }),
}));

/** The map from simulated time to wall time of the present run, speed and followed TLP. */
export function presentTimeMap(): TimeMap {
  const { mapping, nsPerSecond } = usePlayback.getState();
  const ticks = ticksOf(useJourney.getState().events);
  return timeMap({ mapping, nsPerSecond, ticks, endPs: endPs() });
}

/** Moves the instant on by wall time; pauses at the stop or the end. Called once per animation frame while playing. */
export function advance(elapsedMs: number): void {
  const { tPs, stopPs, seek, pause } = usePlayback.getState();
  const map = presentTimeMap();
  const stop = Math.min(endPs(), stopPs ?? Number.POSITIVE_INFINITY);
  const next = instantOf(map, wallOf(map, tPs) + elapsedMs);
  seek(Math.min(stop, next));
  if (next >= stop) pause();
}

/** How the picture may go on by itself until the next frame; null while time stands or moves by steps. */
export function goingOn(): { readonly map: TimeMap; readonly stopPs: number } | null {
  const { isPlaying, stopPs } = usePlayback.getState();
  if (!isPlaying || isMotionReduced()) return null;
  return { map: presentTimeMap(), stopPs: Math.min(endPs(), stopPs ?? Number.POSITIVE_INFINITY) };
}
