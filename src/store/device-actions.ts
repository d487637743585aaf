import { freeId } from '../core/scenario/free-name.ts';
import type { DeviceAction } from '../core/scenario/schema.ts';
import { useDocument } from './document.ts';
import { usePlayback } from './playback.ts';
import { useRun } from './run.ts';
import { useView } from './view.ts';

/** The device that actions are about: the selected one that has BARs, else the target of the followed transfer. */
export function actionTarget(): string | null {
  const { components, transfers } = useDocument.getState().scenario;
  const { selection, flow, plan } = useView.getState();
  const selected = components.find(
    (one) => selection.includes(one.id) && 'bars' in one && one.bars.length > 0,
  );
  if (selected !== undefined) return selected.id;
  const run = useRun.getState().run;
  const followed = plan?.transferId ?? run?.flows[flow ?? 0]?.transferId;
  const to = transfers.find(({ id }) => id === followed)?.to;
  return to?.kind === 'bar' ? to.function : null;
}

/** Does something to a device at the instant that is shown; one step to undo. */
export function actNow(functionId: string, kind: DeviceAction['kind']): void {
  const { scenario, edit } = useDocument.getState();
  const before = scenario.actions ?? [];
  const atPs = Math.round(usePlayback.getState().tPs);
  const action: DeviceAction = { id: freeId('action', before), kind, function: functionId, atPs };
  edit({ kind: 'setActions', actions: [...before, action] }, kind);
}

/** Takes one action back out of the document. */
export function dropAction(id: string): void {
  const { scenario, edit } = useDocument.getState();
  const actions = (scenario.actions ?? []).filter((one) => one.id !== id);
  edit({ kind: 'setActions', actions }, 'dropAction');
}
