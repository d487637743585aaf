import { useEffect } from 'react';
import { useDocument } from '../store/document.ts';
import { strings } from './strings/en.ts';

/** Puts the document's title before the program's in the tab. */
export function useTitle(): void {
  const title = useDocument((state) => state.scenario.title);
  useEffect(() => {
    document.title = title === '' ? strings.app.name : `${title} · ${strings.app.name}`;
  }, [title]);
}
