import { useEffect } from 'react';
import { providePictures } from '../store/exporting.ts';

const loadMaker = async () => (await import('./picture/maker.ts')).pictureMaker;

/** The browser's own Print must find the sheet ready; it is loaded when nothing else is, ms. */
const PREPARE_MS = 3_000;

/** Offers pictures of the canvas to whoever exports them. */
export function usePictures(): void {
  useEffect(() => {
    providePictures(loadMaker);
    const timer = setTimeout(() => void loadMaker().then(({ prepare }) => prepare()), PREPARE_MS);
    return () => clearTimeout(timer);
  }, []);
}
