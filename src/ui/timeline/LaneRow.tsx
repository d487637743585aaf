import { hopsOf } from '../../core/pcie/hops-of.ts';
import { formatTime } from '../../core/base/units.ts';
import type { FlowInfo, Segment } from '../../core/sim/types.ts';
import { usePlayback } from '../../store/playback.ts';
import { useView } from '../../store/view.ts';
import { TLP_CLASS, tlpKindOf } from '../words/tlp-kind.ts';
import { panelStrings } from '../strings/panels.ts';
import type { Lane, Span } from './lanes.ts';

interface Props {
  readonly lane: Lane;
  readonly span: Span;
  readonly segments: readonly Segment[];
  readonly flows: readonly FlowInfo[];
}

/** One lane: bars in the colour of the TLP's class, its letter at the left end. */
export function LaneRow({ lane, span, segments, flows }: Props) {
  const tPs = usePlayback((state) => state.tPs);
  const seek = usePlayback((state) => state.seek);
  const tlpId = useView((state) => state.tlpId);
  const goTo = useView((state) => state.goTo);
  const width = span.toPs - span.fromPs;
  const percent = (ps: number): number => ((ps - span.fromPs) / width) * 100;
  return (
    <div role="row" className="flex h-6 border-b border-line">
      <span
        role="rowheader"
        className="w-44 flex-none truncate border-r border-line px-3 text-s leading-6"
      >
        {lane.name}
      </span>
      <div role="gridcell" className="relative min-w-0 flex-1 overflow-hidden">
        {segments.map((segment) => {
          const info = flows[segment.flow];
          if (!info) return null;
          const kind = tlpKindOf(info);
          const isHere = segment.tlpId === tlpId;
          const left = Math.max(0, percent(segment.startPs));
          return (
            <button
              key={`${segment.tlpId}-${segment.startPs}`}
              type="button"
              tabIndex={-1}
              aria-label={panelStrings.timeline.bar(
                kind.name,
                segment.tlpId,
                formatTime(segment.startPs),
              )}
              className={`@container absolute top-1 h-[15px] overflow-hidden rounded-[3px] px-1 text-left font-mono text-s leading-[15px] font-strong text-canvas ${TLP_CLASS[kind.class]} ${isHere ? 'outline-2 outline-offset-1 outline-here' : ''}`}
              style={{
                left: `${left}%`,
                width: `${Math.max(0.3, percent(segment.arrivePs) - left)}%`,
              }}
              onClick={() => {
                const hops = hopsOf(info);
                const hop = hops.findIndex((one) => one.leavesOn === lane.link);
                goTo({ flow: segment.flow, hop: hop < 0 ? null : hop, tlpId: segment.tlpId });
                seek(segment.startPs);
              }}
            >
              <span className="@max-[7px]:hidden">{kind.letter}</span>
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
