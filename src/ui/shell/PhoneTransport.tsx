import { Pause, Play, StepBack, StepForward } from 'lucide-react';
import { usePlayback } from '../../store/playback.ts';
import { strings } from '../strings/en.ts';
import { CommandButton } from './CommandButton.tsx';
import { Scrubber } from './Scrubber.tsx';
import { Instant } from './Transport.tsx';

const ICON = { size: 20, strokeWidth: 1.75, 'aria-hidden': true } as const;

/** Play, hop back and forward, scrub: targets of 44 px. */
export function PhoneTransport() {
  const isPlaying = usePlayback((state) => state.isPlaying);
  return (
    <section
      aria-label={strings.regions.transport}
      data-region="transport"
      data-keys="canvas"
      className="flex h-14 shrink-0 items-center border-t border-line bg-panel pr-3 pl-1"
    >
      <CommandButton id="time.previousHop" icon={<StepBack {...ICON} />} className="size-11" />
      <CommandButton
        id="time.toggle"
        label={isPlaying ? strings.transport.pause : strings.transport.play}
        icon={isPlaying ? <Pause {...ICON} /> : <Play {...ICON} />}
        className="size-11 rounded-full bg-solid text-ink-on hover:bg-solid hover:text-ink-on hover:opacity-90"
      />
      <CommandButton id="time.nextHop" icon={<StepForward {...ICON} />} className="size-11" />
      <Scrubber isTouch />
      <Instant />
    </section>
  );
}
