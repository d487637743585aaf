import type { SimClient } from '../worker/client.ts';
import { showEvent } from './follow.ts';
import type { TraceEvent } from '../core/sim/types.ts';
import { useBreakpoints } from './breakpoints.ts';
import { eventAt, useJourney } from './journey.ts';
import { notify } from './notices.ts';
import { usePlayback } from './playback.ts';
import type { StepUnit } from './playback.ts';
import { useView } from './view.ts';

let ask: SimClient['step'] | null = null;

/** Steps over events and TLPs ask the worker, which knows the whole trace. */
export function connectSteps(step: SimClient['step']): void {
  ask = step;
}

/** The next or last event of the followed TLP's journey that is another hop or another instant. */
function hopEvent(direction: 1 | -1) {
  const { events } = useJourney.getState();
  const { tPs } = usePlayback.getState();
  const { flow, hop } = useView.getState();
  const first = events[0];
  if (first === undefined) return undefined;
  // Before its journey the next hop is the first one, and there is none before.
  if (first.tPs > tPs) return direction === 1 ? first : undefined;
  const here = events.findIndex((one) => one.flow === flow && one.hop === hop && one.tPs <= tPs);
  const current = eventAt(events, tPs);
  const at = here >= 0 || current === null ? here : events.indexOf(current);
  return events[at + direction];
}

/**
 * Goes to the next (1) or last (-1) event of any TLP, hop of the followed TLP, or first event of another TLP, and
 * makes it the one explained. Pauses. Nothing happens where there is none.
 */
export async function stepBy(unit: StepUnit, direction: 1 | -1): Promise<void> {
  const { pause, tPs } = usePlayback.getState();
  pause();
  if (unit === 'hop') {
    const event = hopEvent(direction);
    if (event) await showEvent(event);
    return;
  }
  const event = await ask?.({ fromPs: tPs, direction, unit, tlpId: null, breakpoints: null });
  if (event) await showEvent(event);
}

/** The next (1) or last (-1) event that a breakpoint stops at; null: there is none. */
async function breakpointEvent(direction: 1 | -1): Promise<TraceEvent | null> {
  const { breakpoints } = useBreakpoints.getState();
  if (breakpoints.length === 0) return null;
  const { tPs } = usePlayback.getState();
  return (await ask?.({ fromPs: tPs, direction, unit: 'event', tlpId: null, breakpoints })) ?? null;
}

/** Goes to the next (1) or last (-1) breakpoint; without one that way, says so and stays. */
export async function runToBreakpoint(direction: 1 | -1): Promise<void> {
  usePlayback.getState().pause();
  const event = await breakpointEvent(direction);
  if (event) await showEvent(event);
  else notify({ kind: 'noBreakpoint' });
}

/** Plays on; stops at the next breakpoint and explains it, else at the end. */
export async function playToBreakpoint(): Promise<void> {
  const event = await breakpointEvent(1);
  const { play } = usePlayback.getState();
  if (event === null) {
    play();
    return;
  }
  const stop = usePlayback.subscribe((state, before) => {
    if (state.isPlaying || !before.isPlaying) return;
    stop();
    if (before.stopPs === event.tPs && state.tPs >= event.tPs) void showEvent(event);
  });
  play(event.tPs);
}
