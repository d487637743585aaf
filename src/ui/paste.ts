import { useEffect } from 'react';
import { withClipboard } from '../store/later.ts';
import { strings } from './strings/en.ts';

/** Takes what is pasted anywhere but in a text field or dialog: a copied piece, or the text of a machine. */
export function usePaste(): void {
  useEffect(() => {
    const onPaste = (event: ClipboardEvent) => {
      const { target, clipboardData } = event;
      const element = target instanceof Element ? target : null;
      if (element?.closest('input, textarea, select, [contenteditable], dialog')) return;
      event.preventDefault();
      // The text is out of reach once the event is over.
      const text = clipboardData?.getData('text/plain') ?? '';
      void withClipboard(({ pasteText }) => pasteText(text, strings.import.pastedName));
    };
    document.addEventListener('paste', onPaste);
    return () => document.removeEventListener('paste', onPaste);
  }, []);
}
