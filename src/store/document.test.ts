import { beforeEach, describe, expect, test } from 'vitest';
import { PRESETS } from '../core/scenario/presets/index.ts';
import { useDocument } from './document.ts';
import { useNotices } from './notices.ts';

const [{ scenario: START }] = PRESETS;
const doc = () => useDocument.getState();
const positionOf = (id: string) =>
  doc().scenario.components.find((one) => one.id === id)?.position ?? null;
const moveTo = (x: number) => doc().edit({ kind: 'move', positions: { gpu0: { x, y: 0 } } });

describe('the document', () => {
  beforeEach(() => {
    doc().open(START, 'example');
    useNotices.setState({ notices: [] });
  });

  test('an edit is one step: undo gives exactly the document before, redo the one after', () => {
    doc().edit({ kind: 'setAcsControl', id: 'sw0-dsp2', field: 'RR', value: 0 });
    const after = doc().scenario;
    expect(after).not.toEqual(START);
    doc().undo();
    expect(doc().scenario).toBe(START);
    doc().redo();
    expect(doc().scenario).toBe(after);
    expect(doc().past.map((step) => step.label)).toEqual(['setAcsControl']);
  });

  test('a drag of many moves is one step', () => {
    doc().beginGesture('move');
    for (const x of [1, 2, 3, 4]) moveTo(x);
    doc().endGesture();
    expect(doc().past).toHaveLength(1);
    doc().undo();
    expect(doc().scenario).toBe(START);
  });

  test('Escape in the middle of a drag leaves the document as before, with nothing to undo', () => {
    doc().beginGesture('move');
    moveTo(40);
    doc().cancelGesture();
    expect(positionOf('gpu0')).toBeNull();
    expect(doc().past).toEqual([]);
    expect(doc().scenario).toBe(START);
  });

  test('undo in the middle of a drag takes the drag back, and not the step before it as well', () => {
    moveTo(8);
    const before = doc().scenario;
    doc().beginGesture('move');
    moveTo(40);
    doc().undo();
    doc().redo();
    expect(doc().scenario).toBe(before);
  });

  test('a gesture that changes nothing is no step', () => {
    doc().beginGesture('move');
    doc().endGesture();
    expect(doc().past).toEqual([]);
  });

  test('an edit that cannot be applied changes nothing and says why', () => {
    expect(doc().edit({ kind: 'removeComponent', id: 'nobody' })).toBe(false);
    expect(doc().scenario).toBe(START);
    expect(useNotices.getState().notices[0]?.news).toMatchObject({ kind: 'problem' });
  });

  test('opening a document starts a history of its own under its own id', () => {
    const { id } = doc();
    moveTo(8);
    doc().open(START, 'example');
    expect(doc().past).toEqual([]);
    expect(doc().id).not.toBe(id);
  });
});
