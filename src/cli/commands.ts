import type { Command } from './command.ts';
import { ANSWER } from './commands/answer.ts';
import { DES } from './commands/des.ts';
import { IMPORT } from './commands/import.ts';
import { SHOW } from './commands/show.ts';

/** Every command by its name. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  answer: ANSWER,
  des: DES,
  import: IMPORT,
  show: SHOW,
};
