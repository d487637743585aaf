import type { InputFile } from '../formats/import.ts';
import { isPng, sceneInPng } from '../formats/picture-png.ts';
import { LARGEST_INPUT_BYTES, describeImportProblem } from '../formats/problem.ts';
import type { ImportProblem } from '../formats/problem.ts';
import { acceptImport, failImport, readFiles, useImport } from './importing.ts';
import { useView } from './view.ts';

/** A picture of a large machine is larger than the text of any. Bytes. */
const MOST_PICTURE_BYTES = 64 * 1024 * 1024;

/** The text of a file, or what is wrong with it. A PNG gives the document that it holds. */
async function textOf(file: File): Promise<InputFile | ImportProblem> {
  const { name, size } = file;
  const head = new Uint8Array(await file.slice(0, 8).arrayBuffer());
  if (!isPng(head)) {
    // Not even read: it may be larger than memory.
    if (size > LARGEST_INPUT_BYTES) return { code: 'tooLarge', file: name, bytes: size };
    return { name, text: await file.text() };
  }
  if (size > MOST_PICTURE_BYTES) return { code: 'tooLarge', file: name, bytes: size };
  const text = sceneInPng(new Uint8Array(await file.arrayBuffer()));
  return text === null ? { code: 'plainPicture', file: name } : { name, text };
}

/** Reads dropped or chosen files for the import dialog, whatever they are. */
export async function readDropped(list: Iterable<File>): Promise<void> {
  const read = await Promise.all([...list].map(textOf));
  const files: InputFile[] = [];
  for (const one of read) {
    if ('code' in one) {
      failImport(describeImportProblem(one));
      return;
    }
    files.push(one);
  }
  if (files.length > 0) readFiles(files);
}

/** Opens files that were dropped on the window: a saved document or picture at once, anything else with a preview. */
export async function openDropped(list: Iterable<File>): Promise<void> {
  useView.getState().set({ dialog: 'import' });
  await readDropped(list);
  if (useImport.getState().stage.kind !== 'document') return;
  acceptImport(null);
  useView.getState().set({ dialog: null });
}
