import type { Command, CommandGroup } from '../src/commands/command.ts';
import { shortcutLabel } from '../src/commands/keys.ts';
import { COMMANDS } from '../src/commands/registry.ts';
import type { CommandId } from '../src/commands/registry.ts';
import { strings } from '../src/ui/strings/en.ts';

/* docs/shortcuts.md from the registry of commands. */

const GROUPS: readonly CommandGroup[] = ['time', 'edit', 'view', 'document', 'add', 'help'];

const WHERE = {
  canvas: 'canvas, timeline, outline, time bar',
  anywhere: 'everywhere but in text fields and dialogs',
  always: 'everywhere',
} as const;

type Named = Command & { readonly id: CommandId };

function rowOf({ id, shortcuts = [] }: Named): string {
  const keys = shortcuts.map((one) => `\`${shortcutLabel(one, false)}\``).join(' or ');
  const [first] = shortcuts;
  return `| ${strings.commands[id]} | ${keys} | ${first === undefined ? '' : WHERE[first.where]} |`;
}

/** The page. */
export function shortcutsPage(): string {
  const sections = GROUPS.map((group) => {
    const own = COMMANDS.filter((one: Command) => one.group === group) as readonly Named[];
    const rows = own.map(rowOf).join('\n');
    return `## ${strings.groups[group]}\n\n| Command | Keys | Where they act |\n| --- | --- | --- |\n${rows}\n`;
  });
  return `# Commands and keys\n\nEvery action of the window is one command: menus, keys and the palette (\`Ctrl K\`) all run it. On a Mac \`Ctrl\` is \`⌘\`\nand \`Alt\` is \`⌥\`. A command without keys is found in the palette by its words. Single letters can be turned off.\n\n${sections.join('\n')}`;
}
