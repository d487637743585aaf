import { hexGrouped } from '../../core/base/address.ts';
import { fieldsOfStep } from '../../core/iommu/smmuv3/entry-fields.ts';
import type { WalkCell } from '../../core/iommu/walk-view.ts';
import { walkStrings as words } from '../strings/walk.ts';

interface Props {
  readonly cell: WalkCell;
  readonly isNarrow: boolean;
}

/** The entry of one read, field by field, and the words that it was read as. */
export function EntryFields({ cell, isNarrow }: Props) {
  const fields = fieldsOfStep(cell.step);
  return (
    <section
      aria-label={words.entry}
      className={isNarrow ? 'border-t border-line' : 'w-100 flex-none overflow-y-auto'}
    >
      <p className="m-0 flex items-baseline gap-2 px-3 pt-2">
        <strong className="font-strong">{cell.table}</strong>
        <code className="text-ink-2">{words.entryAt(hexGrouped(cell.address))}</code>
      </p>
      <p className="m-0 px-3 pb-1 text-ink-2">{cell.meaning}</p>
      {fields.length > 0 && (
        <table className="w-full border-collapse text-left" aria-label={words.fields(cell.table)}>
          <thead className="text-ink-3">
            <tr>
              {[words.field, words.bits, words.value, words.means].map((name) => (
                <th key={name} scope="col" className="px-1.5 font-body first:pl-3">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {fields.map(({ name, msb, lsb, value, meaning }) => (
              <tr
                key={name}
                className={`h-6 border-t border-line ${value === 0n ? 'text-ink-3' : ''}`}
              >
                <th scope="row" className="pl-3 font-body whitespace-nowrap">
                  <code>{name}</code>
                </th>
                <td className="px-1.5 tabular-nums text-ink-3">
                  {msb === lsb ? msb : `${msb}:${lsb}`}
                </td>
                <td className="px-1.5 whitespace-nowrap">
                  <code>{hexGrouped(value)}</code>
                </td>
                <td className="px-1.5 text-ink-2">{meaning}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
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
    </section>
  );
}
