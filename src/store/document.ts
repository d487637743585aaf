import { create } from 'zustand';
import { SCENARIO_VERSION } from '../core/scenario/schema.ts';
import type { Scenario } from '../core/scenario/schema.ts';
import { commit, redo, startHistory, undo } from './history.ts';
import type { Step } from './history.ts';

/** What a new document starts from. */
export const EMPTY_SCENARIO: Scenario = {
  format: 'p2pdma-scenario',
  version: SCENARIO_VERSION,
  title: 'Untitled machine',
  system: { cpu: 'amd-zen', kernel: '7.3', iommu: 'on' },
  components: [],
  links: [],
  transfers: [],
};

/** The document: the only state that is undone, saved and shared. */
export interface DocumentState {
  /** Names the document in storage; a new one for each document opened. */
  readonly id: string;
  readonly scenario: Scenario;
  readonly past: readonly Step<Scenario>[];
  readonly future: readonly Step<Scenario>[];
  /** The scenario as it was when the gesture began, or null outside of one. */
  readonly gesture: { readonly label: string; readonly before: Scenario } | null;

  /** Changes the document in one undo step; within a gesture, the step is the gesture's. */
  readonly change: (label: string, next: (scenario: Scenario) => Scenario) => void;
  /** Opens another document: its own id, nothing to undo. */
  readonly open: (scenario: Scenario, id?: string) => void;
  readonly undo: () => void;
  readonly redo: () => void;
  /** From here to `endGesture` all changes are one undo step, e.g. a drag. */
  readonly beginGesture: (label: string) => void;
  readonly endGesture: () => void;
  /** Takes back everything since `beginGesture`; nothing is left to undo or redo. */
  readonly cancelGesture: () => void;
}

/** A fresh document id; random because two tabs must not invent the same one. */
export function newDocumentId(): string {
  return crypto.randomUUID();
}

export const useDocument = create<DocumentState>()((set, get) => ({
  id: newDocumentId(),
  scenario: EMPTY_SCENARIO,
  past: [],
  future: [],
  gesture: null,

  change: (label, next) => {
    const { scenario, past, future, gesture } = get();
    const value = next(scenario);
    if (value === scenario) return;
    if (gesture) {
      set({ scenario: value });
      return;
    }
    const history = commit({ past, present: scenario, future }, label, value);
    set({ scenario: history.present, past: history.past, future: history.future });
  },

  open: (scenario, id = newDocumentId()) => {
    const history = startHistory(scenario);
    set({ id, scenario, past: history.past, future: history.future, gesture: null });
  },

  undo: () => {
    get().cancelGesture();
    const { scenario, past, future } = get();
    const history = undo({ past, present: scenario, future });
    set({ scenario: history.present, past: history.past, future: history.future });
  },

  redo: () => {
    get().cancelGesture();
    const { scenario, past, future } = get();
    const history = redo({ past, present: scenario, future });
    set({ scenario: history.present, past: history.past, future: history.future });
  },

  beginGesture: (label) => {
    get().endGesture();
    set({ gesture: { label, before: get().scenario } });
  },

  endGesture: () => {
    const { gesture, scenario, past, future } = get();
    if (!gesture) return;
    const history = commit({ past, present: gesture.before, future }, gesture.label, scenario);
    set({ scenario, past: history.past, future: history.future, gesture: null });
  },

  cancelGesture: () => {
    const { gesture } = get();
    if (gesture) set({ scenario: gesture.before, gesture: null });
  },
}));
