import {
  BookmarkPlus,
  ChevronLeft,
  ChevronRight,
  CircleDot,
  Pause,
  Play,
  SkipBack,
  SkipForward,
  StepBack,
  StepForward,
} from 'lucide-react';
import { formatTime } from '../../core/base/units.ts';
import { useBreakpoints } from '../../store/breakpoints.ts';
import { SPEEDS, usePlayback } from '../../store/playback.ts';
import { strings as words } from '../strings/breakpoints.ts';
import { strings } from '../strings/en.ts';
import { Select } from '../widgets/Select.tsx';
import { CommandButton } from './CommandButton.tsx';
import { Scrubber } from './Scrubber.tsx';

const ICON = { size: 16, strokeWidth: 1.75, 'aria-hidden': true } as const;

/** Play, steps both ways, the scrubber, the instant, speed and pace. */
export function Transport() {
  return (
    <section
      aria-label={strings.regions.transport}
      data-region="transport"
      data-keys="canvas"
      className="flex h-(--transport-h) shrink-0 items-center gap-0.5 border-t border-line bg-panel px-2"
    >
      <CommandButton id="time.start" icon={<SkipBack {...ICON} />} />
      <CommandButton id="time.previousHop" icon={<ChevronLeft {...ICON} />} />
      <CommandButton id="time.previousEvent" icon={<StepBack {...ICON} />} />
      <PlayButton />
      <CommandButton id="time.nextEvent" icon={<StepForward {...ICON} />} />
      <CommandButton id="time.nextHop" icon={<ChevronRight {...ICON} />} />
      <CommandButton id="time.end" icon={<SkipForward {...ICON} />} />
      <BreakpointsButton />
      <CommandButton id="bookmark.add" icon={<BookmarkPlus {...ICON} />} />
      <Scrubber />
      <Instant />
      <SpeedSelect />
      <MappingSelect />
    </section>
  );
}

/** Opens the list of breakpoints; filled while there are some. */
function BreakpointsButton() {
  const count = useBreakpoints((state) => state.breakpoints.length);
  return (
    <CommandButton
      id="time.breakpoints"
      icon={<CircleDot {...ICON} className={count > 0 ? 'text-stop' : ''} />}
      {...(count > 0 ? { label: words.set(count) } : {})}
    />
  );
}

/** Play or pause; the name says what the button will do. */
export function PlayButton({ className = '' }: { readonly className?: string }) {
  const isPlaying = usePlayback((state) => state.isPlaying);
  return (
    <CommandButton
      id="time.toggle"
      label={isPlaying ? strings.transport.pause : strings.transport.play}
      icon={isPlaying ? <Pause {...ICON} /> : <Play {...ICON} />}
      className={`bg-hover text-ink ${className}`}
    />
  );
}

/** The instant in machine voice, as wide as its widest text so that nothing beside it moves. */
export function Instant() {
  const text = usePlayback((state) => formatTime(Math.round(state.tPs)));
  return (
    <output className="min-w-18 text-right font-mono font-strong whitespace-nowrap">{text}</output>
  );
}

const speedText = (nsPerSecond: number) =>
  Number.isFinite(nsPerSecond)
    ? strings.transport.perSecond(formatTime(nsPerSecond * 1_000))
    : strings.transport.max;

function SpeedSelect() {
  const speed = usePlayback((state) => state.nsPerSecond);
  return (
    <Select
      label={strings.transport.speed}
      value={String(speed)}
      onChange={(value) => usePlayback.getState().setSpeed(Number(value))}
    >
      {SPEEDS.map((one) => (
        <option key={one} value={String(one)}>
          {speedText(one)}
        </option>
      ))}
    </Select>
  );
}

function MappingSelect() {
  const mapping = usePlayback((state) => state.mapping);
  return (
    <Select
      label={strings.transport.mapping}
      value={mapping}
      onChange={(value) => usePlayback.getState().setMapping(value === 'scale' ? 'scale' : 'even')}
    >
      <option value="even">{strings.transport.even}</option>
      <option value="scale">{strings.transport.scale}</option>
    </Select>
  );
}
