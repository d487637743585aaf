import type { LifeMoment } from '../../core/cca/life.ts';
import { sequenceStrings as words } from '../strings/sequence.ts';
import { HalfMark } from '../widgets/HalfMark.tsx';
import { tableRows } from './table-rows.ts';
import type { TableRow } from './table-rows.ts';

/** The tables of the moment; what the step changed shows both states. */
export function TablesView({ moment }: { readonly moment: LifeMoment }) {
  return (
    <div className="min-w-0 flex-[1_1_360px] border-l border-line max-[1023px]:border-l-0">
      <table className="w-full border-collapse text-left text-s" aria-label={words.tables}>
        <thead className="sticky top-0 bg-panel text-ink-3">
          <tr>
            <th scope="col" className="px-3 py-1 font-body">
              {words.table}
            </th>
            <th scope="col" className="px-3 py-1 font-body">
              {words.state}
            </th>
          </tr>
        </thead>
        <tbody>
          {tableRows(moment).map((row) => (
            <Row key={row.id} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ row }: { readonly row: TableRow }) {
  const { id, before, after, half } = row;
  const isChanged = before !== after;
  return (
    <tr
      data-changed={isChanged || undefined}
      className={`border-t border-line align-top ${isChanged ? 'bg-here-soft' : ''}`}
    >
      <th
        scope="row"
        className={`px-3 py-1 whitespace-nowrap ${id === 'bar' ? 'font-strong' : 'font-body'}`}
      >
        <span className="flex min-h-5 items-center gap-2">
          {words.rows[id]}
          {half !== null && <HalfMark half={half} />}
        </span>
      </th>
      <td className="px-3 py-1">
        {isChanged && (
          <>
            <code className="font-mono text-ink-3 line-through">{before}</code>
            <span aria-label={words.becomes} className="px-1 text-ink-3">
              →
            </span>
          </>
        )}
        <code className={`font-mono ${isChanged ? 'font-strong text-here' : ''}`}>{after}</code>
      </td>
    </tr>
  );
}
