import { create } from 'zustand';
import type { Scenario } from '../core/scenario/schema.ts';
import type { PathCondition } from '../lessons/schema.ts';
import { useDocument } from './document.ts';

/** Which document the learner begins with. */
export type LessonStart = 'opened' | 'kept' | 'now';

/** What is typed into the lesson builder. It outlives the dialog, so that the document can be changed in between. */
export interface LessonForm {
  readonly title: string;
  readonly text: string;
  readonly start: LessonStart;
  readonly transferId: string | null;
  readonly must: readonly PathCondition[];
  readonly hasQuestion: boolean;
  readonly ask: string;
  readonly right: string;
  readonly wrong: string;
  readonly because: string;
  readonly hints: readonly [string, string, string];
  /** The document that was put aside as the start. */
  readonly kept: Scenario | null;
}

const EMPTY: LessonForm = {
  title: '',
  text: '',
  start: 'opened',
  transferId: null,
  must: [],
  hasQuestion: false,
  ask: '',
  right: '',
  wrong: '',
  because: '',
  hints: ['', '', ''],
  kept: null,
};

export const useLessonForm = create<LessonForm>()(() => EMPTY);

/** Puts the open document aside as what the learner begins with. */
export function keepAsStart(): void {
  useLessonForm.setState({ kept: useDocument.getState().scenario, start: 'kept' });
}

/** The document that the learner begins with. */
export function startDocument({ start, kept }: LessonForm): Scenario {
  const { scenario, past } = useDocument.getState();
  if (start === 'kept' && kept !== null) return kept;
  return start === 'opened' ? (past[0]?.value ?? scenario) : scenario;
}
