import type { Note } from '../../core/scenario/schema.ts';
import { panelStrings } from '../strings/panels.ts';
import { Section } from './Section.tsx';
import { TextField } from './fields.tsx';
import { submit } from './form.ts';

const words = panelStrings.inspect;

/** A note: its words are all that it has. */
export function NoteForm({ note }: { readonly note: Note }) {
  return (
    <Section title={words.note}>
      <TextField
        label={words.noteText}
        value={note.text}
        onCommit={(text) =>
          submit(words.noteEdit, { kind: 'patchComponent', id: note.id, patch: { text } })
        }
      />
    </Section>
  );
}
