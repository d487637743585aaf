import type { Command } from './command.ts';
import { COMMANDS } from './registry.ts';

/** Keys that move the view; all others of the view open something that an embedded picture has not. */
const VIEW_KEYS = ['view.zoomIn', 'view.zoomOut', 'view.fit', 'view.fitSelection', 'view.hulls'];

/** What keys do in somebody else's page: they move time and view and change nothing; other keys are the page's. */
export const EMBED_COMMANDS: readonly Command[] = COMMANDS.filter(
  ({ id, group }) => group === 'time' || VIEW_KEYS.includes(id),
);
