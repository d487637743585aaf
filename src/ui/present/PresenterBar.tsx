import { BookOpen, ChevronLeft, ChevronRight, Lightbulb, Target, X } from 'lucide-react';
import { bookmarksOf, useBookmark } from '../../store/bookmarks.ts';
import { useDocument } from '../../store/document.ts';
import { useStage } from '../../store/stage.ts';
import { useView } from '../../store/view.ts';
import { CommandButton } from '../shell/CommandButton.tsx';
import { Instant, PlayButton } from '../shell/Transport.tsx';
import { strings } from '../strings/present.ts';

const ICON = { size: 16, strokeWidth: 1.75, 'aria-hidden': true } as const;

/** Which step this is and what is said at it; then steps, pointer, legend, and the way out. */
export function PresenterBar() {
  const laser = useStage((state) => state.laser);
  const isSpotlit = useStage((state) => state.isSpotlit);
  const hasLegend = useView((state) => state.legend);
  return (
    <footer
      aria-label={strings.label}
      data-region="transport"
      data-keys="canvas"
      className="presenter-bar flex min-h-12 shrink-0 items-center gap-1 border-t border-line bg-panel px-3 py-1"
    >
      <Caption />
      <span className="grow" />
      <Instant />
      <CommandButton
        id="present.previous"
        label={strings.previous}
        icon={<ChevronLeft {...ICON} />}
      />
      <PlayButton />
      <CommandButton id="present.next" label={strings.next} icon={<ChevronRight {...ICON} />} />
      <span aria-hidden className="mx-1 h-5 w-px bg-line" />
      <CommandButton
        id="present.laser"
        label={strings.laser(laser)}
        isPressed={laser !== null}
        icon={<Target {...ICON} style={laser === null ? {} : { color: `var(--laser-${laser})` }} />}
      />
      <CommandButton
        id="present.spotlight"
        label={strings.spotlight}
        isPressed={isSpotlit}
        icon={<Lightbulb {...ICON} />}
      />
      <CommandButton
        id="present.legend"
        label={strings.legend}
        isPressed={hasLegend}
        icon={<BookOpen {...ICON} />}
      />
      <CommandButton id="present.leave" label={strings.leave} icon={<X {...ICON} />} />
    </footer>
  );
}

/** The caption of the step; said to assistive technology whenever it changes. */
function Caption() {
  const bookmarks = useDocument((state) => bookmarksOf(state.scenario));
  const currentId = useBookmark((state) => state.currentId);
  const at = bookmarks.findIndex(({ id }) => id === currentId);
  const current = bookmarks[at];
  const count = bookmarks.length;
  return (
    <p role="status" data-testid="caption" className="flex min-w-0 items-baseline gap-2">
      {current === undefined ? null : (
        <>
          <span aria-hidden className="font-mono text-ink-2 tabular-nums">
            {strings.step(at + 1, count)}
          </span>
          <span className="sr-only">{strings.stepSpoken(at + 1, count)}. </span>
        </>
      )}
      <span className="line-clamp-2 min-w-0 text-l font-strong">
        {count === 0 ? strings.noBookmarks : current?.caption || strings.untold}
      </span>
    </p>
  );
}
