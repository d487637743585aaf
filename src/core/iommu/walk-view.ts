import type { TranslateStep } from '../pcie/types.ts';

/*
 * A walk arranged for the eye: one row for each thing that had to be found, and in front of it the
 * stage-2 reads that it took to reach it. That second dimension is what nesting costs.
 */

/** One read: the table, the index bits that selected the entry, and what the entry says. */
export interface WalkCell {
  readonly table: string;
  readonly address: bigint;
  readonly words: readonly bigint[];
  readonly meaning: string;
  /** Bits of the input that indexed the table; null where nothing did. */
  readonly index: {
    readonly input: bigint;
    readonly high: number;
    readonly low: number;
    readonly value: bigint;
    /** The same, bit by bit. */
    readonly bits: string;
  } | null;
  readonly isCached: boolean;
}

export interface WalkRow {
  /** `STE`, `CD`, `S1 L0`, ...; `output` for the stage-2 walk of what stage 1 gave. */
  readonly title: string;
  /** Stage-2 reads that translated its address, in order. */
  readonly through: readonly WalkCell[];
  /** The entry itself; null in the row `output`. */
  readonly cell: WalkCell | null;
}

export interface WalkView {
  readonly rows: readonly WalkRow[];
  /** Stage-2 columns that the widest row needs. */
  readonly columns: number;
  readonly memoryReads: number;
  readonly cachedReads: number;
}

function cellOf(step: TranslateStep): WalkCell {
  const { input, indexHigh: high, indexLow: low } = step;
  const hasIndex = input !== undefined && high !== undefined && low !== undefined;
  const width = hasIndex ? Math.max(0, high - low + 1) : 0;
  const value = hasIndex ? (input >> BigInt(low)) & ((1n << BigInt(width)) - 1n) : 0n;
  const bits = width === 0 ? '' : value.toString(2).padStart(width, '0');
  return {
    table: step.table,
    address: step.address,
    words: step.words ?? [step.descriptor],
    meaning: step.meaning,
    index: hasIndex && width > 0 ? { input, high, low, value, bits } : null,
    isCached: step.isCached ?? false,
  };
}

/**
 * Arranges the reads of a walk in rows.
 *
 * @returns one row for each structure and each stage-1 table, its stage-2 reads in front of it; a walk of one
 *   stage has one row a level.
 */
export function describeWalk(steps: readonly TranslateStep[]): WalkView {
  const rows: WalkRow[] = [];
  let through: WalkCell[] = [];
  const hasFirst = steps.some(({ stage }) => stage === 1);
  for (const step of steps) {
    const cell = cellOf(step);
    if (step.stage === 2) {
      through.push(cell);
    } else {
      rows.push({ title: step.table, through, cell });
      through = [];
    }
  }
  if (through.length > 0 && hasFirst) rows.push({ title: 'output', through, cell: null });
  else for (const cell of through) rows.push({ title: cell.table, through: [], cell });
  const cachedReads = steps.filter(({ isCached }) => isCached === true).length;
  return {
    rows,
    columns: Math.max(0, ...rows.map((row) => row.through.length)),
    memoryReads: steps.length - cachedReads,
    cachedReads,
  };
}
