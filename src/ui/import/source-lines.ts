import type { Import, InputFile } from '../../formats/import.ts';

/** How a line of the source is lit: `note` where something was assumed from it, `warn` where it was ignored. */
export type Mark = 'note' | 'warn';

/** One line of what was pasted; `number` counts from 1 within its file. */
export interface SourceLine {
  readonly number: number;
  readonly text: string;
}

/** All lines of all files, one below the other. */
export function linesOf(files: readonly InputFile[]): readonly SourceLine[] {
  return files.flatMap((file) =>
    file.text.split(/\r?\n/).map((text, index) => ({ number: index + 1, text })),
  );
}

/** Where each file begins in the list of all lines, by its name. */
function startsOf(files: readonly InputFile[]): ReadonlyMap<string, number> {
  let start = 0;
  return new Map(
    files.map((file) => {
      const entry: [string, number] = [file.name, start];
      start += file.text.split('\n').length;
      return entry;
    }),
  );
}

/** Index in the list of all lines of a place; null where no line is named. */
export function lineIndex(
  files: readonly InputFile[],
  place: { readonly line: number; readonly file?: string },
): number | null {
  if (place.line === 0) return null;
  const start = place.file === undefined ? 0 : (startsOf(files).get(place.file) ?? 0);
  return start + place.line - 1;
}

/** The lines that the report names, by their index. */
export function marksOf(imported: Import, files: readonly InputFile[]): ReadonlyMap<number, Mark> {
  const marks = new Map<number, Mark>();
  const add = (places: Import['assumed'] | Import['ignored'], mark: Mark): void => {
    for (const place of places) {
      const index = lineIndex(files, place);
      if (index !== null) marks.set(index, mark);
    }
  };
  add(imported.assumed, 'note');
  add(imported.ignored, 'warn');
  return marks;
}
