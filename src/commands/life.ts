import { scenarioOfLife } from '../core/cca/life-scenario.ts';
import { playLife } from '../core/cca/life.ts';
import { usePreferences } from '../store/preferences.ts';
import { useLife } from '../store/life.ts';
import { openAt } from '../store/open.ts';
import { useView } from '../store/view.ts';
import type { Command } from './command.ts';

const LAST = playLife().length - 1;
const isShown = (): boolean => useView.getState().bottomTab === 'sequence';

function show(): void {
  const { step } = useLife.getState();
  const moment = playLife()[step];
  if (moment === undefined) return;
  const title = `Assigned device, step ${step + 1}`;
  openAt(scenarioOfLife(moment, title), 'example', { tPs: 0, selection: [], tlpId: null });
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
    run: () => useLife.getState().goTo(Math.min(LAST, useLife.getState().step + 1)),
    isEnabled: () => isShown() && useLife.getState().step < LAST,
  },
  {
    id: 'life.previous',
    group: 'time',
    shortcuts: [{ key: 'PageUp', where: 'canvas' }],
    run: () => useLife.getState().goTo(Math.max(0, useLife.getState().step - 1)),
    isEnabled: () => isShown() && useLife.getState().step > 0,
  },
  {
    id: 'life.show',
    group: 'time',
    run: show,
    isEnabled: isShown,
  },
] as const satisfies readonly Command[];
