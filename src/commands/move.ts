import {
  align,
  beginMove,
  dropMove,
  keepMove,
  moveBy,
  selectedBoxCount,
} from '../store/arranging.ts';
import type { Alignment } from '../store/arranging.ts';
import { useView } from '../store/view.ts';
import type { Command } from './command.ts';

/** One step of the grid, and a long one, px. @source ux.md §10 */
const STEP = 8;
const LONG_STEP = 40;

const isMoving = (): boolean => useView.getState().isMoving;

const WAYS = [
  ['up', 'ArrowUp', 0, -1],
  ['down', 'ArrowDown', 0, 1],
  ['left', 'ArrowLeft', -1, 0],
  ['right', 'ArrowRight', 1, 0],
] as const;
type Way = (typeof WAYS)[number][0];

const STEPS = WAYS.flatMap(([way, key, x, y]) => [
  {
    id: `move.${way}`,
    group: 'edit',
    shortcuts: [{ key, where: 'canvas' }],
    run: () => moveBy(x * STEP, y * STEP),
    isEnabled: isMoving,
  } satisfies Command & { readonly id: `move.${Way}` },
  {
    id: `move.${way}Far`,
    group: 'edit',
    shortcuts: [{ key, shift: true, where: 'canvas' }],
    run: () => moveBy(x * LONG_STEP, y * LONG_STEP),
    isEnabled: isMoving,
  } satisfies Command & { readonly id: `move.${Way}Far` },
]);

/** What keys mean while the selection is being moved; they come before all others then. */
export const MOVING_COMMANDS = [
  ...STEPS,
  {
    id: 'move.keep',
    group: 'edit',
    shortcuts: [
      { key: 'Enter', where: 'canvas' },
      { key: 'm', where: 'canvas' },
    ],
    run: keepMove,
    isEnabled: isMoving,
  },
  {
    id: 'move.drop',
    group: 'edit',
    shortcuts: [{ key: 'Escape', where: 'canvas' }],
    run: dropMove,
    isEnabled: isMoving,
  },
] as const satisfies readonly Command[];

const ALIGNMENTS = ['left', 'centre', 'top', 'spread'] as const satisfies readonly Alignment[];

export const MOVE_COMMANDS = [
  {
    id: 'move.start',
    group: 'edit',
    shortcuts: [{ key: 'm', where: 'canvas' }],
    run: beginMove,
    isEnabled: () => !isMoving() && selectedBoxCount() > 0,
  },
  ...ALIGNMENTS.map((alignment): Command & { readonly id: `align.${Alignment}` } => ({
    id: `align.${alignment}`,
    group: 'edit',
    run: () => align(alignment),
    isEnabled: () => selectedBoxCount() > (alignment === 'spread' ? 2 : 1),
  })),
  ...MOVING_COMMANDS,
] as const satisfies readonly Command[];
