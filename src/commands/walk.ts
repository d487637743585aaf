import { currentTranslation, stepRead } from '../store/walk.ts';
import type { Command } from './command.ts';

const hasWalk = (): boolean => (currentTranslation()?.result.walk.length ?? 0) > 0;

export const WALK_COMMANDS = [
  { id: 'walk.next', group: 'view', run: () => stepRead(1), isEnabled: hasWalk },
  { id: 'walk.previous', group: 'view', run: () => stepRead(-1), isEnabled: hasWalk },
] as const satisfies readonly Command[];
