import { assertUnreachable } from '../../core/base/assert.ts';
import type { PairComparison } from '../../core/advise/compare-pairs.ts';
import type { MachineFunction } from '../../core/machine/types.ts';
import { panelStrings } from '../strings/panels.ts';
import { verdictStrings } from '../strings/verdict.ts';
import { matrixStrings } from '../strings/matrix.ts';

/** What a cell shows. */
export type MatrixMode = 'told' | 'verdict' | 'class' | 'mapType' | 'group' | 'hops' | 'ns';

/** What is known about one pair: everything compared, and the group of each end. */
export interface KnownPair {
  readonly comparison: PairComparison;
  readonly groups: readonly [number | null, number | null];
}

/** null: a function with itself. */
export type PairAnswer = KnownPair | null;

const PS_PER_NS = 1000;

/** Nanoseconds of a write on an idle machine, or a dash where nothing is delivered. */
function nanoseconds({ timing }: PairComparison): string {
  return timing.latencyPs === null ? '-' : String(Math.round(timing.latencyPs / PS_PER_NS));
}

function groupText([from, to]: KnownPair['groups']): string {
  if (from !== null && from === to) return matrixStrings.oneGroup(from);
  return matrixStrings.apart(from ?? matrixStrings.noGroup, to ?? matrixStrings.noGroup);
}

/** The number under the verdict: hops and time, or the rule that stopped the request. */
export function verdictNote({ comparison }: KnownPair): string {
  const { write } = comparison;
  if (write === null) return '';
  if (write.outcome !== 'delivered') return write.request.at(-1)?.rule ?? '';
  return `${matrixStrings.hops(write.request.length)}, ${nanoseconds(comparison)} ns`;
}

/** What is advertised of a pair: the driver's class, Linux's map type, the groups. */
export function toldFacts({ comparison, groups }: KnownPair): readonly string[] {
  return [comparison.pathClass, comparison.decision.mapType, groupText(groups)];
}

/** How a write and a read end once Linux has mapped the BAR, or as they are where it refuses. */
export function deliveredText({ comparison }: KnownPair): string {
  const { write, read } = comparison.mapped;
  if (write === null) return '-';
  const words = panelStrings.outcome[write];
  if (read === null || read === write) return words;
  return matrixStrings.readsEnd(words, panelStrings.outcome[read].toLowerCase());
}

/** The word of one cell. */
export function cellText(answer: PairAnswer, mode: MatrixMode): string {
  if (answer === null) return 'X';
  const { comparison, groups } = answer;
  const { write } = comparison;
  switch (mode) {
    case 'verdict':
      return write === null ? '-' : verdictStrings[write.verdict];
    case 'told':
      return [...toldFacts(answer), deliveredText(answer)].join(', ');
    case 'class':
      return comparison.pathClass;
    case 'mapType':
      return comparison.decision.mapType;
    case 'group':
      return groupText(groups);
    case 'hops':
      return write === null ? '-' : String(write.request.length);
    case 'ns':
      return nanoseconds(comparison);
    default:
      return assertUnreachable(mode);
  }
}

/** Everything that a cell shows in a mode: two cells differ where this does. */
export function cellFacts(answer: PairAnswer, mode: MatrixMode): string {
  const text = cellText(answer, mode);
  return mode === 'verdict' && answer !== null ? `${text}, ${verdictNote(answer)}` : text;
}

/** The matrix as aligned text, rows are requesters. */
export function matrixText(
  functions: readonly MachineFunction[],
  rows: readonly (readonly PairAnswer[])[],
  mode: MatrixMode,
): string {
  const names = functions.map(({ name }) => name);
  const lines = [
    ['', ...names],
    ...rows.map((row, i) => [names[i] ?? '', ...row.map((answer) => cellText(answer, mode))]),
  ];
  const widths = lines[0]?.map((_, column) =>
    Math.max(...lines.map((line) => line[column]?.length ?? 0)),
  );
  return `${lines
    .map((line) =>
      line
        .map((cell, i) => cell.padEnd(widths?.[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')}\n`;
}
