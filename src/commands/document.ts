import { EMPTY_SCENARIO, useDocument } from '../store/document.ts';
import { downloadDocument } from '../store/download.ts';
import { printSheet, saveAs } from '../store/exporting.ts';
import type { SavedFormat } from '../store/exporting.ts';
import { useView } from '../store/view.ts';
import type { DialogName } from '../store/view.ts';
import type { Command } from './command.ts';

const open = (dialog: DialogName) => (): void => useView.getState().set({ dialog });

const save = (format: SavedFormat) => (): void => void saveAs(format);

export const DOCUMENT_COMMANDS = [
  {
    id: 'document.new',
    group: 'document',
    run: () => useDocument.getState().open(EMPTY_SCENARIO, 'new'),
  },
  { id: 'document.examples', group: 'document', run: open('gallery') },
  { id: 'document.import', group: 'document', run: open('import') },
  { id: 'document.recent', group: 'document', run: open('recent') },
  { id: 'document.versions', group: 'document', run: open('versions') },
  { id: 'document.download', group: 'document', run: downloadDocument },
  { id: 'document.share', group: 'document', run: open('share') },
  { id: 'document.export', group: 'document', run: open('export') },
  { id: 'document.print', group: 'document', run: () => void printSheet() },
  { id: 'export.png', group: 'document', run: save('png') },
  { id: 'export.svg', group: 'document', run: save('svg') },
  { id: 'export.webm', group: 'document', run: save('webm') },
  { id: 'export.markdown', group: 'document', run: save('markdown') },
  { id: 'export.mermaid', group: 'document', run: save('mermaid') },
  { id: 'export.lspci', group: 'document', run: save('lspci') },
  { id: 'export.qemu', group: 'document', run: save('qemu') },
  { id: 'export.csv', group: 'document', run: save('csv') },
  { id: 'export.ndjson', group: 'document', run: save('ndjson') },
  { id: 'export.perfetto', group: 'document', run: save('perfetto') },
  { id: 'export.pcapng', group: 'document', run: save('pcapng') },
] as const satisfies readonly Command[];
