import { Check, TriangleAlert } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { hexGrouped, readAddress } from '../../core/base/address.ts';
import { writeEntry } from '../../core/iommu/edit-entry.ts';
import type { EntryPlace } from '../../core/iommu/edit-entry.ts';
import { featuresOf } from '../../core/iommu/smmuv3/build.ts';
import {
  choicesOf,
  entryProblem,
  withField,
  withWords,
  wordsOf,
} from '../../core/iommu/smmuv3/edit-fields.ts';
import { fieldsOfStep } from '../../core/iommu/smmuv3/entry-fields.ts';
import type { FieldValue } from '../../core/iommu/smmuv3/entry-fields.ts';
import type { TranslateStep } from '../../core/pcie/types.ts';
import { runCommand } from '../../commands/registry.ts';
import { useEntryEdit } from '../../store/entry-edit.ts';
import { tableStrings as words } from '../strings/tables.ts';
import { walkStrings } from '../strings/walk.ts';
import { Button } from '../widgets/Button.tsx';
import { Select } from '../widgets/Select.tsx';

interface Props {
  readonly place: EntryPlace;
  readonly draft: TranslateStep;
}

/** Starts in the first field; Escape lets the entry go. */
function useEntryKeys() {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    const { current } = form;
    current?.querySelector<HTMLElement>('select, input')?.focus();
    const onKeyDown = (event: KeyboardEvent): void => {
      // A number under the hand takes its own Escape first.
      if (event.key !== 'Escape' || event.target instanceof HTMLInputElement) return;
      event.stopPropagation();
      useEntryEdit.getState().leave();
    };
    current?.addEventListener('keydown', onKeyDown);
    return () => current?.removeEventListener('keydown', onKeyDown);
  }, []);
  return form;
}

