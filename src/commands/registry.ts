import { defined } from '../core/base/assert.ts';
import { BOOKMARK_COMMANDS } from './bookmarks.ts';
import type { Command } from './command.ts';
import { DEVICE_COMMANDS } from './device.ts';
import { DOCUMENT_COMMANDS } from './document.ts';
import { EDIT_COMMANDS } from './edit.ts';
import { LESSON_COMMANDS } from './lessons.ts';
import { LIFE_COMMANDS } from './life.ts';
import { FAULT_COMMANDS } from './faults.ts';
import { MOVE_COMMANDS } from './move.ts';
import { PLAN_COMMANDS } from './plan.ts';
import { PRESENT_COMMANDS } from './present.ts';
import { SOFTWARE_COMMANDS } from './software.ts';
import { TIME_COMMANDS } from './time.ts';
import { TLP_COMMANDS } from './tlp.ts';
import { VIEW_COMMANDS } from './view.ts';
import { WALK_COMMANDS } from './walk.ts';

/** Every action of the program, in the order of the shortcut list. */
export const COMMANDS = [
  ...DOCUMENT_COMMANDS,
  ...EDIT_COMMANDS,
  ...MOVE_COMMANDS,
  ...FAULT_COMMANDS,
  ...TLP_COMMANDS,
  ...TIME_COMMANDS,
  ...PLAN_COMMANDS,
  ...DEVICE_COMMANDS,
  ...LIFE_COMMANDS,
  ...SOFTWARE_COMMANDS,
  ...BOOKMARK_COMMANDS,
  ...VIEW_COMMANDS,
  ...LESSON_COMMANDS,
  ...PRESENT_COMMANDS,
  ...WALK_COMMANDS,
] satisfies readonly Command[];

export type CommandId = (typeof COMMANDS)[number]['id'];

/** The command of an id. */
export function commandOf(id: CommandId): Command {
  return defined<Command>(
    COMMANDS.find((one) => one.id === id),
    `command ${id}`,
  );
}

/** Runs a command by its id unless it is disabled just now; returns whether it ran. */
export function runCommand(id: CommandId): boolean {
  const command = commandOf(id);
  if (command.isEnabled?.() === false) return false;
  command.run();
  return true;
}
