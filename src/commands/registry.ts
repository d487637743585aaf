import { useDocument } from '../store/document.ts';
import { usePlayback } from '../store/playback.ts';
import type { Command } from './command.ts';

/** Every action of the program, in the order of the shortcut list. */
export const COMMANDS = [
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
  {
    id: 'time.toggle',
    group: 'time',
    shortcuts: [{ code: 'Space', where: 'canvas' }],
    run: () => {
      const { isPlaying, pause, play } = usePlayback.getState();
      if (isPlaying) pause();
      else play();
    },
  },
] as const satisfies readonly Command[];

export type CommandId = (typeof COMMANDS)[number]['id'];

/** Runs a command by its id unless it is disabled just now; returns whether it ran. */
export function runCommand(id: CommandId): boolean {
  const command: Command | undefined = COMMANDS.find((one) => one.id === id);
  if (command === undefined || command.isEnabled?.() === false) return false;
  command.run();
  return true;
}
