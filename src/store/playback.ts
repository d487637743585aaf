import { create } from 'zustand';

/** What one step moves over: one event, one hop of the followed TLP, or one whole TLP. */
export type StepUnit = 'event' | 'hop' | 'tlp';

/** Simulated nanoseconds per second of the wall clock that a person can choose; Infinity plays as fast as it can. */
export const SPEEDS = [1, 10, 100, 1_000, 10_000, Number.POSITIVE_INFINITY] as const;

/** Where the picture stands in time, and how it moves. Never undone, never part of the document. */
export interface PlaybackState {
  /** The instant shown, ps. The picture is a pure function of document, trace and this. */
  readonly tPs: number;
  readonly isPlaying: boolean;
  readonly nsPerSecond: number;
  /** even: each hop of the followed TLP takes 600 ms of the wall clock; scale: time is proportional. */
  readonly mapping: 'even' | 'scale';

  readonly play: () => void;
  readonly pause: () => void;
  /** Goes to an instant, clamped to the run. */
  readonly seek: (tPs: number) => void;
  /** Goes to the next (1) or last (-1) event, hop or TLP, and makes it the one explained. */
  readonly step: (unit: StepUnit, direction: 1 | -1) => void;
  readonly setSpeed: (nsPerSecond: number) => void;
  readonly setMapping: (mapping: 'even' | 'scale') => void;
}

export const usePlayback = create<PlaybackState>()((set) => ({
  tPs: 0,
  isPlaying: false,
  nsPerSecond: 100,
  mapping: 'even',

  play: () => set({ isPlaying: true }),
  pause: () => set({ isPlaying: false }),
  seek: (tPs) => set({ tPs: Math.max(0, tPs) }),
  step: () => set({ isPlaying: false }),
  setSpeed: (nsPerSecond) => set({ nsPerSecond }),
  setMapping: (mapping) => set({ mapping }),
}));
