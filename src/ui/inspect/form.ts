import type { Edit } from '../../core/scenario/edit.ts';
import type { Machine } from '../../core/machine/types.ts';
import { useDocument } from '../../store/document.ts';

/** What every form of the panel is given. */
export interface FormProps {
  /** The last machine that could be enumerated; null when there is none. */
  readonly machine: Machine | null;
}

/** Applies an edit as one undo step; the store says why when it is refused. */
export function submit(label: string, edit: Edit): void {
  useDocument.getState().edit(edit, label);
}
