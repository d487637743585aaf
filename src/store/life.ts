import { create } from 'zustand';
import { LIFE_STEPS } from '../core/cca/life-steps.ts';
import { notify } from './notices.ts';
import { showScene } from './show.ts';

/** Where a person stands in the life of an assigned device: the index of the step; never undone. */
interface LifeView {
  readonly step: number;
  readonly goTo: (step: number) => void;
}

/** Index of the last step. */
export const LAST_STEP = LIFE_STEPS.length - 1;

export const useLife = create<LifeView>()((set) => ({
  step: 0,
  goTo: (step) => set({ step: Math.max(0, Math.min(LAST_STEP, step)) }),
}));

/** Opens the document of the step: the tables as the calls left them, and a peer that tries both addresses. */
export function showLifeStep(): void {
  const { step } = useLife.getState();
  const open = async (): Promise<void> => {
    // Only who asks for it loads what builds it.
    const [{ playLife }, { scenarioOfLife }] = await Promise.all([
      import('../core/cca/life.ts'),
      import('../core/cca/life-scenario.ts'),
    ]);
    const moment = playLife()[step];
    if (moment === undefined) return;
    const scenario = scenarioOfLife(moment, `Assigned device, step ${step + 1}`);
    showScene(scenario);
  };
  open().catch(() => notify({ kind: 'partMissing' }));
}
