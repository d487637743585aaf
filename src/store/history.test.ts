import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HISTORY_LIMIT, commit, redo, startHistory, undo } from './history.ts';

describe('the history of a document', () => {
  test('undo after any run of changes and as many redos give the same present', () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { maxLength: 40 }), (values) => {
        const done = values.reduce(
          (history, value, index) => commit(history, `change ${index}`, { value }),
          startHistory({ value: -1 }),
        );
        const start = values.reduce((history) => undo(history), done);
        expect(start.present).toEqual({ value: -1 });
        const again = values.reduce((history) => redo(history), start);
        expect(again.present).toBe(done.present);
        expect(again.past).toEqual(done.past);
      }),
    );
  });

  test('a change after undo drops what could be redone', () => {
    const history = commit(undo(commit(startHistory('a'), 'one', 'b')), 'two', 'c');
    expect(redo(history).present).toBe('c');
    expect(undo(history).present).toBe('a');
  });

  test('a change to the same value is no step', () => {
    const history = startHistory('a');
    expect(commit(history, 'nothing', 'a')).toBe(history);
  });

  test('the oldest steps fall away, so memory is bounded', () => {
    let history = startHistory(0);
    for (let i = 1; i <= HISTORY_LIMIT + 5; i += 1) history = commit(history, 'n', i);
    expect(history.past).toHaveLength(HISTORY_LIMIT);
    expect(history.past[0]?.value).toBe(5);
  });
});
