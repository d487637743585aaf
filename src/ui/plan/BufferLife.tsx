import { formatTime } from '../../core/base/units.ts';
import type { BufferLife as Life } from '../../core/linux/dma-buf-moments.ts';
import { usePlayback } from '../../store/playback.ts';
import { actionStrings as words } from '../strings/device-actions.ts';
import { Token } from '../widgets/Token.tsx';

/** The dma-buf behind a transfer: what it is at the instant that is shown, and how it came to that. */
export function BufferLife({ life }: { readonly life: Life }) {
  const here = usePlayback(({ tPs }) => life.moments.findLastIndex((one) => one.tPs <= tPs));
  return (
    <section aria-label={words.life} className="border-t border-line px-3 py-2 text-s">
      <h3 className="m-0 mb-1 font-strong">{words.life}</h3>
      <ol className="m-0 list-none p-0">
        {life.moments.map(({ tPs, phase, errno, notes }, n) => (
          <li
            key={`${n} ${phase}`}
            aria-current={n === here ? 'step' : undefined}
            className={`grid grid-cols-[72px_1fr] gap-x-2 py-0.5 ${n > here ? 'text-ink-3' : ''}`}
          >
            <span className="tabular-nums">{formatTime(Math.round(tPs))}</span>
            <span>
              <Token isHere={n === here}>{words.phases[phase]}</Token>
              {errno !== 0 && <span className="ml-1 text-stop">{errno}</span>}
              <span className="block text-ink-2">{notes.map(({ text }) => text).join('; ')}</span>
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
