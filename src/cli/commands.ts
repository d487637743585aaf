import type { Command } from './command.ts';
import { ANSWER } from './commands/answer.ts';
import { IMPORT } from './commands/import.ts';
import { SHOW } from './commands/show.ts';

/** Every command by its name. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  answer: ANSWER,
  import: IMPORT,
  show: SHOW,
};
