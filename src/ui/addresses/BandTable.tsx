import { hexGrouped } from '../../core/base/address.ts';
import { formatSize } from '../../core/base/units.ts';
import { useDocument } from '../../store/document.ts';
import { panelStrings } from '../strings/panels.ts';
import type { CurrentMap } from './current-map.ts';

interface Props {
  readonly current: CurrentMap;
}

const words = panelStrings.addresses;

/** The same bands as rows: every range of every space, owners and halves included. */
export function BandTable({ current }: Props) {
  const components = useDocument((state) => state.scenario.components);
  const nameOf = (id: string | null): string =>
    components.find((one) => one.id === id)?.name ?? id ?? '';
  const { map, other, t } = current;
  const rows = [
    ...map.bands.map((band) => ({ band, t })),
    ...(other?.map.bands ?? [])
      .filter(({ space }) => space !== 'PA')
      .map((band) => ({ band, t: other?.t ?? t })),
  ];
  return (
    <table className="w-full border-collapse text-left" aria-label={words.views.table}>
      <thead className="sticky top-0 bg-panel text-ink-3">
        <tr>
          {[words.space, words.start, words.size, words.name, words.owner, words.half].map(
            (name) => (
              <th key={name} scope="col" className="px-3 py-1 font-body">
                {name}
              </th>
            ),
          )}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ band, t: of }) => (
          <tr
            key={`${of}-${band.space}-${band.start}-${band.name}`}
            className="h-6 border-t border-line"
          >
            <td className="px-3 whitespace-nowrap">
              {other === null || band.space === 'PA' ? band.space : words.world(band.space, of)}
            </td>
            <td className="px-3 font-mono">{hexGrouped(band.start)}</td>
            <td className="px-3 whitespace-nowrap">{formatSize(Number(band.sizeBytes))}</td>
            <td className="px-3">{band.name}</td>
            <td className="px-3">{nameOf(band.owner)}</td>
            <td className="px-3">
              {band.isShared === null ? '' : band.isShared ? words.shared : words.private}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
