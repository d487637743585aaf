import { useDocument } from '../store/document.ts';
import type { Command } from './command.ts';

export const EDIT_COMMANDS = [
  {
    id: 'edit.undo',
    group: 'edit',
    shortcuts: [{ key: 'z', mod: true, where: 'anywhere' }],
    run: () => useDocument.getState().undo(),
    isEnabled: () => useDocument.getState().past.length > 0,
  },
  {
    id: 'edit.redo',
    group: 'edit',
    shortcuts: [
      { key: 'z', mod: true, shift: true, where: 'anywhere' },
      { key: 'y', mod: true, where: 'anywhere' },
    ],
    run: () => useDocument.getState().redo(),
    isEnabled: () => useDocument.getState().future.length > 0,
  },
] as const satisfies readonly Command[];
