import { formatTime } from '../../core/base/units.ts';
import type { IommuSummary, LookUpEvent } from '../../core/sim/types.ts';
import { usePlayback } from '../../store/playback.ts';
import { useView } from '../../store/view.ts';
import { iommuStrings } from '../strings/iommu.ts';
import type { Span } from './lanes.ts';

interface Props {
  readonly name: string;
  readonly summary: IommuSummary;
  readonly span: Span;
  readonly lookUps: readonly LookUpEvent[];
}

const LOOK: Readonly<Record<LookUpEvent['kind'], string>> = {
  hit: 'bg-ok',
  wait: 'bg-unknown',
  miss: 'bg-detour',
};

/** The lane of an IOMMU: a bar for each look-up as long as it took, with the letter of hit, wait or miss. */
export function LookUpRow({ name, summary, span, lookUps }: Props) {
  const tPs = usePlayback((state) => state.tPs);
  const seek = usePlayback((state) => state.seek);
  const tlpId = useView((state) => state.tlpId);
  const width = span.toPs - span.fromPs;
  const percent = (ps: number): number => ((ps - span.fromPs) / width) * 100;
  const { hits, waits, misses } = summary;
  const all = hits + waits + misses;
  const rate = iommuStrings.hitRate(hits, all);
  return (
    <div role="row" className="flex h-6 border-b border-line" data-testid="look-ups">
      <span
        role="rowheader"
        className="flex w-44 flex-none justify-between gap-2 border-r border-line px-3 text-s leading-6"
        data-tip={iommuStrings.counted(summary)}
      >
        <span className="truncate">{name}</span>
        <span className="flex-none text-ink-2">{rate}</span>
      </span>
      <div role="gridcell" className="relative min-w-0 flex-1 overflow-hidden">
        {lookUps.map((look) => {
          const left = Math.max(0, percent(look.tPs));
          const isHere = look.tlpId === tlpId;
          const text = iommuStrings.look(look.kind, look.tlpId, formatTime(look.totalPs));
          return (
            <button
              key={look.tlpId}
              type="button"
              tabIndex={-1}
              aria-label={text}
              data-tip={text}
              className={`@container absolute top-1 h-[15px] overflow-hidden rounded-[3px] px-1 text-left font-mono text-s leading-[15px] font-strong text-canvas ${LOOK[look.kind]} ${isHere ? 'outline-2 outline-offset-1 outline-here' : ''}`}
              style={{
                left: `${left}%`,
                width: `${Math.max(0.3, percent(look.tPs + look.totalPs) - left)}%`,
              }}
              onClick={() => seek(look.tPs)}
            >
              <span className="@max-[7px]:hidden">{iommuStrings.letters[look.kind]}</span>
            </button>
          );
        })}
        {tPs >= span.fromPs && tPs <= span.toPs && (
          <span
            aria-hidden="true"
            className="absolute inset-y-0 w-0.5 bg-here"
            style={{ left: `${percent(tPs)}%` }}
          />
        )}
      </div>
    </div>
  );
}