/** Every field and word of an entry under the hand; what comes of it is said before it is written. */
export function EntryEditor({ place, draft }: Props) {
  const form = useEntryKeys();
  const [problem, setProblem] = useState<string | null>(null);
  const change = (next: TranslateStep): void => {
    setProblem(null);
    const isChanged = wordsOf(next).some((word, i) => word !== wordsOf(place.step)[i]);
    const patch = isChanged ? writeEntry(place, wordsOf(next)) : null;
    const { id } = place.iommu;
    useEntryEdit
      .getState()
      .change(next, patch === null ? null : { kind: 'patchComponent', id, patch });
  };
  const setField = (name: string, value: bigint): void => {
    const changed = withField(draft, name, value);
    if (changed.ok) change(changed.value);
    else setProblem(changed.error);
  };
  const setWord = (index: number, value: bigint): void =>
    change(
      withWords(
        draft,
        wordsOf(draft).map((word, i) => (i === index ? value : word)),
      ),
    );
  return (
    <form
      ref={form}
      onSubmit={(event) => {
        event.preventDefault();
        runCommand('walk.write');
      }}
    >
      <Verdict place={place} draft={draft} problem={problem} />
      <table
        className="w-full border-collapse text-left"
        aria-label={walkStrings.fields(draft.table)}
      >
        <tbody>
          {fieldsOfStep(draft).map((field) => (
            <tr key={field.name} className="h-8 border-t border-line">
              <th scope="row" className="pl-3 font-body whitespace-nowrap">
                <code>{field.name}</code>
              </th>
              <td className="px-1.5 tabular-nums text-ink-3">
                {field.msb === field.lsb ? field.msb : `${field.msb}:${field.lsb}`}
              </td>
              <td className="w-full py-0.5 pr-3">
                <FieldInput
                  field={field}
                  onProblem={setProblem}
                  onChange={(value) => setField(field.name, value)}
                />
              </td>
            </tr>
          ))}
          {wordsOf(draft).map((word, i) => (
            // Words of a structure have no name but their place.
            // oxlint-disable-next-line no-array-index-key
            <tr key={i} className="h-8 border-t border-line">
              <th scope="row" colSpan={2} className="pl-3 font-body text-ink-2 whitespace-nowrap">
                {walkStrings.word(i)}
              </th>
              <td className="w-full py-0.5 pr-3">
                <HexInput
                  label={walkStrings.word(i)}
                  text={`0x${word.toString(16).padStart(16, '0')}`}
                  onProblem={setProblem}
                  onChange={(value) => setWord(i, value)}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </form>
  );
}

/** What the architecture says to the entry as it now stands, and the way out. */
function Verdict({ place, draft, problem }: Props & { readonly problem: string | null }) {
  const isSmmu = place.iommu.model === 'smmuv3';
  const bad = isSmmu ? entryProblem(draft, featuresOf(place.iommu)) : null;
  const canWrite = useEntryEdit((state) => state.write !== null);
  return (
    <div className="sticky top-0 z-10 flex items-start gap-2 border-b border-line bg-panel px-3 py-1">
      <div role="status" className="min-w-0 flex-1 py-1 text-s">
        {problem !== null ? (
          <span className="text-stop">{problem}</span>
        ) : bad !== null ? (
          <span className="text-stop">
            <TriangleAlert size={14} strokeWidth={1.75} aria-hidden className="mr-1 inline" />
            <span data-testid="entry-event" className="font-strong">
              {words.event(bad.event)}
            </span>
            <span className="block text-ink-2">{bad.message}</span>
          </span>
        ) : (
          isSmmu && <span className="text-ink-2">{words.legal}</span>
        )}
      </div>
      <Button onClick={() => useEntryEdit.getState().leave()}>{words.cancel}</Button>
      <Button look="solid" type="submit" disabled={!canWrite} data-testid="command-walk.write">
        <Check size={14} strokeWidth={1.75} aria-hidden />
        {words.write}
      </Button>
    </div>
  );
}

interface InputProps {
  readonly onChange: (value: bigint) => void;
  readonly onProblem: (problem: string) => void;
}

function FieldInput({ field, onChange, onProblem }: InputProps & { readonly field: FieldValue }) {
  const choices = choicesOf(field.name, field);
  if (choices === null) {
    return (
      <span className="flex items-center gap-2">
        <HexInput
          label={field.name}
          text={hexGrouped(field.value)}
          onChange={onChange}
          onProblem={onProblem}
        />
        {field.meaning !== '' && (
          <span className="flex-none text-ink-2 whitespace-nowrap">{field.meaning}</span>
        )}
      </span>
    );
  }
  const width = field.msb - field.lsb + 1;
  return (
    <Select
      label={field.name}
      look="outline"
      className="w-full"
      value={String(field.value)}
      onChange={(value) => onChange(BigInt(value))}
    >
      {choices.map(({ value, meaning }) => (
        <option key={value} value={String(value)}>
          {value.toString(2).padStart(width, '0')}
          {meaning === '' ? '' : `  ${meaning}`}
        </option>
      ))}
    </Select>
  );
}

interface HexProps extends InputProps {
  readonly label: string;
  readonly text: string;
}

/** A number under the hand: taken over on Enter or on leaving, Escape takes back what was typed. */
function HexInput({ label, text, onChange, onProblem }: HexProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const commit = (): void => {
    setTyped(null);
    if (typed === null || typed === text) return;
    const value = readAddress(typed);
    if (value === null) onProblem(words.unread(typed));
    else onChange(value);
  };
  return (
    <input
      aria-label={label}
      value={typed ?? text}
      spellCheck={false}
      autoComplete="off"
      className="h-7 w-full min-w-0 rounded-control border border-line-strong bg-raised px-2 font-mono"
      onChange={(event) => setTyped(event.target.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && typed !== null) {
          event.preventDefault();
          commit();
        }
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        if (typed === null) useEntryEdit.getState().leave();
        else setTyped(null);
      }}
    />
  );
}
