import { create } from 'zustand';
import type { Result } from '../core/base/result.ts';
import type { Transfer } from '../core/scenario/schema.ts';
import type { Exported, ExportFormat } from '../formats/export/write.ts';
import { writeBeside } from '../worker/export-client.ts';
import { useDocument } from './document.ts';
import { notify } from './notices.ts';
import { downloadFile, fileNameOf } from './transfer-files.ts';
import { useView } from './view.ts';

/** Files that are drawn: the canvas makes them. */
export type PictureFormat = 'png' | 'svg' | 'webm';

/** What can be saved as a file. */
export type SavedFormat = PictureFormat | Exclude<ExportFormat, 'link'>;

/** What the canvas offers: pictures as files, and the printed sheet. */
export interface PictureMaker {
  /** The error is one sentence without its end: why there is no such file. */
  readonly make: (format: PictureFormat) => Promise<Result<Blob, string>>;
  /** From now on whatever prints the page prints the sheet. */
  readonly prepare: () => void;
  readonly print: () => void;
  /** The transfer that the path query asks about; null: it asks nothing. */
  readonly askedTransfer: () => Transfer | null;
}

interface ExportState {
  /** What is being written. */
  readonly busy: SavedFormat | null;
  /** The last file and what it lacks. */
  readonly done: { readonly file: string; readonly notes: readonly string[] } | null;
  /** Why the last one failed. */
  readonly problem: string | null;
  readonly theme: 'light' | 'dark';
}

export const useExport = create<ExportState>()(() => ({
  busy: null,
  done: null,
  problem: null,
  theme: 'light',
}));

const FILES: Readonly<Record<SavedFormat, readonly [extension: string, type: string]>> = {
  png: ['png', 'image/png'],
  svg: ['svg', 'image/svg+xml'],
  webm: ['webm', 'video/webm'],
  scenario: ['json', 'application/json'],
  lspci: ['lspci.txt', 'text/plain'],
  qemu: ['qemu.sh', 'text/x-shellscript'],
  mermaid: ['mmd', 'text/plain'],
  markdown: ['md', 'text/markdown'],
  csv: ['csv', 'text/csv'],
  ndjson: ['ndjson', 'application/x-ndjson'],
  perfetto: ['perfetto.json', 'application/json'],
  pcapng: ['pcapng', 'application/octet-stream'],
};

let loadMaker: (() => Promise<PictureMaker>) | null = null;

/** Tells who draws pictures; it is loaded when the first one is wanted. */
export function providePictures(load: () => Promise<PictureMaker>): void {
  loadMaker = load;
}

async function contentOf(
  format: SavedFormat,
): Promise<Result<{ content: Blob | Exported['content']; notes: readonly string[] }, string>> {
  const maker = await loadMaker?.();
  if (format === 'png' || format === 'svg' || format === 'webm') {
    const made = await maker?.make(format);
    if (made === undefined) return { ok: false, error: 'there is no canvas to draw' };
    return made.ok ? { ok: true, value: { content: made.value, notes: [] } } : made;
  }
  const { scenario } = useDocument.getState();
  const transfer = format === 'markdown' ? (maker?.askedTransfer() ?? null) : null;
  return writeBeside({ format, scenario, transfer });
}

/** Writes the open document or its run as a file and offers it; the reason of a failure is told. */
export async function saveAs(format: SavedFormat): Promise<void> {
  if (useExport.getState().busy !== null) return;
  const { id } = useDocument.getState();
  useExport.setState({ busy: format, done: null, problem: null });
  const written = await contentOf(format).catch((error: unknown): Result<never, string> => ({
    ok: false,
    error: error instanceof Error ? error.message : String(error),
  }));
  useExport.setState({ busy: null });
  // Another document was opened meanwhile: nobody waits for this one.
  if (id !== useDocument.getState().id) return;
  if (!written.ok) {
    useExport.setState({ problem: written.error });
    if (useView.getState().dialog !== 'export')
      notify({ kind: 'exportFailed', text: written.error });
    return;
  }
  const { content, notes } = written.value;
  const [extension, type] = FILES[format];
  const file = fileNameOf(useDocument.getState().scenario.title, extension);
  downloadFile(file, content instanceof Blob ? content : new Blob([content], { type }));
  useExport.setState({ done: { file, notes } });
}

/** Prints the picture and the hops. */
export async function printSheet(): Promise<void> {
  (await loadMaker?.())?.print();
}
