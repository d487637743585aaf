import type { Scenario } from '../core/scenario/schema.ts';
import { useDocument } from './document.ts';
import { useJourney } from './journey.ts';
import { isMotionReduced } from './motion.ts';
import { openAt } from './open.ts';
import { usePlayback } from './playback.ts';
import { useRun } from './run.ts';

/**
 * "Show me": opens a scene and plays it as soon as its first TLP is followed. Under reduced motion it opens at the
 * first hop and stands still.
 */
export function showScene(scenario: Scenario): void {
  openAt(scenario, 'example', { tPs: 0, selection: [], tlpId: null });
  if (isMotionReduced()) return;
  const { id } = useDocument.getState();
  const stop = useJourney.subscribe(({ events }) => {
    if (useDocument.getState().id !== id) stop();
    else if (events.length > 0 && useRun.getState().machine?.scenario === scenario) {
      stop();
      usePlayback.getState().play();
    }
  });
}
