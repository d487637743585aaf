import { pairComparer } from '../../core/advise/compare-pairs.ts';
import type { Machine, MachineFunction } from '../../core/machine/types.ts';
import { asking, targetsOf } from '../query/ask-path.ts';
import { cellFacts } from './matrix-text.ts';
import type { MatrixMode, PairAnswer } from './matrix-text.ts';

/** More functions than this are listed by the command line, not drawn as a table. */
const LARGEST = 24;

/** All pairs of the functions with a memory BAR; rows are requesters, both in BDF order. */
export interface PairTable {
  readonly functions: readonly MachineFunction[];
  readonly rows: readonly (readonly PairAnswer[])[];
  /** Functions that the machine has, the table shows the first ones. */
  readonly count: number;
}

/** Compares every pair of a machine. */
export function pairTable(machine: Machine): PairTable {
  const { linux, groups } = asking(machine);
  const { compare } = pairComparer(machine, linux);
  const all = targetsOf(machine);
  const functions = all.slice(0, LARGEST);
  const groupOf = (index: number): number | null => groups.groupOf[index] ?? null;
  const rows = functions.map((from) =>
    functions.map((to): PairAnswer => {
      if (from.id === to.id) return null;
      const comparison = compare({ from: from.index, to: to.index });
      return { comparison, groups: [groupOf(from.index), groupOf(to.index)] };
    }),
  );
  return { functions, rows, count: all.length };
}

/** What the cell of a pair said in another table; null where it said the same or did not exist. */
export function changesFrom(
  before: PairTable,
  now: PairTable,
  mode: MatrixMode,
): readonly (readonly (string | null)[])[] {
  const place = new Map(before.functions.map(({ id }, index) => [id, index]));
  return now.rows.map((row, i) =>
    row.map((answer, j) => {
      const from = place.get(now.functions[i]?.id ?? '');
      const to = place.get(now.functions[j]?.id ?? '');
      if (answer === null || from === undefined || to === undefined) return null;
      const old = cellFacts(before.rows[from]?.[to] ?? null, mode);
      return old === cellFacts(answer, mode) ? null : old;
    }),
  );
}
