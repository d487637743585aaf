import { shortcutLabel } from '../../commands/keys.ts';
import { COMMANDS, runCommand } from '../../commands/registry.ts';
import type { CommandId } from '../../commands/registry.ts';
import type { Command } from '../../commands/command.ts';
import { formatBusDevFn } from '../../core/base/bdf.ts';
import type { Preset } from '../../core/scenario/presets/preset.ts';
import { openPreset } from '../../store/open.ts';
import { useDocument } from '../../store/document.ts';
import { goToEvent } from '../../store/follow.ts';
import { useRun } from '../../store/run.ts';
import { useView } from '../../store/view.ts';
import { requestViewport } from '../../store/viewport.ts';
import { strings } from '../strings/en.ts';
import { isMac } from '../use-command.ts';
import { bestMatches } from './matches.ts';

export interface PaletteEntry {
  readonly id: string;
  readonly kind: keyof typeof strings.palette.kinds;
  readonly title: string;
  /** Also searched; shown at the end of the row. */
  readonly detail: string;
  /** Searched but not shown. */
  readonly keywords?: string;
  readonly run: () => void;
}

const LIMIT = 50;

function labelOf(command: Command): string {
  return (command.shortcuts ?? []).map((one) => shortcutLabel(one, isMac())).join(', ');
}

function commands(): readonly PaletteEntry[] {
  return COMMANDS.filter(
    (command: Command) => command.id !== 'view.palette' && command.isEnabled?.() !== false,
  ).map((command) => ({
    id: command.id,
    kind: 'command',
    title: strings.commands[command.id],
    detail: labelOf(command),
    run: () => runCommand(command.id),
  }));
}

/** Every command that has a key, also those that cannot run now. */
function shortcuts(): readonly PaletteEntry[] {
  return COMMANDS.filter((command: Command) => command.shortcuts !== undefined).map(
    (command: Command & { readonly id: CommandId }) => ({
      id: command.id,
      kind: 'help',
      title: strings.commands[command.id],
      detail: labelOf(command),
      run: () => runCommand(command.id),
    }),
  );
}

function devices(): readonly PaletteEntry[] {
  const { scenario } = useDocument.getState();
  const { machine } = useRun.getState();
  return scenario.components.map((component) => {
    const index = machine?.functionById.get(component.id);
    const found = index === undefined ? undefined : machine?.functions[index];
    return {
      id: `device-${component.id}`,
      kind: 'device',
      title: component.name === '' ? component.id : component.name,
      detail: found === undefined ? '' : formatBusDevFn(found.bdf),
      run: () => {
        useView.getState().select([component.id]);
        requestViewport({ kind: 'reveal', id: component.id });
      },
    };
  });
}

function exampleEntries(examples: readonly Preset[]): readonly PaletteEntry[] {
  return examples.map((preset) => ({
    id: `example-${preset.id}`,
    kind: 'example',
    title: preset.title,
    detail: preset.question,
    keywords: preset.tags.join(' '),
    run: () => openPreset(preset),
  }));
}

function event(typed: string): readonly PaletteEntry[] {
  const count = useRun.getState().run?.eventCount ?? 0;
  const seq = Number.parseInt(typed, 10);
  if (!Number.isInteger(seq) || seq < 0 || seq >= count) return [];
  const title = strings.palette.event(String(seq));
  return [{ id: 'event', kind: 'event', title, detail: '', run: () => void goToEvent(seq) }];
}

/** What the palette lists for what was typed: `@` device, `#` event, `>` example, `?` help, else all. */
export function paletteEntries(
  typed: string,
  examples: readonly Preset[],
): readonly PaletteEntry[] {
  const rest = typed.slice(1).trim();
  switch (typed.charAt(0)) {
    case '@':
      return bestMatches(devices(), rest, LIMIT);
    case '>':
      return bestMatches(exampleEntries(examples), rest, LIMIT);
    case '?':
      return bestMatches(shortcuts(), rest, LIMIT);
    case '#':
      return event(rest);
    default:
      return bestMatches([...commands(), ...devices(), ...exampleEntries(examples)], typed, LIMIT);
  }
}
