import type { Command } from './command.ts';
import { ANSWER } from './commands/answer.ts';
import { DES } from './commands/des.ts';
import { EXPORT } from './commands/export.ts';
import { GROUPS } from './commands/groups.ts';
import { IMPORT } from './commands/import.ts';
import { MATRIX } from './commands/matrix.ts';
import { P2P } from './commands/p2p.ts';
import { ROUTE } from './commands/route.ts';
import { RUN } from './commands/run.ts';
import { SHOW } from './commands/show.ts';
import { WHY } from './commands/why.ts';

/** Every command by its name. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  answer: ANSWER,
  des: DES,
  export: EXPORT,
  groups: GROUPS,
  import: IMPORT,
  matrix: MATRIX,
  p2p: P2P,
  route: ROUTE,
  run: RUN,
  show: SHOW,
  why: WHY,
};
