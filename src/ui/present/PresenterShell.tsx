import './present.css';
import { useEffect } from 'react';
import type { ReactNode } from 'react';
import { bookmarksOf, currentBookmark, goToBookmark } from '../../store/bookmarks.ts';
import { useDocument } from '../../store/document.ts';
import { useRun } from '../../store/run.ts';
import { requestViewport } from '../../store/viewport.ts';
import { strings } from '../strings/en.ts';
import { Pointer } from './Pointer.tsx';
import { PresenterBar } from './PresenterBar.tsx';

/** Stands at the current bookmark, or at the first, as soon as there is a run. */
function useFirstStep(): void {
  useEffect(() => {
    const begin = (): void => {
      const [first] = bookmarksOf(useDocument.getState().scenario);
      const bookmark = currentBookmark() ?? first;
      if (bookmark === undefined) requestViewport({ kind: 'fit' });
      else goToBookmark(bookmark);
    };
    if (useRun.getState().run !== null) {
      // The canvas has its new size in the next frame.
      const frame = requestAnimationFrame(begin);
      return () => cancelAnimationFrame(frame);
    }
    const stop = useRun.subscribe(({ run }) => {
      if (run === null) return;
      stop();
      requestAnimationFrame(begin);
    });
    return stop;
  }, []);
}

/** The canvas alone, large, with the caption of the step below it. */
export function PresenterShell({ canvas }: { readonly canvas: ReactNode }) {
  useFirstStep();
  useEffect(() => {
    const { dataset } = document.documentElement;
    dataset['stage'] = 'present';
    return () => {
      delete dataset['stage'];
    };
  }, []);
  return (
    <div className="flex h-full flex-col">
      <main
        aria-label={strings.regions.canvas}
        data-region="canvas"
        className="relative min-h-0 grow overflow-hidden bg-canvas"
      >
        {canvas}
      </main>
      <PresenterBar />
      <Pointer />
    </div>
  );
}
