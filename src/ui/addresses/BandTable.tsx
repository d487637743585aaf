import { hexGrouped } from '../../core/base/address.ts';
import { formatSize } from '../../core/base/units.ts';
import { panelStrings } from '../strings/panels.ts';
import type { CurrentMap } from './current-map.ts';

interface Props {
  readonly current: CurrentMap;
}

const words = panelStrings.addresses;

/** The same bands as rows: every range of every space, owners and halves included. */
export function BandTable({ current }: Props) {
  return (
    <table className="w-full border-collapse text-left" aria-label={words.views.table}>
      <thead className="sticky top-0 bg-panel text-ink-3">
        <tr>
          {[words.space, words.start, words.size, words.name, words.half].map((name) => (
            <th key={name} scope="col" className="px-3 py-1 font-body">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {current.map.bands.map((band) => (
          <tr key={`${band.space}-${band.start}-${band.name}`} className="h-6 border-t border-line">
            <td className="px-3">{band.space}</td>
            <td className="px-3 font-mono">{hexGrouped(band.start)}</td>
            <td className="px-3 whitespace-nowrap">{formatSize(Number(band.sizeBytes))}</td>
            <td className="px-3">{band.name}</td>
            <td className="px-3">
              {band.isShared === null ? '' : band.isShared ? words.shared : words.private}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
