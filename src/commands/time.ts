import { breakpointHere, toggleRuleBreakpoint, useBreakpoints } from '../store/breakpoints.ts';
import { SPEEDS, usePlayback } from '../store/playback.ts';
import { useRun } from '../store/run.ts';
import { cancelRun } from '../store/simulation.ts';
import { playToBreakpoint, runToBreakpoint, stepBy } from '../store/step.ts';
import { useView } from '../store/view.ts';
import type { Command } from './command.ts';

const hasRun = (): boolean => (useRun.getState().run?.eventCount ?? 0) > 0;

const hasBreakpoint = (): boolean => useBreakpoints.getState().breakpoints.length > 0;

function changeSpeed(direction: 1 | -1): void {
  const { nsPerSecond, setSpeed } = usePlayback.getState();
  const index = SPEEDS.findIndex((speed) => speed === nsPerSecond);
  const next = SPEEDS[index + direction];
  if (next !== undefined) setSpeed(next);
}

function seekTo(where: 'start' | 'end'): void {
  const { pause, seek } = usePlayback.getState();
  pause();
  seek(where === 'start' ? 0 : (useRun.getState().run?.endPs ?? 0));
}

export const TIME_COMMANDS = [
  {
    id: 'time.toggle',
    group: 'time',
    shortcuts: [{ code: 'Space', where: 'canvas' }],
    run: () => {
      const { isPlaying, pause } = usePlayback.getState();
      if (isPlaying) pause();
      else void playToBreakpoint();
    },
    isEnabled: hasRun,
  },
  {
    id: 'time.nextEvent',
    group: 'time',
    shortcuts: [{ code: 'Period', where: 'canvas' }],
    run: () => stepBy('event', 1),
    isEnabled: hasRun,
  },
  {
    id: 'time.previousEvent',
    group: 'time',
    shortcuts: [{ code: 'Comma', where: 'canvas' }],
    run: () => stepBy('event', -1),
    isEnabled: hasRun,
  },
  {
    id: 'time.nextHop',
    group: 'time',
    shortcuts: [{ code: 'Period', shift: true, where: 'canvas' }],
    run: () => stepBy('hop', 1),
    isEnabled: hasRun,
  },
  {
    id: 'time.previousHop',
    group: 'time',
    shortcuts: [{ code: 'Comma', shift: true, where: 'canvas' }],
    run: () => stepBy('hop', -1),
    isEnabled: hasRun,
  },
  {
    id: 'time.nextTlp',
    group: 'time',
    shortcuts: [{ code: 'Period', alt: true, where: 'canvas' }],
    run: () => stepBy('tlp', 1),
    isEnabled: hasRun,
  },
  {
    id: 'time.previousTlp',
    group: 'time',
    shortcuts: [{ code: 'Comma', alt: true, where: 'canvas' }],
    run: () => stepBy('tlp', -1),
    isEnabled: hasRun,
  },
  {
    id: 'time.nextTransaction',
    group: 'time',
    run: () => stepBy('transaction', 1),
    isEnabled: hasRun,
  },
  {
    id: 'time.previousTransaction',
    group: 'time',
    run: () => stepBy('transaction', -1),
    isEnabled: hasRun,
  },
  {
    id: 'time.breakHere',
    group: 'time',
    shortcuts: [{ key: 'b', where: 'canvas' }],
    run: breakpointHere,
    isEnabled: hasRun,
  },
  {
    id: 'time.breakOnRule',
    group: 'time',
    run: toggleRuleBreakpoint,
    isEnabled: hasRun,
  },
  {
    id: 'time.breakOnFault',
    group: 'time',
    run: () => useBreakpoints.getState().toggle({ kind: 'fault' }),
  },
  {
    id: 'time.nextBreakpoint',
    group: 'time',
    shortcuts: [{ key: 'F8', where: 'anywhere' }],
    run: () => void runToBreakpoint(1),
    isEnabled: hasBreakpoint,
  },
  {
    id: 'time.previousBreakpoint',
    group: 'time',
    shortcuts: [{ key: 'F8', shift: true, where: 'anywhere' }],
    run: () => void runToBreakpoint(-1),
    isEnabled: hasBreakpoint,
  },
  {
    id: 'time.clearBreakpoints',
    group: 'time',
    run: () => useBreakpoints.getState().clear(),
    isEnabled: hasBreakpoint,
  },
  {
    id: 'time.breakpoints',
    group: 'time',
    run: () => useView.getState().set({ dialog: 'breakpoints' }),
  },
  {
    id: 'time.follow',
    group: 'time',
    run: () => useView.getState().set({ isFollowing: !useView.getState().isFollowing }),
  },
  {
    id: 'time.cancelRun',
    group: 'time',
    run: cancelRun,
    isEnabled: () => useRun.getState().status === 'running',
  },
  {
    id: 'time.start',
    group: 'time',
    shortcuts: [{ key: 'Home', where: 'canvas' }],
    run: () => seekTo('start'),
    isEnabled: hasRun,
  },
  {
    id: 'time.end',
    group: 'time',
    shortcuts: [{ key: 'End', where: 'canvas' }],
    run: () => seekTo('end'),
    isEnabled: hasRun,
  },
  {
    id: 'time.slower',
    group: 'time',
    shortcuts: [{ code: 'Semicolon', where: 'canvas' }],
    run: () => changeSpeed(-1),
  },
  {
    id: 'time.faster',
    group: 'time',
    shortcuts: [{ code: 'Quote', where: 'canvas' }],
    run: () => changeSpeed(1),
  },
  {
    id: 'time.even',
    group: 'time',
    run: () => usePlayback.getState().setMapping('even'),
    isEnabled: () => usePlayback.getState().mapping !== 'even',
  },
  {
    id: 'time.scale',
    group: 'time',
    run: () => usePlayback.getState().setMapping('scale'),
    isEnabled: () => usePlayback.getState().mapping !== 'scale',
  },
] as const satisfies readonly Command[];
