import { create } from 'zustand';
import { applyEdit } from '../core/scenario/edit.ts';
import type { Edit } from '../core/scenario/edit.ts';
import { describeEditProblem } from '../core/scenario/edit-problem.ts';
import { newScenario } from '../core/scenario/defaults.ts';
import type { Scenario } from '../core/scenario/schema.ts';
import { commit, redo, startHistory, undo } from './history.ts';
import type { Step } from './history.ts';
import { notify } from './notices.ts';
import { useStage } from './stage.ts';

/** Where the open document came from: what a person made or was given is saved, an untouched example is not. */
export type DocumentOrigin = 'new' | 'example' | 'import' | 'link' | 'stored';

/** The document: the only state that is undone, saved and shared. */
export interface DocumentState {
  /** Names the document in storage; a new one for each document opened. */
  readonly id: string;
  readonly origin: DocumentOrigin;
  readonly scenario: Scenario;
  /** Steps to undo; a step's label is the kind of its edit or gesture. */
  readonly past: readonly Step<Scenario>[];
  readonly future: readonly Step<Scenario>[];
  /** The scenario as it was when the gesture began, or null outside of one. */
  readonly gesture: { readonly label: string; readonly before: Scenario } | null;

  /**
   * Changes the document in one undo step; within a gesture the step is the gesture's. An edit that does not
   * apply changes nothing and tells people why; returns whether it applied.
   */
  readonly edit: (edit: Edit, label?: string) => boolean;
  /** Replaces the whole document in one undo step, e.g. by a merge. */
  readonly replace: (scenario: Scenario, label: string) => void;
  /** Opens another document: its own id, nothing to undo. */
  readonly open: (scenario: Scenario, origin: DocumentOrigin, id?: string) => void;
  /** Goes on with the same document under a new name in storage. */
  readonly fork: () => void;
  readonly undo: () => void;
  readonly redo: () => void;
  /** From here to `endGesture` all changes are one undo step, e.g. a drag. */
  readonly beginGesture: (label: string) => void;
  readonly endGesture: () => void;
  /** Takes back everything since `beginGesture`; nothing is left to undo or redo. */
  readonly cancelGesture: () => void;
}

/** What a new document starts from. */
export const EMPTY_SCENARIO: Scenario = newScenario({
  title: '',
  components: [],
  links: [],
  transfers: [],
});

/** In somebody else's page a document is looked at; only its host opens another. @source ux.md §8 */
const isReadOnly = (): boolean => useStage.getState().stage === 'embed';

/** A fresh document id; random because two tabs must not invent the same one. */
function newDocumentId(): string {
  return crypto.randomUUID();
}

export const useDocument = create<DocumentState>()((set, get) => ({
  id: newDocumentId(),
  origin: 'new',
  scenario: EMPTY_SCENARIO,
  past: [],
  future: [],
  gesture: null,

  edit: (edit, label = edit.kind) => {
    if (isReadOnly()) return false;
    const result = applyEdit(get().scenario, edit);
    if (result.ok) {
      get().replace(result.value.scenario, label);
      return true;
    }
    notify({ kind: 'problem', text: describeEditProblem(result.error) });
    return false;
  },

  replace: (next, label) => {
    if (isReadOnly()) return;
    const { scenario, past, future, gesture } = get();
    if (gesture) {
      set({ scenario: next });
      return;
    }
    const history = commit({ past, present: scenario, future }, label, next);
    set({ scenario: history.present, past: history.past, future: history.future });
  },

  open: (scenario, origin, id = newDocumentId()) => {
    const history = startHistory(scenario);
    set({ id, origin, scenario, past: history.past, future: history.future, gesture: null });
  },

  fork: () => set({ id: newDocumentId(), origin: 'import' }),

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
