import { hopsOf } from '../core/pcie/hops-of.ts';
import { PRESETS } from '../core/scenario/presets/index.ts';
import { notify } from './notices.ts';
import { openPreset } from './open.ts';
import { settled } from './settled.ts';
import { useRun } from './run.ts';
import { useView } from './view.ts';

/** Makes the first hop at which a rule decides the one explained; without such a hop the first stays. */
function showRule(rule: string): void {
  const flows = useRun.getState().run?.flows ?? [];
  for (const [flow, info] of flows.entries()) {
    const hop = hopsOf(info).findIndex((one) => one.rule === rule);
    if (hop < 0) continue;
    useView.getState().goTo({ flow, hop, tlpId: null });
    return;
  }
}

/**
 * Opens the example that a fragment names: `#example=redirected`, or `#example=redirected&rule=ACS-RR` to stand where
 * that rule decides.
 *
 * @returns false when there is no example of that name; then it is told.
 */
export async function openExampleLink(fragment: string): Promise<boolean> {
  const parameters = new URLSearchParams(fragment.replace(/^#/, ''));
  const id = parameters.get('example');
  const preset = PRESETS.find((one) => one.id === id);
  if (preset === undefined) {
    const text = `There is no example “${id?.slice(0, 64)}”: choose one under Examples.`;
    notify({ kind: 'unopened', text, raw: fragment });
    return false;
  }
  openPreset(preset);
  const rule = parameters.get('rule');
  if (rule !== null) {
    await settled();
    showRule(rule);
  }
  return true;
}
