import type { AddressBand, AddressRibbon, Space } from '../../core/iommu/address-bands.ts';
import { hexGrouped } from '../../core/base/address.ts';
import { panelStrings } from '../strings/panels.ts';
import { Band } from './Band.tsx';
import type { CurrentMap } from './current-map.ts';
import { BAND_HEIGHT, ROW, columnGeometry } from './geometry.ts';
import type { ColumnGeometry, Place } from './geometry.ts';

interface Props {
  readonly current: CurrentMap;
  /** Gaps take no room; else addresses are to scale in each column. */
  readonly isFolded: boolean;
}

const words = panelStrings.addresses;
const COLUMN = 264;
const GAP = 120;
const HEAD = 28;

/** One column: a space as one of the two worlds sees it. */
interface Column {
  readonly space: Space;
  /** It belongs to the requests with the other T bit, and leads from right to left. */
  readonly isOther: boolean;
  readonly title: string;
  readonly bands: readonly AddressBand[];
  readonly geometry: ColumnGeometry;
}

const down = (a: AddressBand, b: AddressBand): number => (a.start < b.start ? 1 : -1);

/** The columns from left to right: those of the TLP's own world, then the stage 2 of the other one. */
function columnsOf({ map, other, t }: CurrentMap, isFolded: boolean): readonly Column[] {
  const all = [...map.ribbons, ...(other?.map.ribbons ?? [])];
  const own = map.spaces.map((space) => ({ space, isOther: false, bands: map.bands, t }));
  const beside =
    other === null
      ? []
      : [{ space: 'IPA' as const, isOther: true, bands: other.map.bands, t: other.t }];
  return [...own, ...beside].map(({ space, isOther, bands: from, t: of }) => {
    const bands = from
      .filter((band) => band.space === space)
      // Physical ranges that nothing maps are named in the table; here they would push the mapped ones away.
      .filter((band) => space !== 'PA' || all.length === 0 || isTouched(band, all))
      .toSorted(down);
    const title = space === 'PA' || other === null ? space : words.world(space, of);
    return { space, isOther, title, bands, geometry: columnGeometry(bands, isFolded) };
  });
}

function isTouched(band: AddressBand, ribbons: readonly AddressRibbon[]): boolean {
  return ribbons.some(
    ({ to, sizeBytes }) =>
      to.space === 'PA' &&
      to.start < band.start + band.sizeBytes &&
      to.start + sizeBytes > band.start,
  );
}

const isIn = (value: bigint | null, start: bigint, sizeBytes: bigint): boolean =>
  value !== null && value >= start && value < start + sizeBytes;

/** Stays in view and wraps where the columns are wider than the window. */
const CAPTION = 'sticky left-3 mt-1 w-fit max-w-[calc(100vw-1.5rem)]';

