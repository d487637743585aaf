import { useMemo, useRef } from 'react';
import type { KeyboardEvent, PointerEvent } from 'react';
import { runCommand } from '../../commands/registry.ts';
import type { CommandId } from '../../commands/registry.ts';
import { formatTime } from '../../core/base/units.ts';
import { ticksOf, useJourney } from '../../store/journey.ts';
import { usePlayback } from '../../store/playback.ts';
import { useRun } from '../../store/run.ts';
import { instantOf, timeMap, totalMs, wallOf } from '../../store/time-map.ts';
import { strings } from '../strings/en.ts';

const KEYS: Readonly<Record<string, CommandId>> = {
  ArrowRight: 'time.nextEvent',
  ArrowUp: 'time.nextEvent',
  ArrowLeft: 'time.previousEvent',
  ArrowDown: 'time.previousEvent',
  PageUp: 'time.nextHop',
  PageDown: 'time.previousHop',
  Home: 'time.start',
  End: 'time.end',
};

/** Where we are in the run: a slider over wall time with a tick per hop of the followed TLP. */
export function Scrubber({ isTouch = false }: { readonly isTouch?: boolean }) {
  const tPs = usePlayback((state) => state.tPs);
  const mapping = usePlayback((state) => state.mapping);
  const nsPerSecond = usePlayback((state) => state.nsPerSecond);
  const endPs = useRun((state) => state.run?.endPs ?? 0);
  const events = useJourney((state) => state.events);
  const track = useRef<HTMLDivElement>(null);
  const ticks = useMemo(() => ticksOf(events), [events]);
  const map = useMemo(
    () => timeMap({ mapping, nsPerSecond, endPs, ticks }),
    [mapping, nsPerSecond, endPs, ticks],
  );
  const total = Math.max(totalMs(map), 1e-9);
  const share = (instant: number) => `${(wallOf(map, instant) / total) * 100}%`;

  const seekTo = (event: PointerEvent) => {
    const box = track.current?.getBoundingClientRect();
    if (!box || box.width === 0) return;
    const at = Math.max(0, Math.min(1, (event.clientX - box.left) / box.width));
    const { pause, seek } = usePlayback.getState();
    pause();
    seek(Math.round(instantOf(map, at * total)));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const command = event.altKey || event.ctrlKey || event.metaKey ? undefined : KEYS[event.key];
    if (command === undefined) return;
    event.preventDefault();
    runCommand(command);
  };

  return (
    <div
      role="slider"
      aria-label={strings.transport.position}
      aria-valuemin={0}
      aria-valuemax={endPs}
      aria-valuenow={Math.round(tPs)}
      aria-valuetext={strings.transport.at(formatTime(Math.round(tPs)), formatTime(endPs))}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        seekTo(event);
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) seekTo(event);
      }}
      className={`mx-3 flex min-w-16 grow cursor-pointer touch-none items-center rounded-control ${isTouch ? 'h-11' : 'h-7'}`}
    >
      <div ref={track} className="relative h-2 grow">
        <div className="absolute inset-x-0 top-[3px] h-0.5 rounded-full bg-line-strong" />
        <div
          className="absolute left-0 top-[3px] h-0.5 rounded-full bg-here"
          style={{ width: share(tPs) }}
        />
        {ticks.map((tick) => (
          <div
            key={tick}
            className={`absolute top-0 h-2 w-0.5 rounded-full ${tick <= tPs ? 'bg-here' : 'bg-link'}`}
            style={{ left: share(tick) }}
          />
        ))}
        <div
          className="absolute -top-[3px] size-3.5 -translate-x-1/2 rounded-full border-2 border-panel bg-here"
          style={{ left: share(tPs) }}
        />
      </div>
    </div>
  );
}
