import { useEffect } from 'react';
import { provideLayoutInput } from '../../store/arrange.ts';
import { useDocument } from '../../store/document.ts';
import { layoutInputOf } from '../canvas/scene.ts';
import { boxesOf } from '../canvas/structure.ts';

/** Lets auto-layout know the drawing's sizes and the window's shape. */
export function useArrange(): void {
  useEffect(
    () =>
      provideLayoutInput(() => {
        const aspect = Math.max(0.5, window.innerWidth / window.innerHeight);
        return layoutInputOf(boxesOf(useDocument.getState().scenario), {}, aspect);
      }),
    [],
  );
}
