import { usePreferences } from '../store/preferences.ts';
import { useTlpEdit } from '../store/tlp-edit.ts';
import { useView } from '../store/view.ts';
import type { Command } from './command.ts';

const isShown = (): boolean => useTlpEdit.getState().shown !== null;

function inject(): void {
  useTlpEdit.getState().inject();
  usePreferences.getState().set({ isRightOpen: true });
  useView.getState().set({ rightTab: 'query' });
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
