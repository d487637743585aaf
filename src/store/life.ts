import { create } from 'zustand';

/** Where a person stands in the life of an assigned device: the index of the step; never undone. */
interface LifeView {
  readonly step: number;
  readonly goTo: (step: number) => void;
}

export const useLife = create<LifeView>()((set) => ({
  step: 0,
  goTo: (step) => set({ step }),
}));
