import { Lock, LockOpen } from 'lucide-react';
import { hexGrouped } from '../../core/base/address.ts';
import { formatSize } from '../../core/base/units.ts';
import type { AddressBand } from '../../core/iommu/address-bands.ts';
import { panelStrings } from '../strings/panels.ts';
import type { CurrentMap } from './current-map.ts';

interface Props {
  readonly current: CurrentMap;
}

const words = panelStrings.addresses;
const ROW = 52;
const BAND_HEIGHT = 44;
const COLUMN = 264;
const GAP = 120;
const HEAD = 28;

/** Columns of bands joined by ribbons; gaps between bands are folded, so the picture is ordered but not to scale. */
export function Ribbons({ current }: Props) {
  const { map, input, result } = current;
  const used = new Set(map.ribbons.map(({ to }) => `${to.space} ${to.start}`));
  const columns = map.spaces.map((space) =>
    map.bands
      .filter((band) => band.space === space)
      // Physical ranges that nothing maps are named in the table; here they would push the mapped ones away.
      .filter((band) => space !== 'PA' || map.ribbons.length === 0 || isTouched(band, map.ribbons))
      .toSorted((a, b) => (a.start < b.start ? 1 : -1)),
  );
  const place = (space: string, address: bigint): { x: number; y: number } | null => {
    const column = map.spaces.findIndex((one) => one === space);
    const row = (columns[column] ?? []).findIndex(
      ({ start, sizeBytes }) => address >= start && address < start + sizeBytes,
    );
    return row < 0 ? null : { x: column * (COLUMN + GAP), y: HEAD + row * ROW };
  };
  const rows = Math.max(1, ...columns.map((column) => column.length));
  const width = map.spaces.length * COLUMN + (map.spaces.length - 1) * GAP;
  const output = result?.kind === 'translated' ? result.address : null;
  const valueIn = (space: AddressBand['space']): bigint | null => {
    if (space === 'PA') return output;
    return space === map.spaces[0] ? input : (result?.ipa ?? null);
  };
  const here = (band: AddressBand): bigint | null => {
    const value = valueIn(band.space);
    const isInside = value !== null && value >= band.start && value < band.start + band.sizeBytes;
    return isInside ? value : null;
  };
  return (
    <figure className="relative m-0 p-3" style={{ width: width + 24 }}>
      <svg
        aria-hidden="true"
        className="absolute top-3 left-3"
        width={width}
        height={HEAD + rows * ROW}
      >
        {map.ribbons.map((ribbon) => {
          const a = place(ribbon.from.space, ribbon.from.start);
          const b = place(ribbon.to.space, ribbon.to.start);
          if (!a || !b) return null;
          const value = valueIn(ribbon.from.space);
          const start = ribbon.from.start;
          const isHere =
            result !== null && value !== null && value >= start && value < start + ribbon.sizeBytes;
          const [x1, x2] = [a.x + COLUMN, b.x];
          const middle = (x1 + x2) / 2;
          const bottom = BAND_HEIGHT;
          return (
            <path
              key={`${ribbon.table}-${ribbon.mapping}`}
              d={`M${x1} ${a.y}C${middle} ${a.y} ${middle} ${b.y} ${x2} ${b.y}V${b.y + bottom}C${middle} ${b.y + bottom} ${middle} ${a.y + bottom} ${x1} ${a.y + bottom}Z`}
              fill={isHere ? 'var(--tlp-posted)' : 'var(--ribbon)'}
              fillOpacity={isHere ? 0.22 : 0.6}
            />
          );
        })}
      </svg>
      <div className="relative flex" style={{ gap: GAP }}>
        {map.spaces.map((space, column) => (
          <ol
            key={space}
            aria-label={space}
            className="m-0 list-none p-0"
            style={{ width: COLUMN }}
          >
            <li className="flex items-baseline gap-2" style={{ height: HEAD }}>
              <span className="text-m font-strong">{space}</span>
              <span className="text-ink-2">
                {space === 'IPA' ? words.bits(current.ipaBits) : ''}
              </span>
            </li>
            {(columns[column] ?? []).map((band) => (
              <Band
                key={`${band.start}-${band.name}`}
                band={band}
                here={here(band)}
                isUsed={band.space !== 'PA' || used.size === 0 || used.has(`PA ${band.start}`)}
              />
            ))}
            {(columns[column] ?? []).length === 0 && (
              <li className="text-ink-2">{words.nothing}</li>
            )}
          </ol>
        ))}
      </div>
      {result === null && (
        <figcaption className="mt-1 text-ink-2">{words.untouched(hexGrouped(input))}</figcaption>
      )}
      {result?.kind === 'fault' && (
        <figcaption className="mt-1 text-stop">
          {words.fault(hexGrouped(input), result.event ?? words.noRecord)}
        </figcaption>
      )}
    </figure>
  );
}

function isTouched(band: AddressBand, ribbons: CurrentMap['map']['ribbons']): boolean {
  return ribbons.some(
    ({ to, sizeBytes }) =>
      to.space === 'PA' &&
      to.start < band.start + band.sizeBytes &&
      to.start + sizeBytes > band.start,
  );
}

interface BandProps {
  readonly band: AddressBand;
  /** The current TLP's address where it lies in the band. */
  readonly here: bigint | null;
  readonly isUsed: boolean;
}

function Band({ band, here, isUsed }: BandProps) {
  const ring = here === null ? 'border-line-strong' : 'border-2 border-tlp-posted';
  const Padlock = band.isShared === true ? LockOpen : Lock;
  return (
    <li style={{ height: ROW }}>
      <div
        className={`relative rounded-control border bg-raised px-3 py-1 ${ring} ${isUsed ? '' : 'border-dashed'} ${band.isShared === true ? 'shared-half' : ''}`}
        style={{ height: BAND_HEIGHT }}
      >
        <span className="flex items-center gap-1.5">
          {band.isShared !== null && (
            <Padlock
              size={14}
              strokeWidth={1.75}
              aria-label={band.isShared ? words.shared : words.private}
            />
          )}
          <span className="truncate font-strong">{band.name}</span>
          {here === null && (
            <span className="ml-auto whitespace-nowrap text-ink-2">
              {formatSize(Number(band.sizeBytes))}
            </span>
          )}
        </span>
        <code className="text-ink-2">{hexGrouped(band.start)}</code>
        {here !== null && (
          <code className="absolute top-1 right-1.5 rounded-chip bg-here px-1 font-strong text-canvas">
            {hexGrouped(here)}
          </code>
        )}
      </div>
    </li>
  );
}