/** Columns of bands joined by ribbons, from each world's addresses to the physical ones. */
export function Ribbons({ current, isFolded }: Props) {
  const { map, other, input, result } = current;
  const columns = columnsOf(current, isFolded);
  const height = Math.max(...columns.map(({ geometry }) => geometry.height));
  const width = columns.length * COLUMN + (columns.length - 1) * GAP;
  const output = result?.kind === 'translated' ? result.address : null;
  const valueIn = ({ space, isOther }: Pick<Column, 'space' | 'isOther'>): bigint | null => {
    if (isOther) return null;
    if (space === 'PA') return output;
    return space === map.spaces[0] ? input : (result?.ipa ?? null);
  };
  const ribbons = [
    ...map.ribbons.map((ribbon) => ({ ribbon, isOther: false })),
    ...(other?.map.ribbons ?? []).map((ribbon) => ({ ribbon, isOther: true })),
  ];
  const used = new Set(map.ribbons.map(({ to }) => `${to.space} ${to.start}`));
  return (
    <figure className="relative m-0 p-3" style={{ width: width + 24 }}>
      <svg
        aria-hidden="true"
        className="absolute top-3 left-3"
        width={width}
        height={HEAD + height}
      >
        {ribbons.map(({ ribbon, isOther }) => {
          const from = columns.findIndex(
            (one) => one.space === ribbon.from.space && one.isOther === isOther,
          );
          const to = columns.findIndex((one) => one.space === ribbon.to.space && !one.isOther);
          const { sizeBytes } = ribbon;
          const a = columns[from]?.geometry.placeOf({ start: ribbon.from.start, sizeBytes });
          const b = columns[to]?.geometry.placeOf({ start: ribbon.to.start, sizeBytes });
          if (!a || !b) return null;
          const value = valueIn({ space: ribbon.from.space, isOther });
          const isHere = result !== null && isIn(value, ribbon.from.start, sizeBytes);
          const x1 = from * (COLUMN + GAP) + (isOther ? 0 : COLUMN);
          const x2 = to * (COLUMN + GAP) + (isOther ? COLUMN : 0);
          return (
            <path
              key={`${ribbon.table}-${ribbon.mapping}`}
              d={ribbonPath(x1, a, x2, b)}
              fill={isHere ? 'var(--tlp-posted)' : 'var(--ribbon)'}
              fillOpacity={isHere ? 0.22 : 0.6}
            />
          );
        })}
      </svg>
      <div className="relative flex" style={{ gap: GAP }}>
        {columns.map((column) => (
          <BandColumn
            key={`${column.space} ${column.isOther}`}
            column={column}
            current={current}
            value={valueIn(column)}
            height={height}
            isFolded={isFolded}
            isUsed={(band) =>
              band.space !== 'PA' || used.size === 0 || used.has(`PA ${band.start}`)
            }
          />
        ))}
      </div>
      {result === null && (
        <figcaption className={`${CAPTION} text-ink-2`}>
          {words.untouched(hexGrouped(input))}
        </figcaption>
      )}
      {result?.kind === 'fault' && (
        <figcaption className={`${CAPTION} text-stop`}>
          {result.granule === undefined
            ? words.fault(hexGrouped(input), result.event ?? words.noRecord)
            : words.refused(hexGrouped(result.granule.address), result.granule.gpi)}
        </figcaption>
      )}
    </figure>
  );
}

function ribbonPath(x1: number, a: Place, x2: number, b: Place): string {
  const middle = (x1 + x2) / 2;
  const [aTop, bTop] = [HEAD + a.top, HEAD + b.top];
  const [aEnd, bEnd] = [aTop + a.height, bTop + b.height];
  return `M${x1} ${aTop}C${middle} ${aTop} ${middle} ${bTop} ${x2} ${bTop}V${bEnd}C${middle} ${bEnd} ${middle} ${aEnd} ${x1} ${aEnd}Z`;
}

interface ColumnProps {
  readonly column: Column;
  readonly current: CurrentMap;
  /** Where the TLP stands in it. */
  readonly value: bigint | null;
  readonly height: number;
  readonly isFolded: boolean;
  readonly isUsed: (band: AddressBand) => boolean;
}

function BandColumn({ column, current, value, height, isFolded, isUsed }: ColumnProps) {
  const { title, space, bands, geometry } = column;
  const isSplit = bands.some(({ isShared }) => isShared !== null);
  // Shared over private: the top bit of the address decides.
  const firstPrivate = bands.findIndex(({ isShared }) => isShared === false);
  const aside = isSplit ? words.halves(current.ipaBits) : words.bits(current.ipaBits);
  return (
    <div style={{ width: COLUMN }}>
      <div className="flex items-baseline gap-2 whitespace-nowrap" style={{ height: HEAD }}>
        <span className="text-m font-strong">{title}</span>
        <span className="text-ink-2">{space === 'IPA' ? aside : ''}</span>
      </div>
      <ol aria-label={title} className="relative m-0 list-none p-0" style={{ height }}>
        {bands.map((band, i) => {
          const place = geometry.placeOf(band);
          if (place === null) return null;
          return (
            <Band
              key={`${band.start}-${band.name}`}
              band={band}
              place={place}
              hasLabel={geometry.hasLabel[i] === true}
              here={isIn(value, band.start, band.sizeBytes) ? value : null}
              isUsed={isUsed(band)}
            />
          );
        })}
        {isFolded && firstPrivate > 0 && (
          <li
            aria-hidden="true"
            className="absolute inset-x-0 border-t border-dashed border-half-shared"
            style={{ top: firstPrivate * ROW - (ROW - BAND_HEIGHT) / 2 }}
          />
        )}
        {bands.length === 0 && <li className="text-ink-2">{words.nothing}</li>}
      </ol>
    </div>
  );
}
