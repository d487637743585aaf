import { hexGrouped } from '../../core/base/address.ts';
import type { WalkCell, WalkView } from '../../core/iommu/walk-view.ts';
import { walkStrings as words } from '../strings/walk.ts';

interface Props {
  readonly view: WalkView;
}

/** Every table read of the walk in order: what indexed it, where the descriptor stands and what it says. */
export function WalkTable({ view }: Props) {
  const reads = view.rows.flatMap(({ title, through, cell }) => [
    ...through.map((one) => ({ title, cell: one, isInner: true })),
    ...(cell === null ? [] : [{ title, cell, isInner: false }]),
  ]);
  if (reads.length === 0) return <p className="m-0 p-3 text-ink-2">{words.nothingRead}</p>;
  return (
    <div className="min-h-0 flex-1 overflow-auto">
      <table className="w-full border-collapse text-left" aria-label={words.list}>
        <thead className="sticky top-0 bg-panel text-ink-3">
          <tr>
            {[
              '#',
              words.table,
              words.indexColumn,
              words.descriptorAt,
              words.value,
              words.means,
            ].map((name) => (
              <th key={name} scope="col" className="px-3 py-1 font-body">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {reads.map(({ title, cell, isInner }, i) => (
            <tr
              key={`${title}-${cell.table}-${cell.address}`}
              className={`h-6 border-t border-line ${cell.isCached ? 'text-ink-3' : ''}`}
            >
              <td className="px-3 text-ink-3 tabular-nums">{i + 1}</td>
              <td className={`px-3 font-strong ${isInner ? 'pl-6' : ''}`}>{cell.table}</td>
              <td className="px-3 font-mono whitespace-nowrap">{indexText(cell)}</td>
              <td className="px-3 font-mono">{hexGrouped(cell.address)}</td>
              <td className="px-3 font-mono">{hexGrouped(cell.words[0] ?? 0n)}</td>
              <td className="px-3">
                {cell.meaning}
                {cell.isCached ? ` (${words.cached})` : ''}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** `[20:12] = 291`: the bits of the input that chose the entry. */
function indexText({ index }: WalkCell): string {
  return index === null ? '' : `[${index.high}:${index.low}] = ${index.value}`;
}
