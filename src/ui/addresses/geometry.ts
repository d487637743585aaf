/*
 * Where the bands of one column stand. Folded, each takes one row and the gaps none; to scale, addresses run evenly
 * from 0 to the highest of the column.
 */

/** A range of addresses. */
interface Range {
  readonly start: bigint;
  readonly sizeBytes: bigint;
}

/** Px from the top of the column. */
export interface Place {
  readonly top: number;
  readonly height: number;
}

export interface ColumnGeometry {
  readonly height: number;
  /** One for each band, in their order. */
  readonly places: readonly Place[];
  /** To scale, labels that would stand on each other are left out; they are in the table. */
  readonly hasLabel: readonly boolean[];
  /** Where a range within the bands stands; null: in none of them. */
  readonly placeOf: (range: Range) => Place | null;
}

export const ROW = 52;
export const BAND_HEIGHT = 44;
const SCALED_HEIGHT = 420;
/** A band to scale is at least as high. */
const LEAST = 3;
const LABEL_HEIGHT = 40;

const endOf = ({ start, sizeBytes }: Range): bigint => start + sizeBytes;
const holds = (band: Range, { start }: Range): boolean =>
  start >= band.start && start < endOf(band);

function folded(bands: readonly Range[]): ColumnGeometry {
  const places = bands.map((_, row) => ({ top: row * ROW, height: BAND_HEIGHT }));
  return {
    height: bands.length * ROW,
    places,
    hasLabel: bands.map(() => true),
    placeOf: (range) => places[bands.findIndex((band) => holds(band, range))] ?? null,
  };
}

function toScale(bands: readonly Range[]): ColumnGeometry {
  const high = bands.map(endOf).reduce((most, one) => (one > most ? one : most), 1n);
  const perByte = SCALED_HEIGHT / Number(high);
  const placeOf = (range: Range): Place => ({
    top: Number(high - endOf(range)) * perByte,
    height: Math.max(LEAST, Number(range.sizeBytes) * perByte),
  });
  const places = bands.map(placeOf);
  let free = 0;
  const hasLabel = places.map(({ top }) => {
    if (top < free) return false;
    free = top + LABEL_HEIGHT;
    return true;
  });
  return {
    height: SCALED_HEIGHT + LABEL_HEIGHT,
    places,
    hasLabel,
    placeOf: (range) => (bands.some((band) => holds(band, range)) ? placeOf(range) : null),
  };
}

/** The geometry of a column whose bands come from the highest address to the lowest. */
export function columnGeometry(bands: readonly Range[], isFolded: boolean): ColumnGeometry {
  return isFolded ? folded(bands) : toScale(bands);
}
