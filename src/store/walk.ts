import { hopsOf } from '../core/pcie/hops-of.ts';
import { create } from 'zustand';
import type { Hop, TranslateResult } from '../core/pcie/types.ts';
import type { FlowInfo } from '../core/sim/types.ts';
import { usePlayback } from './playback.ts';
import { usePreferences } from './preferences.ts';
import { useRun } from './run.ts';
import { useView } from './view.ts';

/** Which read of the table walk is looked at. */
export interface WalkState {
  /** Number of the read, from 1; null: the last, the one that decided. */
  readonly read: number | null;
}

export const useWalk = create<WalkState>()(() => ({ read: null }));

/** A hop at an IOMMU, with its whole answer. */
export interface TranslatedHop {
  readonly hop: Hop;
  readonly result: TranslateResult;
}

/**
 * The translation that a person looks at: of the "here" hop where that is at an IOMMU, else the first of the
 * transfer's path; null where no IOMMU was asked.
 */
export function translationAt(info: FlowInfo, at: number | null): TranslatedHop | null {
  const leg = hopsOf(info);
  const here = at === null ? undefined : leg[at];
  const hop = here?.translation
    ? here
    : info.route.request.find(({ translation }) => translation !== undefined);
  return hop?.translation === undefined ? null : { hop, result: hop.translation };
}

/** The translation that is looked at now. */
export function currentTranslation(): TranslatedHop | null {
  const { flow, hop } = useView.getState();
  const info = useRun.getState().run?.flows[flow ?? 0];
  return info === undefined ? null : translationAt(info, hop);
}

/** Looks at the read before (-1) or after (1) the present one; stays within the walk. */
export function stepRead(by: 1 | -1): void {
  const count = currentTranslation()?.result.walk.length ?? 0;
  const now = useWalk.getState().read ?? count;
  useWalk.setState({ read: Math.min(count, Math.max(1, now + by)) });
}

/** The translation of the "here" hop itself; null when that hop is at no IOMMU. */
function translationHere(): TranslateResult | null {
  const { flow, hop } = useView.getState();
  const info = useRun.getState().run?.flows[flow ?? 0];
  if (info === undefined || hop === null) return null;
  const leg = hopsOf(info);
  return leg[hop]?.translation ?? null;
}

/** From now on the walk opens by itself whenever a step comes to an IOMMU, unless a person does not want that. */
export function connectWalk(): void {
  let before: TranslateResult | null = null;
  useView.subscribe(({ flow, hop }, old) => {
    if (flow === old.flow && hop === old.hop) return;
    const here = translationHere();
    if (here === before) return;
    before = here;
    if (here === null) return;
    useWalk.setState({ read: null });
    // While time runs nothing but packets moves.
    const isStill = !usePlayback.getState().isPlaying;
    if (isStill && usePreferences.getState().walkOpens) useView.getState().showBottom('walk');
  });
}
