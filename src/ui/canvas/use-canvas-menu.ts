import { useCallback, useState } from 'react';
import type { MouseEvent } from 'react';
import { useView } from '../../store/view.ts';
import type { Point } from './scene.ts';

/** Where a menu was asked for, px of the window, and whether on a part or beside all of them. */
export interface MenuAt extends Point {
  readonly isOnPart: boolean;
}

/** Whether the canvas shows its menu; a part that it is asked for on is selected first. */
export function useCanvasMenu() {
  const [at, setAt] = useState<MenuAt | null>(null);

  const onContextMenu = useCallback((event: MouseEvent) => {
    event.preventDefault();
    const { target, clientX, clientY } = event;
    const part = target instanceof Element ? target.closest<HTMLElement>('[data-part]') : null;
    const id = part?.dataset['part'];
    const { selection, select } = useView.getState();
    if (id !== undefined && !selection.includes(id)) select([id]);
    setAt({ x: clientX, y: clientY, isOnPart: id !== undefined });
  }, []);

  const close = useCallback((returnFocus: boolean) => {
    setAt(null);
    if (returnFocus) {
      document.querySelector<HTMLElement>('.canvas [data-part][tabindex="0"]')?.focus();
    }
  }, []);

  return { at, onContextMenu, close };
}
