/** How many steps back a document remembers. */
export const HISTORY_LIMIT = 100;

/** A document's past and future. `T` is immutable; sharing between versions keeps this small. */
export interface History<T> {
  readonly past: readonly Step<T>[];
  readonly present: T;
  readonly future: readonly Step<T>[];
}

/** A version that can be returned to, and what the change away from it (past) or towards it (future) was called. */
export interface Step<T> {
  readonly label: string;
  readonly value: T;
}

/** A document with nothing to undo. */
export function startHistory<T>(present: T): History<T> {
  return { past: [], present, future: [] };
}

/** Makes `next` the present in one undo step; the future is gone. The same value makes no step. */
export function commit<T>(history: History<T>, label: string, next: T): History<T> {
  if (next === history.present) return history;
  const past = [...history.past, { label, value: history.present }].slice(-HISTORY_LIMIT);
  return { past, present: next, future: [] };
}

/** Goes one step back; at the beginning nothing changes. */
export function undo<T>(history: History<T>): History<T> {
  const step = history.past.at(-1);
  if (step === undefined) return history;
  return {
    past: history.past.slice(0, -1),
    present: step.value,
    future: [{ label: step.label, value: history.present }, ...history.future],
  };
}

/** Goes one step forward again; at the end nothing changes. */
export function redo<T>(history: History<T>): History<T> {
  const step = history.future[0];
  if (step === undefined) return history;
  return {
    past: [...history.past, { label: step.label, value: history.present }],
    present: step.value,
    future: history.future.slice(1),
  };
}
