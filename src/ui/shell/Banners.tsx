import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useSave } from '../../store/autosave.ts';
import { useRun } from '../../store/run.ts';
import { restartSimulation } from '../../store/simulation.ts';
import { downloadDocument } from '../../store/download.ts';
import { useView } from '../../store/view.ts';
import { linkNames } from '../inspect/link-names.ts';
import { strings } from '../strings/en.ts';
import { timingStrings } from '../strings/timing.ts';
import { Button } from '../widgets/Button.tsx';

function Banner({ text, children }: { readonly text: string; readonly children?: ReactNode }) {
  return (
    <div
      role="alert"
      className="flex shrink-0 flex-wrap items-center gap-2 border-b border-line bg-detour-soft px-3 py-1 text-ink"
    >
      <TriangleAlert size={16} strokeWidth={1.75} aria-hidden className="text-detour" />
      <p className="grow">{text}</p>
      {children}
    </div>
  );
}

/** A run that did not come to its end: links that wait for each other, or more events than are simulated. */
function RunBanner() {
  const run = useRun((state) => state.run);
  const machine = useRun((state) => state.machine);
  if (run === null || machine === null) return null;
  const { deadlock, isTruncated } = run;
  if (deadlock !== null) {
    const ids = deadlock.flatMap((link) => machine.links[link >> 1]?.id ?? []);
    return (
      <Banner text={timingStrings.deadlockBanner(linkNames(machine, deadlock))}>
        <Button look="outline" onClick={() => useView.getState().select(ids)}>
          {timingStrings.show}
        </Button>
      </Banner>
    );
  }
  return isTruncated ? <Banner text={timingStrings.truncated} /> : null;
}

/** What a person must know: storage that refuses, a simulation that stopped or did not come to its end. */
export function Banners() {
  const save = useSave((state) => state.status);
  const hasCrashed = useRun((state) => state.hasCrashed);
  const isCancelled = useRun((state) => state.status === 'cancelled');
  return (
    <>
      {save === 'full' || save === 'denied' ? (
        <Banner text={save === 'full' ? strings.banners.full : strings.banners.denied}>
          <Button look="outline" onClick={downloadDocument}>
            {strings.banners.download}
          </Button>
        </Banner>
      ) : null}
      {isCancelled ? (
        <Banner text={strings.banners.cancelled}>
          <Button look="outline" onClick={restartSimulation}>
            {strings.banners.run}
          </Button>
        </Banner>
      ) : null}
      <RunBanner />
      {hasCrashed ? (
        <Banner text={strings.banners.crashed}>
          <Button look="outline" onClick={restartSimulation}>
            {strings.banners.restart}
          </Button>
        </Banner>
      ) : null}
    </>
  );
}
