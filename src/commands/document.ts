import { EMPTY_SCENARIO, useDocument } from '../store/document.ts';
import { downloadDocument } from '../store/download.ts';
import { useView } from '../store/view.ts';
import type { DialogName } from '../store/view.ts';
import type { Command } from './command.ts';

const open = (dialog: DialogName) => (): void => useView.getState().set({ dialog });

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
] as const satisfies readonly Command[];
