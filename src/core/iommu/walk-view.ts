import type { TranslateStep } from '../pcie/types.ts';
import { entryKindOf } from './smmuv3/entry-fields.ts';

/*
 * A walk arranged for the eye: one row for each thing that had to be found, and in front of it the
 * stage-2 reads that it took to reach it. That second dimension is what nesting costs.
 */

/** One read: the table, the index bits that selected the entry, and what the entry says. */
export interface WalkCell {
  /** From 1, in the order of the reads. */
  readonly number: number;
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
  /** The read itself, for taking it apart. */
  readonly step: TranslateStep;
}

/** Which part of a translation a row belongs to. */
export type WalkPhase = 'stream' | 'context' | 'stage1' | 'stage2' | 'output';

export interface WalkRow {
  /** `STE`, `CD`, `S1 L0`, ...; `output` for the stage-2 walk of what stage 1 gave. */
  readonly title: string;
  readonly phase: WalkPhase;
  /** Stage-2 reads that translated its address, in order. */
  readonly through: readonly WalkCell[];
  /** The entry itself; null in the row `output`. */
  readonly cell: WalkCell | null;
}

export interface WalkView {
  readonly rows: readonly WalkRow[];
  /** Every read in order. */
  readonly reads: readonly WalkCell[];
  /** Stage-2 columns that the widest row needs. */
  readonly columns: number;
  readonly memoryReads: number;
  readonly cachedReads: number;
}

function cellOf(step: TranslateStep, at: number): WalkCell {
  const { input, indexHigh: high, indexLow: low } = step;
  const hasIndex = input !== undefined && high !== undefined && low !== undefined;
  const width = hasIndex ? Math.max(0, high - low + 1) : 0;
  const value = hasIndex ? (input >> BigInt(low)) & ((1n << BigInt(width)) - 1n) : 0n;
  const bits = width === 0 ? '' : value.toString(2).padStart(width, '0');
  return {
    number: at + 1,
    table: step.table,
    address: step.address,
    words: step.words ?? [step.descriptor],
    meaning: step.meaning,
    index: hasIndex && width > 0 ? { input, high, low, value, bits } : null,
    isCached: step.isCached ?? false,
    step,
  };
}

const CONTEXT_TABLES = ['L1CD', 'CD', 'TVE'];

function phaseOf({ stage, table }: TranslateStep): WalkPhase {
  if (stage !== undefined) return stage === 1 ? 'stage1' : 'stage2';
  return CONTEXT_TABLES.includes(table) || table.startsWith('PASID') ? 'context' : 'stream';
}

/**
 * Arranges the reads of a walk in rows.
 *
 * @returns one row for each structure and each stage-1 table, its stage-2 reads in front of it; a walk of one
 *   stage has one row a level.
 */
export function describeWalk(steps: readonly TranslateStep[]): WalkView {
  const rows: WalkRow[] = [];
  const reads = steps.map(cellOf);
  let through: WalkCell[] = [];
  const hasFirst = steps.some(({ stage }) => stage === 1);
  for (const cell of reads) {
    if (cell.step.stage === 2) {
      through.push(cell);
    } else {
      rows.push({ title: cell.table, phase: phaseOf(cell.step), through, cell });
      through = [];
    }
  }
  if (through.length > 0 && hasFirst) {
    rows.push({ title: 'output', phase: 'output', through, cell: null });
  } else {
    for (const cell of through) {
      rows.push({ title: cell.table, phase: 'stage2', through: [], cell });
    }
  }
  const cachedReads = reads.filter(({ isCached }) => isCached).length;
  return {
    rows,
    reads,
    columns: Math.max(0, ...rows.map((row) => row.through.length)),
    memoryReads: steps.length - cachedReads,
    cachedReads,
  };
}

/**
 * The reads of a walk as they were at one look into the IOMMU: what a cache had is marked.
 *
 * @param readMask `LookUpEvent.readMask` of a miss that asked for the same page.
 */
export function asLookedUp(
  steps: readonly TranslateStep[],
  readMask: number,
): readonly TranslateStep[] {
  // The mask has more bits than a bitwise operator takes.
  return steps.map((step, i) => ({ ...step, isCached: Math.floor(readMask / 2 ** i) % 2 === 0 }));
}

/** Bits of an input and what they were used for. */
export interface RulerSegment {
  readonly high: number;
  readonly low: number;
  readonly value: bigint;
  /** index: they chose the entry of `table`; offset: they pass into the output; unread: the walk ended above. */
  readonly kind: 'index' | 'offset' | 'unread';
  readonly table: string | null;
  /** Number of the read that they indexed; null beside `index`. */
  readonly number: number | null;
}

/** What indexed the tables of one part of a walk, cut into the bits that each level took. */
export interface BitRuler {
  readonly space: 'StreamID' | 'SubstreamID' | 'requester ID' | 'IOVA' | 'IPA';
  readonly input: bigint;
  /** From the highest bits to the lowest. */
  readonly segments: readonly RulerSegment[];
}

/** Reads of one part share it: the levels of one table walk, or the levels of one structure. */
function partOf({ stage, purpose, forLevel, table }: TranslateStep): string {
  if (stage !== undefined) return `${stage} ${purpose ?? ''} ${forLevel ?? ''}`;
  if (table === 'L1STD' || table === 'STE') return 'StreamID';
  return table === 'L1CD' || table === 'CD' || table.startsWith('PASID')
    ? 'SubstreamID'
    : 'requester ID';
}

function spaceOf(step: TranslateStep, hasFirst: boolean): BitRuler['space'] {
  if (step.stage !== undefined) {
    return step.stage === 2 && (hasFirst || step.table.startsWith('S2 ')) ? 'IPA' : 'IOVA';
  }
  const part = partOf(step);
  return part === 'StreamID' || part === 'SubstreamID' ? part : 'requester ID';
}

/**
 * The address or ID that indexed the tables around one read, bit by bit.
 *
 * @param cell a read of `view`.
 * @returns null where nothing indexed it.
 */
export function rulerOf(view: WalkView, cell: WalkCell): BitRuler | null {
  if (cell.index === null) return null;
  const part = partOf(cell.step);
  const { input } = cell.index;
  const same = view.reads.filter(({ step, index }) => {
    return index !== null && index.input === input && partOf(step) === part;
  });
  const segments = same.flatMap(({ index, table, number }): RulerSegment[] => {
    if (index === null) return [];
    const { high, low, value } = index;
    return [{ high, low, value, kind: 'index', table, number }];
  });
  const last = same.at(-1) ?? cell;
  const low = last.index?.low ?? 0;
  if (low > 0) {
    const isLast = last === view.reads.at(-1);
    const kind =
      entryKindOf(last.step) ?? (isLast && last.step.descriptor !== 0n ? 'leaf' : 'table');
    const value = input & ((1n << BigInt(low)) - 1n);
    const told = { high: low - 1, low: 0, value, table: null, number: null };
    segments.push({ ...told, kind: kind === 'leaf' ? 'offset' : 'unread' });
  }
  const hasFirst = view.reads.some(({ step }) => step.stage === 1);
  return { space: spaceOf(cell.step, hasFirst), input, segments };
}
