import { usePreferences } from '../store/preferences.ts';
import { LAST_STEP, showLifeStep, useLife } from '../store/life.ts';
import { useView } from '../store/view.ts';
import type { Command } from './command.ts';

const isShown = (): boolean => useView.getState().bottomTab === 'sequence';

function go(by: 1 | -1): void {
  const { step, goTo } = useLife.getState();
  goTo(step + by);
}

/** Steps through the life of an assigned device. */
export const LIFE_COMMANDS = [
  {
    id: 'view.sequence',
    group: 'view',
    shortcuts: [{ key: '6', where: 'canvas' }],
    run: () => {
      usePreferences.getState().set({ isBottomOpen: true });
      useView.getState().showBottom('sequence');
    },
  },
  {
    id: 'life.next',
    group: 'time',
    shortcuts: [{ key: 'PageDown', where: 'canvas' }],
    run: () => go(1),
    isEnabled: () => isShown() && useLife.getState().step < LAST_STEP,
  },
  {
    id: 'life.previous',
    group: 'time',
    shortcuts: [{ key: 'PageUp', where: 'canvas' }],
    run: () => go(-1),
    isEnabled: () => isShown() && useLife.getState().step > 0,
  },
  {
    id: 'life.show',
    group: 'time',
    run: showLifeStep,
    isEnabled: isShown,
  },
] as const satisfies readonly Command[];
