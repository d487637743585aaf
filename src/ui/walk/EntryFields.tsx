import { Pencil, RotateCcw } from 'lucide-react';
import { useEffect } from 'react';
import { hexGrouped } from '../../core/base/address.ts';
import { isEdited, restoreEntry } from '../../core/iommu/edit-entry.ts';
import type { EntryPlace } from '../../core/iommu/edit-entry.ts';
import { fieldsOfStep } from '../../core/iommu/smmuv3/entry-fields.ts';
import type { WalkCell } from '../../core/iommu/walk-view.ts';
import { useEntryEdit } from '../../store/entry-edit.ts';
import { CommandButton } from '../shell/CommandButton.tsx';
import { tableStrings } from '../strings/tables.ts';
import { walkStrings as words } from '../strings/walk.ts';
import { EntryEditor } from './EntryEditor.tsx';

interface Props {
  readonly cell: WalkCell;
  /** null: the entry cannot be edited. */
  readonly place: EntryPlace | null;
  readonly isNarrow: boolean;
}

const ICON = { size: 14, strokeWidth: 1.75, 'aria-hidden': true } as const;

/** Tells the commands which entry is shown and how its edits are taken back. */
function useShownEntry(place: EntryPlace | null): void {
  useEffect(() => {
    const { show } = useEntryEdit.getState();
    if (place === null) return show(null);
    const { iommu, step } = place;
    const patch = { kind: 'patchComponent', id: iommu.id, patch: restoreEntry(place) } as const;
    show({ step, restore: isEdited(place) ? patch : null });
  });
  useEffect(() => () => useEntryEdit.getState().show(null), []);
}

/** The entry of one read, field by field, and the words that it was read as; in hand, each can be changed. */
export function EntryFields({ cell, place, isNarrow }: Props) {
  useShownEntry(place);
  const draft = useEntryEdit((state) => state.draft);
  const isByHand = useEntryEdit((state) => state.shown?.restore != null);
  return (
    <section
      aria-label={words.entry}
      className={isNarrow ? 'border-t border-line' : 'w-82 flex-none overflow-y-auto'}
    >
      <header className="flex items-center gap-2 px-3 pt-1">
        <strong className="font-strong">{cell.table}</strong>
        <code className="text-ink-2">{words.entryAt(hexGrouped(cell.address))}</code>
        {draft === null && place !== null && (
          <span className="ml-auto flex gap-1">
            {isByHand && (
              <CommandButton
                id="walk.restore"
                icon={<RotateCcw {...ICON} />}
                text={tableStrings.restore}
              />
            )}
            <CommandButton id="walk.edit" icon={<Pencil {...ICON} />} text={tableStrings.edit} />
          </span>
        )}
      </header>
      {draft !== null && place !== null ? (
        <EntryEditor place={place} draft={draft} />
      ) : (
        <>
          <p className="m-0 px-3 pb-1 text-ink-2">
            {cell.meaning}
            {isByHand && <span className="ml-2 text-here">{tableStrings.byHand}</span>}
          </p>
          <FieldTable cell={cell} />
          <dl className="m-0 grid grid-cols-[auto_1fr] gap-x-3 px-3 py-2">
            {cell.words.map((word, i) => (
              // Words of a structure have no name but their place.
              // oxlint-disable-next-line no-array-index-key
              <div key={i} className="contents">
                <dt className="text-ink-3">{words.word(i)}</dt>
                <dd className="m-0 font-mono">{`0x${word.toString(16).padStart(16, '0')}`}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </section>
  );
}

function FieldTable({ cell }: { readonly cell: WalkCell }) {
  const fields = fieldsOfStep(cell.step);
  if (fields.length === 0) return null;
  return (
    <table className="w-full border-collapse text-left" aria-label={words.fields(cell.table)}>
      <thead className="text-ink-3">
        <tr>
          {[words.field, words.bits, words.value].map((name) => (
            <th key={name} scope="col" className="px-1.5 font-body first:pl-3 last:w-full">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {fields.map(({ name, msb, lsb, value, meaning }) => (
          <tr key={name} className={`h-6 border-t border-line ${value === 0n ? 'text-ink-3' : ''}`}>
            <th scope="row" className="pl-3 font-body whitespace-nowrap">
              <code>{name}</code>
            </th>
            <td className="px-1.5 tabular-nums text-ink-3">
              {msb === lsb ? msb : `${msb}:${lsb}`}
            </td>
            <td className="px-1.5">
              <code className="mr-2">{hexGrouped(value)}</code>
              <span className="text-ink-2">{meaning}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
