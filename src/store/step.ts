import { useJourney } from './journey.ts';
import { usePlayback } from './playback.ts';
import type { StepUnit } from './playback.ts';

/** Goes to the next (1) or last (-1) event, hop or TLP; pauses. Nothing happens where there is none. */
export function stepBy(_unit: StepUnit, direction: 1 | -1): void {
  const { pause, seek, tPs } = usePlayback.getState();
  pause();
  const { events } = useJourney.getState();
  const next =
    direction === 1
      ? events.find((event) => event.tPs > tPs)
      : events.findLast((event) => event.tPs < tPs);
  if (next) seek(next.tPs);
}
