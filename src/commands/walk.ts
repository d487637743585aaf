import { commitEntry, useEntryEdit } from '../store/entry-edit.ts';
import { currentTranslation, stepRead } from '../store/walk.ts';
import type { Command } from './command.ts';

const hasWalk = (): boolean => (currentTranslation()?.result.walk.length ?? 0) > 0;

export const WALK_COMMANDS = [
  { id: 'walk.next', group: 'view', run: () => stepRead(1), isEnabled: hasWalk },
  { id: 'walk.previous', group: 'view', run: () => stepRead(-1), isEnabled: hasWalk },
  {
    id: 'walk.edit',
    group: 'edit',
    run: () => useEntryEdit.getState().start(),
    isEnabled: () => useEntryEdit.getState().shown !== null,
  },
  {
    id: 'walk.write',
    group: 'edit',
    run: () => commitEntry('write'),
    isEnabled: () => useEntryEdit.getState().write !== null,
  },
  {
    id: 'walk.restore',
    group: 'edit',
    run: () => commitEntry('restore'),
    isEnabled: () => (useEntryEdit.getState().shown?.restore ?? null) !== null,
  },
] as const satisfies readonly Command[];
