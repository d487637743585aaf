import { usePlayback } from './playback.ts';
import { useRun } from './run.ts';

/** Whether the run of the open document is known and stands where it was opened, or is known to fail. */
function isSettled(): boolean {
  const { status } = useRun.getState();
  if (status === 'ready') return usePlayback.getState().pendingPs === null;
  return status === 'failed' || status === 'cancelled';
}

/** Resolves once the run of the open document is known and stands where it was opened, or is known to fail. */
export async function settled(): Promise<void> {
  await new Promise<void>((resolve) => {
    const stops: (() => void)[] = [];
    const look = (): void => {
      if (!isSettled()) return;
      for (const stop of stops) stop();
      resolve();
    };
    stops.push(useRun.subscribe(look), usePlayback.subscribe(look));
    look();
  });
}
