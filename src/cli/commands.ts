import type { Command } from './command.ts';
import { ANSWER } from './commands/answer.ts';
import { DES } from './commands/des.ts';
import { GROUPS } from './commands/groups.ts';
import { IMPORT } from './commands/import.ts';
import { P2P } from './commands/p2p.ts';
import { ROUTE } from './commands/route.ts';
import { RUN } from './commands/run.ts';
import { SHOW } from './commands/show.ts';

/** Every command by its name. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  answer: ANSWER,
  des: DES,
  groups: GROUPS,
  import: IMPORT,
  p2p: P2P,
  route: ROUTE,
  run: RUN,
  show: SHOW,
};
