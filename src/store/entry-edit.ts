import { create } from 'zustand';
import type { TranslateStep } from '../core/pcie/types.ts';
import type { Edit } from '../core/scenario/edit.ts';
import { useDocument } from './document.ts';

/** The table entry that the walk shows, as the hardware read it. */
export interface ShownEntry {
  readonly step: TranslateStep;
  /** The edit that takes back what was written into it by hand; null: nothing was. */
  readonly restore: Edit | null;
}

/** A table entry under the hand of a person; no part of the document until it is written. */
interface EntryEdit {
  /** null: none that the document could change. */
  readonly shown: ShownEntry | null;
  /** The entry with the changes so far; null: it is only looked at. */
  readonly draft: TranslateStep | null;
  /** The edit that writes the draft; null: it says what the tables say. */
  readonly write: Edit | null;

  /** Shows another entry; a draft of the one before is dropped. */
  readonly show: (shown: ShownEntry | null) => void;
  /** Takes the entry in hand. */
  readonly start: () => void;
  readonly change: (draft: TranslateStep, write: Edit | null) => void;
  /** Lets it go unchanged. */
  readonly leave: () => void;
}

const isSame = (a: ShownEntry | null, b: ShownEntry | null): boolean =>
  a?.step === b?.step || (a?.step.address === b?.step.address && a?.step.table === b?.step.table);

export const useEntryEdit = create<EntryEdit>()((set) => ({
  shown: null,
  draft: null,
  write: null,
  show: (shown) =>
    set((state) => (isSame(state.shown, shown) ? { shown } : { shown, draft: null, write: null })),
  start: () => set(({ shown }) => ({ draft: shown?.step ?? null, write: null })),
  change: (draft, write) => set({ draft, write }),
  leave: () => set({ draft: null, write: null }),
}));

/** Writes the draft into the document, or takes back what was written by hand, as one step. */
export function commitEntry(what: 'write' | 'restore'): void {
  const { write, shown, leave } = useEntryEdit.getState();
  const edit = what === 'write' ? write : (shown?.restore ?? null);
  leave();
  if (edit !== null) useDocument.getState().edit(edit, `walk.${what}`);
}
