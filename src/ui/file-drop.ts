import { useEffect } from 'react';

const open = async (files: readonly File[]): Promise<void> => {
  const { openDropped } = await import('../store/dropped.ts');
  await openDropped(files);
};

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
      // The list is empty once the event is over.
      const files = [...(event.dataTransfer?.files ?? [])];
      void open(files);
    };
    window.addEventListener('dragover', onDragOver);
    window.addEventListener('drop', onDrop);
    return () => {
      window.removeEventListener('dragover', onDragOver);
      window.removeEventListener('drop', onDrop);
    };
  }, []);
}
