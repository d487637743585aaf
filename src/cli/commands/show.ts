import { importFiles } from '../../formats/import.ts';
import { describeImportProblem } from '../../formats/problem.ts';
import type { ShownFunction } from '../../formats/show.ts';
import { json, refused } from '../command.ts';
import type { Command } from '../command.ts';

function describe(row: ShownFunction): string {
  const link =
    row.link === null ? null : `${row.link.speedGtps ?? '?'} GT/s x${row.link.width ?? '?'}`;
  const acs =
    row.acs === null
      ? null
      : `ACS ${row.acs.ctl === null ? 'unread' : row.acs.ctl.length === 0 ? 'off' : row.acs.ctl.join(' ')}`;
  const ids = row.vendor === null ? null : `[${row.vendor}:${row.device ?? '????'}]`;
  const group = row.iommuGroup === null ? null : `group ${row.iommuGroup}`;
  return [row.bdf, row.kind ?? row.class ?? 'function', ids, link, acs, group, row.driver]
    .filter((part) => part !== null)
    .join('  ');
}

/** The functions as a tree, one line each, children below their bridge. */
function drawTree(functions: readonly ShownFunction[]): string {
  const children = new Map<string | null, ShownFunction[]>();
  for (const row of functions) {
    const siblings = children.get(row.parent);
    if (siblings === undefined) children.set(row.parent, [row]);
    else siblings.push(row);
  }
  const lines: string[] = [];
  const open = (children.get(null) ?? []).map((row) => ({ row, indent: '' })).reverse();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    lines.push(`${next.indent}${describe(next.row)}`);
    const indent = `${next.indent}  `;
    for (const row of (children.get(next.row.bdf) ?? []).toReversed()) open.push({ row, indent });
  }
  return `${lines.join('\n')}\n`;
}

/** `show FILE`: what the input states of each function, nothing assumed. */
export const SHOW: Command = {
  usage: 'show FILE... [--format NAME] [--text]',
  flags: ['format'],
  switches: ['text'],
  positionalsBeforeFiles: 0,
  run: (args, inputs) => {
    const format = args.flags.get('format');
    const result = importFiles(inputs, format === undefined ? {} : { format });
    if (!result.ok) return refused(describeImportProblem(result.error));
    const { functions } = result.value;
    if (args.switches.has('text')) return { kind: 'done', output: drawTree(functions) };
    return json({ functions });
  },
};
