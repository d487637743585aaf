import { usePreferences } from '../store/preferences.ts';
import { useRun } from '../store/run.ts';
import { useTlpEdit } from '../store/tlp-edit.ts';
import { useView } from '../store/view.ts';
import type { Command } from './command.ts';

const isShown = (): boolean => useTlpEdit.getState().shown !== null;

function inject(): void {
  useTlpEdit.getState().inject();
  usePreferences.getState().set({ isRightOpen: true });
  useView.getState().set({ rightTab: 'query' });
}

/** The selected function if a TLP can reach it over its link; null: none is selected. */
function selectedPort(): string | null {
  const id = useView.getState().selection.at(-1) ?? '';
  const { machine } = useRun.getState();
  const fn = machine?.functions[machine.functionById.get(id) ?? -1];
  return fn && (fn.linkAbove ?? fn.linkBelow) !== null ? id : null;
}

/** Puts the TLP of the Bytes panel on the wire at the selected port; while none is shown, the panel opens with that port. */
function injectHere(): void {
  const port = selectedPort();
  if (port === null) return;
  useTlpEdit.getState().choosePort(port);
  if (isShown()) {
    inject();
    return;
  }
  usePreferences.getState().set({ isBottomOpen: true });
  useView.getState().showBottom('bytes');
}

function toggleOnCanvas(): void {
  const { injected, showOnCanvas } = useTlpEdit.getState();
  showOnCanvas(injected?.isOnCanvas === false);
}

/** Editing the header of the selected TLP and putting it on the wire again. */
export const TLP_COMMANDS = [
  { id: 'tlp.flip', group: 'edit', run: () => useTlpEdit.getState().flip(), isEnabled: isShown },
  {
    id: 'tlp.revert',
    group: 'edit',
    run: () => useTlpEdit.getState().revert(),
    isEnabled: () => useTlpEdit.getState().edited !== null,
  },
  {
    id: 'tlp.inject',
    group: 'edit',
    run: inject,
    isEnabled: () => {
      const { shown, port } = useTlpEdit.getState();
      return shown !== null && (port ?? shown.nextPort) !== null;
    },
  },
  {
    id: 'tlp.injectHere',
    group: 'edit',
    run: injectHere,
    isEnabled: () => selectedPort() !== null,
  },
  {
    id: 'tlp.onCanvas',
    group: 'view',
    run: toggleOnCanvas,
    isEnabled: () => useTlpEdit.getState().injected !== null,
  },
  {
    id: 'tlp.withdraw',
    group: 'edit',
    run: () => useTlpEdit.getState().withdraw(),
    isEnabled: () => useTlpEdit.getState().injected !== null,
  },
] as const satisfies readonly Command[];
