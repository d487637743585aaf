import type { FlowInfo } from '../../core/sim/types.ts';
import { useJourney } from '../../store/journey.ts';
import { useView } from '../../store/view.ts';
import { panelStrings } from '../strings/panels.ts';
import { Segmented } from '../widgets/Segmented.tsx';
import type { ExplainedHop } from './explanation.ts';

interface Props {
  readonly flows: readonly FlowInfo[];
  /** Index of the explained flow in the run. */
  readonly flow: number;
  /** Index of the open hop. */
  readonly open: number;
  readonly hops: readonly ExplainedHop[];
}

const words = panelStrings.explain;
const LEGS = (['request', 'completion'] as const).map((id) => ({ id, title: words[id] }));

/** Where on its way the TLP is, and the way back where there is one. */
export function LegBar({ flows, flow, open, hops }: Props) {
  const info = flows[flow];
  const other = flows.findIndex(
    (one) =>
      one.transferId === info?.transferId && one.piece === info.piece && one.leg !== info.leg,
  );
  const assumed = hops.filter(({ rule }) => rule.confidence === 'assumption').length;
  const change = (): void => {
    const event = useJourney.getState().events.find((one) => one.flow === other);
    useView.getState().goTo({ flow: other, hop: event?.hop ?? 0, tlpId: event?.tlpId ?? null });
  };
  return (
    <div className="flex min-h-9 flex-wrap items-center gap-x-2 border-b border-line px-3 py-1 text-s">
      <span className="font-strong tabular-nums">{words.hopOf(open + 1, hops.length)}</span>
      {assumed > 0 && <span className="text-detour">{words.assumptions(assumed)}</span>}
      {info !== undefined && other >= 0 && (
        <span className="ml-auto">
          <Segmented label={words.leg} options={LEGS} current={info.leg} onSelect={change} />
        </span>
      )}
    </div>
  );
}
