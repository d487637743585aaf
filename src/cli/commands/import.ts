import { importFiles } from '../../formats/import.ts';
import { describeImportProblem } from '../../formats/problem.ts';
import type { Import } from '../../formats/import.ts';
import { json, refused } from '../command.ts';
import type { Command } from '../command.ts';

function asText(result: Import): string {
  const place = (entry: { readonly line: number; readonly file?: string }): string =>
    entry.line === 0
      ? (entry.file ?? '-')
      : `${entry.file === undefined ? '' : `${entry.file}:`}${entry.line}`;
  const block = (title: string, rows: readonly string[]): string[] => [
    `${title} (${rows.length})`,
    ...rows.map((row) => `  ${row}`),
  ];
  return [
    `${result.format}: ${result.functions.length} functions`,
    ...block(
      'read',
      result.read.map((entry) => `${place(entry)}  ${entry.fact}`),
    ),
    ...block(
      'assumed',
      result.assumed.map((entry) => `${place(entry)}  ${entry.fact}`),
    ),
    ...block(
      'ignored',
      result.ignored.map((entry) => `${place(entry)}  ${entry.text}  (${entry.reason})`),
    ),
    '',
  ].join('\n');
}

/** `import FILE...`: the scenario that the files describe, and the importer's lists. */
export const IMPORT: Command = {
  usage: 'import FILE... [--format NAME] [--text]',
  flags: ['format'],
  switches: ['text'],
  positionalsBeforeFiles: 0,
  run: (args, inputs, note) => {
    const format = args.flags.get('format');
    const result = importFiles(inputs, format === undefined ? {} : { format });
    if (!result.ok) return refused(describeImportProblem(result.error));
    const { scenario, read, assumed, ignored, dropped } = result.value;
    if (dropped.length > 0) {
      note(`${dropped.length} serial numbers, MAC addresses and names were left out`);
    }
    if (args.switches.has('text')) return { kind: 'done', output: asText(result.value) };
    return json({ scenario, read, assumed, ignored });
  },
};
