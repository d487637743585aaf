import type { Plan } from '../../core/linux/map-p2p.ts';
import type { FlowInfo } from '../../core/sim/types.ts';
import { useJourney } from '../../store/journey.ts';
import { useRun } from '../../store/run.ts';
import { useView } from '../../store/view.ts';
import { actionStrings } from '../strings/device-actions.ts';
import { panelStrings } from '../strings/panels.ts';
import { planStrings } from '../strings/plan.ts';
import { StepBar } from '../plan/StepBar.tsx';
import { Select } from '../widgets/Select.tsx';
import { Segmented } from '../widgets/Segmented.tsx';
import type { ExplainedHop } from './explanation.ts';

interface Props {
  readonly flows: readonly FlowInfo[];
  /** Index of the explained flow in the run. */
  readonly flow: number;
  /** Index of the open hop. */
  readonly open: number;
  readonly hops: readonly ExplainedHop[];
  /** The open step of the plan, where the plan is explained instead of hops. */
  readonly plan: { readonly plan: Plan; readonly open: number } | null;
}

const words = panelStrings.explain;
/** More pieces than this are no list to choose from: then one of each ending stands for all like it. */
const MOST_PIECES = 20;

/** The pieces to choose from: all, or the first that ends in each way and the one explained. */
function choices(pieces: readonly FlowInfo[], explained: number | undefined): FlowInfo[] {
  const endings = new Set<string>();
  return pieces.filter(({ piece, route }) => {
    const ending = `${route.outcome} ${route.request.at(-1)?.rule ?? ''}`;
    const isFirst = !endings.has(ending);
    endings.add(ending);
    return isFirst || piece === explained || pieces.length <= MOST_PIECES;
  });
}
const REQUEST = { id: 'request', title: words.request } as const;

/** Where on its way the TLP is, and the way back where there is one. */
export function LegBar({ flows, flow, open, hops, plan }: Props) {
  const info = flows[flow];
  const other = flows.findIndex(
    (one) =>
      one.transferId === info?.transferId && one.piece === info.piece && one.leg !== info.leg,
  );
  const pieces = flows.filter(
    (one) => one.transferId === info?.transferId && one.leg === 'request',
  );
  const assumed = hops.filter(({ rule }) => rule.confidence === 'assumption').length;
  const isPlanned = useRun((state) =>
    (state.run?.plans ?? []).some(({ transfer }) => transfer.id === info?.transferId),
  );
  const options = [
    ...(isPlanned ? [{ id: 'plan', title: planStrings.tab } as const] : []),
    REQUEST,
    ...(other < 0 ? [] : [{ id: 'completion', title: words.completion } as const]),
  ];
  const change = (to: 'plan' | FlowInfo['leg']): void => {
    if (to === 'plan') {
      const transferId = info?.transferId ?? '';
      useView.getState().set({ plan: { transferId, step: 0 } });
      return;
    }
    if (to === info?.leg) {
      useView.getState().set({ plan: null });
      return;
    }
    const event = useJourney.getState().events.find((one) => one.flow === other);
    useView.getState().goTo({ flow: other, hop: event?.hop ?? 0, tlpId: event?.tlpId ?? null });
  };
  return (
    <div className="flex min-h-9 flex-wrap items-center gap-x-2 border-b border-line px-3 py-1 text-s">
      {plan !== null ? (
        <StepBar {...plan} />
      ) : (
        <>
          <span className="font-strong tabular-nums">{words.hopOf(open + 1, hops.length)}</span>
          {assumed > 0 && <span className="text-detour">{words.assumptions(assumed)}</span>}
        </>
      )}
      {info !== undefined && pieces.length > 1 && plan === null && (
        <Select
          label={actionStrings.piece}
          look="outline"
          className="order-last my-1 w-full"
          value={String(info.piece)}
          onChange={(piece) => {
            const index = flows.findIndex(
              (one) => one.transferId === info.transferId && String(one.piece) === piece,
            );
            useView.getState().goTo({ flow: index, hop: 0, tlpId: null });
          }}
        >
          {choices(pieces, info.piece).map(({ piece, route }) => (
            <option key={piece} value={piece}>
              {actionStrings.pieceOf(
                piece + 1,
                pieces.length,
                panelStrings.outcome[route.outcome].toLowerCase(),
              )}
            </option>
          ))}
        </Select>
      )}
      {info !== undefined && options.length > 1 && (
        <span className="ml-auto">
          <Segmented
            label={words.leg}
            options={options}
            current={plan !== null ? 'plan' : info.leg}
            onSelect={change}
          />
        </span>
      )}
    </div>
  );
}
