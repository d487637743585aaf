import { useEffect } from 'react';
import { openDropped } from '../store/dropped.ts';

/** Opens files that are dropped anywhere but in a dialog, which knows itself what to do with them. */
export function useFileDrop(): void {
  useEffect(() => {
    const isOurs = ({ dataTransfer, target }: DragEvent): boolean =>
      (dataTransfer?.types.includes('Files') ?? false) &&
      !(target instanceof Element && target.closest('dialog') !== null);
    const onDragOver = (event: DragEvent) => {
      if (isOurs(event)) event.preventDefault();
    };
    const onDrop = (event: DragEvent) => {
      if (!isOurs(event)) return;
      event.preventDefault();
      void openDropped(event.dataTransfer?.files ?? []);
    };
    window.addEventListener('dragover', onDragOver);
    window.addEventListener('drop', onDrop);
    return () => {
      window.removeEventListener('dragover', onDragOver);
      window.removeEventListener('drop', onDrop);
    };
  }, []);
}
