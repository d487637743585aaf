import { givenTo } from '../../core/scenario/edit-actors.ts';
import { useDocument } from '../../store/document.ts';
import { editActors } from '../../store/software.ts';
import { Section } from '../inspect/Section.tsx';
import { Choice } from '../inspect/fields.tsx';
import { softwareStrings as words } from '../strings/software.ts';

/** To whom a function belongs; nothing where the document names no software. */
export function OwnerChoice({ functionId }: { readonly functionId: string }) {
  const actors = useDocument((state) => state.scenario.actors) ?? [];
  if (actors.length === 0) return null;
  const owner = actors.find(({ functions }) => functions.includes(functionId));
  return (
    <Section title={words.title}>
      <Choice
        label={words.owner}
        value={owner?.id ?? ''}
        options={[
          { value: '', text: words.nobody },
          ...actors.map(({ id, name }) => ({ value: id, text: name })),
        ]}
        onChange={(id) => editActors(givenTo(actors, functionId, id === '' ? null : id), 'assign')}
      />
    </Section>
  );
}
