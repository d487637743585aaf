import { useState } from 'react';
import { useDocument } from '../../store/document.ts';
import { strings } from '../strings/en.ts';
import { Button } from '../widgets/Button.tsx';
import { Dialog } from '../widgets/Dialog.tsx';
import { closeDialog } from './close.ts';

/** Renames the document. */
export function TitleDialog() {
  const [title, setTitle] = useState(() => useDocument.getState().scenario.title);
  return (
    <Dialog title={strings.rename.title} onClose={closeDialog} size="w-[420px] max-w-[94vw]">
      <form
        className="flex gap-2 p-4"
        onSubmit={(event) => {
          event.preventDefault();
          const { scenario, edit } = useDocument.getState();
          edit({ kind: 'setTitle', title: title.trim(), question: scenario.question });
          closeDialog();
        }}
      >
        <input
          aria-label={strings.rename.label}
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- the dialog has this one field.
          autoFocus
          value={title}
          maxLength={200}
          onChange={(event) => setTitle(event.target.value)}
          className="h-7 min-w-0 grow rounded-control border border-line-strong bg-raised px-2"
        />
        <Button look="solid" type="submit">
          {strings.shell.apply}
        </Button>
      </form>
    </Dialog>
  );
}
