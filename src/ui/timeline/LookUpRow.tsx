import { useMemo } from 'react';
import { formatTime } from '../../core/base/units.ts';
import type { IommuBar, IommuSummary } from '../../core/sim/types.ts';
import { usePlayback } from '../../store/playback.ts';
import { useView } from '../../store/view.ts';
import { iommuStrings } from '../strings/iommu.ts';
import { Lane } from './Lane.tsx';
import type { Span } from './lanes.ts';

interface Props {
  readonly name: string;
  readonly summary: IommuSummary;
  readonly span: Span;
  readonly bars: readonly IommuBar[];
}

const LOOK: Readonly<Record<IommuBar['kind'], string>> = {
  hit: 'bg-ok',
  wait: 'bg-unknown',
  miss: 'bg-detour',
};

/** The lane of an IOMMU: a bar for each look-up as long as it took, with the letter of hit, wait or miss. */
export function LookUpRow({ name, summary, span, bars }: Props) {
  const seek = usePlayback((state) => state.seek);
  const tlpId = useView((state) => state.tlpId);
  const { iommu, hits, waits, misses } = summary;
  const drawn = useMemo(
    () =>
      bars
        .filter((bar) => bar.iommu === iommu)
        .map((bar) => ({
          key: `${bar.tlpId}`,
          startPs: bar.startPs,
          endPs: bar.endPs,
          fill: LOOK[bar.kind],
          letter: iommuStrings.letters[bar.kind],
          label:
            bar.count === 1
              ? iommuStrings.look(bar.kind, bar.tlpId, formatTime(bar.endPs - bar.startPs))
              : iommuStrings.looks(bar.kind, bar.count, formatTime(bar.startPs)),
          isHere: bar.tlpId === tlpId,
          onClick: () => seek(bar.startPs),
        })),
    [bars, iommu, tlpId, seek],
  );
  return (
    <Lane
      span={span}
      testId="look-ups"
      tip={iommuStrings.counted(summary)}
      header={
        <>
          <span className="truncate">{name}</span>
          <span className="flex-none text-ink-2">
            {iommuStrings.hitRate(hits, hits + waits + misses)}
          </span>
        </>
      }
      bars={drawn}
    />
  );
}
