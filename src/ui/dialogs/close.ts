import { useView } from '../../store/view.ts';

/** Closes the open dialog. */
export function closeDialog(): void {
  useView.getState().set({ dialog: null });
}
