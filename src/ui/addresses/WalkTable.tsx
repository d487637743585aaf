import { hexGrouped } from '../../core/base/address.ts';
import type { WalkCell } from '../../core/iommu/walk-view.ts';
import { panelStrings } from '../strings/panels.ts';
import type { CurrentMap } from './current-map.ts';

interface Props {
  readonly current: CurrentMap;
}

const words = panelStrings.addresses;

/** Every table read of the walk in order: what indexed it, where the descriptor stands and what it says. */
export function WalkTable({ current }: Props) {
  const reads = current.walk.rows.flatMap(({ title, through, cell }) => [
    ...through.map((one) => ({ title, cell: one, isInner: true })),
    ...(cell === null ? [] : [{ title, cell, isInner: false }]),
  ]);
  if (reads.length === 0) return <p className="m-0 p-3 text-ink-2">{words.noWalk}</p>;
  return (
    <table className="w-full border-collapse text-left" aria-label={words.views.walk}>
      <thead className="sticky top-0 bg-panel text-ink-3">
        <tr>
          {['#', words.table, words.index, words.descriptorAt, words.value, words.means].map(
            (name) => (
              <th key={name} scope="col" className="px-3 py-1 font-body">
                {name}
              </th>
            ),
          )}
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
  );
}

/** `[20:12] = 291`: the bits of the input that chose the entry. */
function indexText({ index }: WalkCell): string {
  return index === null ? '' : `[${index.high}:${index.low}] = ${index.value}`;
}
