import { useMemo } from 'react';
import { formatTime } from '../../core/base/units.ts';
import { hopsOf } from '../../core/pcie/hops-of.ts';
import type { FlowInfo, LinkBar } from '../../core/sim/types.ts';
import { usePlayback } from '../../store/playback.ts';
import { useView } from '../../store/view.ts';
import { panelStrings } from '../strings/panels.ts';
import { TLP_CLASS, tlpKindOf } from '../words/tlp-kind.ts';
import { Lane } from './Lane.tsx';
import type { DrawnBar } from './Lane.tsx';
import type { Lane as LinkLane, Span } from './lanes.ts';

interface Props {
  readonly lane: LinkLane;
  readonly span: Span;
  readonly bars: readonly LinkBar[];
  readonly flows: readonly FlowInfo[];
}

/** The lane of a link direction: bars in the colour of the TLP's class, its letter at the left end. */
export function LaneRow({ lane, span, bars, flows }: Props) {
  const seek = usePlayback((state) => state.seek);
  const tlpId = useView((state) => state.tlpId);
  const goTo = useView((state) => state.goTo);
  const drawn = useMemo(
    () =>
      bars.flatMap((bar): DrawnBar[] => {
        const { flow, startPs, endPs, count } = bar;
        const info = flows[flow];
        if (bar.link !== lane.link || !info) return [];
        const kind = tlpKindOf(info);
        const at = formatTime(startPs);
        const words = panelStrings.timeline;
        return [
          {
            key: `${bar.tlpId}-${startPs}`,
            startPs,
            endPs,
            fill: TLP_CLASS[kind.class],
            letter: kind.letter,
            label:
              count === 1
                ? words.bar(kind.name, bar.tlpId, at)
                : words.bars(kind.name, count, at, formatTime(endPs)),
            isHere: bar.tlpId === tlpId,
            onClick: () => {
              const hop = hopsOf(info).findIndex((one) => one.leavesOn === lane.link);
              goTo({ flow, hop: hop < 0 ? null : hop, tlpId: bar.tlpId });
              seek(startPs);
            },
          },
        ];
      }),
    [bars, flows, lane, tlpId, goTo, seek],
  );
  return (
    <Lane
      span={span}
      testId="lane"
      header={<span className="truncate">{lane.name}</span>}
      bars={drawn}
    />
  );
}
