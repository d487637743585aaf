import { clipOf, clipText, parseClip, pasteOf } from '../core/scenario/copy.ts';
import type { Clip } from '../core/scenario/copy.ts';
import { useDocument } from './document.ts';
import { readFiles } from './importing.ts';
import { notify } from './notices.ts';
import { useView } from './view.ts';
import { requestViewport } from './viewport.ts';

/*
 * The clipboard. What was copied is also kept on the page, for browsers that let no program read the system's
 * clipboard.
 */

/** How far a copy stands from its original, px: three steps of the grid. */
const SHIFT = 24;

let kept: Clip | null = null;

function selectedIds(): readonly string[] {
  const { components } = useDocument.getState().scenario;
  return useView.getState().selection.filter((id) => components.some((one) => one.id === id));
}

/** Copies the selected components with what is inside them and what runs between them. */
export async function copySelection(): Promise<void> {
  kept = clipOf(useDocument.getState().scenario, selectedIds());
  try {
    await navigator.clipboard.writeText(clipText(kept));
  } catch {
    // The copy on this page is enough to paste here.
  }
}

function insert(clip: Clip, on: (id: string) => string | undefined, label: string): void {
  const { scenario, edit } = useDocument.getState();
  const pasted = pasteOf(scenario, clip, { on, shift: SHIFT });
  if (pasted === null) {
    notify({ kind: 'nothingToPaste' });
    return;
  }
  if (!edit(pasted.edit, label)) return;
  useView.getState().select(pasted.ids);
  const [first] = pasted.ids;
  if (first !== undefined) requestViewport({ kind: 'reveal', id: first });
}

/** Pastes what was copied last, plugged into what is selected. */
function pasteClip(clip: Clip): void {
  const on = useView.getState().selection.at(-1);
  insert(clip, () => on, 'paste');
}

/** A copy of the selection beside it: what hangs on a link gets a port of the same switch or root complex. */
export function duplicateSelection(): void {
  const { scenario } = useDocument.getState();
  const ownerOf = (id: string): string | undefined => {
    const port = scenario.links.find((link) => link.to === id)?.from;
    const component = scenario.components.find((one) => one.id === port);
    return component && 'parent' in component ? (component.parent ?? undefined) : undefined;
  };
  insert(clipOf(scenario, selectedIds()), ownerOf, 'duplicate');
}

/**
 * Takes a text that was pasted onto the canvas: a piece copied here or in another window is pasted, any other text
 * is read as a machine in the import dialog.
 *
 * @param importedName what the text is called in the preview.
 */
export function pasteText(text: string, importedName: string): void {
  const clip = parseClip(text);
  if (clip !== null) pasteClip(clip);
  else if (text.trim() === '') pasteKept();
  else {
    useView.getState().set({ dialog: 'import' });
    readFiles([{ name: importedName, text }]);
  }
}

function pasteKept(): void {
  if (kept === null) notify({ kind: 'nothingToPaste' });
  else pasteClip(kept);
}

/** Pastes from the menu: asks the system's clipboard, or takes what this page copied last. */
export async function pasteFromSystem(): Promise<void> {
  const text = await navigator.clipboard.readText().catch(() => '');
  const clip = parseClip(text);
  if (clip === null) pasteKept();
  else pasteClip(clip);
}
