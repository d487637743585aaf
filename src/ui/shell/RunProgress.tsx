import { useEffect, useState } from 'react';
import { runCommand } from '../../commands/registry.ts';
import { useRun } from '../../store/run.ts';
import { strings } from '../strings/en.ts';
import { Button } from '../widgets/Button.tsx';

/** A run that takes longer than this says so, ms. @source ux.md §1 */
const PATIENCE_MS = 150;

/** A run that is not done at once: how far it is, and a way to stop it. */
export function RunProgress() {
  const isRunning = useRun((state) => state.status === 'running');
  const epoch = useRun((state) => state.epoch);
  const progress = useRun((state) => state.progress);
  const [late, setLate] = useState<number | null>(null);
  useEffect(() => {
    if (!isRunning) return undefined;
    const timer = setTimeout(() => setLate(epoch), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [isRunning, epoch]);
  if (!isRunning || late !== epoch) return null;
  return (
    <div
      role="status"
      className="absolute top-3 left-1/2 z-20 flex -translate-x-1/2 items-center gap-3 rounded-card border border-line bg-overlay py-1 pr-1 pl-3 whitespace-nowrap shadow-pop"
    >
      {strings.status.running}
      <progress
        aria-label={strings.status.running}
        className="h-1.5 w-32 accent-(--here)"
        {...(progress === null ? {} : { value: progress })}
      />
      <span className="w-10 text-right tabular-nums">
        {progress === null ? '' : strings.status.percent(progress)}
      </span>
      <Button onClick={() => runCommand('time.cancelRun')}>{strings.shell.cancel}</Button>
    </div>
  );
}
