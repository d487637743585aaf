import { useEffect } from 'react';
import { pasteText } from '../store/clipboard.ts';
import { strings } from './strings/en.ts';

/** Takes what is pasted anywhere but in a text field or dialog: a copied piece, or the text of a machine. */
export function usePaste(): void {
  useEffect(() => {
    const onPaste = (event: ClipboardEvent) => {
      const { target, clipboardData } = event;
      const element = target instanceof Element ? target : null;
      if (element?.closest('input, textarea, select, [contenteditable], dialog')) return;
      event.preventDefault();
      pasteText(clipboardData?.getData('text/plain') ?? '', strings.import.pastedName);
    };
    document.addEventListener('paste', onPaste);
    return () => document.removeEventListener('paste', onPaste);
  }, []);
}
