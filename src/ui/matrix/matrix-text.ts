import type { MachineFunction } from '../../core/machine/types.ts';
import type { PathAnswer } from '../query/ask-path.ts';
import { panelStrings } from '../strings/panels.ts';

/** What a cell shows. */
export type MatrixMode = 'verdict' | 'mapType' | 'hops' | 'distance';

/** null: a function with itself, or nothing to aim at. */
export type PairAnswer = PathAnswer | null;

/** The word of one cell. */
export function cellText(answer: PairAnswer, mode: MatrixMode): string {
  if (answer === null) return 'X';
  switch (mode) {
    case 'verdict':
      return answer.route === null ? '-' : panelStrings.verdict[answer.route.verdict];
    case 'mapType':
      return answer.linux?.mapType ?? '-';
    case 'hops':
      return answer.route === null ? '-' : String(answer.route.request.length);
    case 'distance':
      return answer.distance === null ? '-' : String(answer.distance);
  }
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
