import type { MachineFact } from '../../core/scenario/schema-facts.ts';
import { factStrings as words } from '../strings/facts.ts';
import { ConfidenceTag } from '../widgets/ConfidenceTag.tsx';
import { Section } from './Section.tsx';

/** What the document says of its machine: each fact with the site where it can be read, or marked as assumed. */
export function MachineFacts({ facts }: { readonly facts: readonly MachineFact[] }) {
  if (facts.length === 0) return null;
  return (
    <Section title={words.title}>
      <ul className="m-0 flex list-none flex-col gap-2 p-0">
        {facts.map(({ text, source }) => (
          <li key={text} lang="en" className="text-s">
            {text}{' '}
            {source === undefined ? (
              <ConfidenceTag confidence="assumption" />
            ) : (
              <a
                href={source}
                target="_blank"
                rel="noreferrer"
                data-tip={source}
                className="underline underline-offset-2"
              >
                {new URL(source).hostname}
              </a>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}
