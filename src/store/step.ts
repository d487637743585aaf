import type { SimClient } from '../worker/client.ts';
import { showEvent } from './follow.ts';
import { eventAt, useJourney } from './journey.ts';
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
  const event = await ask?.({ fromPs: tPs, direction, unit, tlpId: null });
  if (event) await showEvent(event);
}
