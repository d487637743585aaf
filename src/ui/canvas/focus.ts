import { useEffect } from 'react';
import { create } from 'zustand';
import { useView } from '../../store/view.ts';

/** The part of the canvas that Tab reaches; null: the first. */
export const useFocusId = create<{ readonly id: string | null }>()(() => ({ id: null }));

/** The part of the canvas that stands for a component. */
export function partElement(id: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`.canvas [data-part="${CSS.escape(id)}"]`);
}

/**
 * One tab stop for the whole drawing: the part selected last, else the first of the hierarchy. While focus is
 * on the drawing it follows the selection, so that the arrow keys, which select, also move it.
 */
export function useFocusFollowsSelection(firstId: string | null): void {
  const last = useView((state) => state.selection.at(-1) ?? null);
  useEffect(() => {
    const id = last !== null && partElement(last) ? last : firstId;
    useFocusId.setState({ id });
    const isInside = document.activeElement?.closest('.canvas') !== null;
    if (isInside && last !== null) partElement(last)?.focus({ preventScroll: true });
  }, [last, firstId]);
}
