import { ChevronLeft, ChevronRight } from 'lucide-react';
import { CommandButton } from '../shell/CommandButton.tsx';
import { Scrubber } from '../shell/Scrubber.tsx';
import { Instant, PlayButton } from '../shell/Transport.tsx';
import { strings } from '../strings/en.ts';

const ICON = { size: 16, strokeWidth: 1.75, 'aria-hidden': true } as const;
const TOUCH = 'pointer-coarse:size-11';

/** Hop back, play, hop on, and where we are. */
export function EmbedBar() {
  return (
    <section
      aria-label={strings.regions.transport}
      data-region="transport"
      data-keys="canvas"
      className="flex min-h-(--transport-h) shrink-0 items-center gap-0.5 border-t border-line bg-panel pr-3 pl-1"
    >
      <CommandButton id="time.previousHop" icon={<ChevronLeft {...ICON} />} className={TOUCH} />
      <PlayButton className={TOUCH} />
      <CommandButton id="time.nextHop" icon={<ChevronRight {...ICON} />} className={TOUCH} />
      <Scrubber />
      <Instant />
    </section>
  );
}
