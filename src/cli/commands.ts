import type { Command } from './command.ts';
import { ANSWER } from './commands/answer.ts';

/** Every command by its name. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  answer: ANSWER,
};
