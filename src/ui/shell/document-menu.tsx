import { runCommand } from '../../commands/registry.ts';
import type { CommandId } from '../../commands/registry.ts';
import { usePreferences } from '../../store/preferences.ts';
import type { Theme } from '../../store/preferences.ts';
import { strings } from '../strings/en.ts';
import type { MenuItem } from '../widgets/Menu.tsx';

const command = (id: CommandId, startsGroup = false): MenuItem => ({
  id,
  title: strings.commands[id],
  startsGroup,
  onSelect: () => runCommand(id),
});

const THEMES: readonly (readonly [Theme, CommandId])[] = [
  ['system', 'view.themeSystem'],
  ['light', 'view.themeLight'],
  ['dark', 'view.themeDark'],
  ['contrast', 'view.themeContrast'],
];

/** What the document menu lists. */
export function useDocumentMenu(): readonly MenuItem[] {
  const theme = usePreferences((state) => state.theme);
  const motion = usePreferences((state) => state.motion);
  return [
    command('document.new'),
    command('document.examples'),
    command('document.import'),
    command('document.recent'),
    command('document.versions'),
    command('edit.title', true),
    command('document.share'),
    command('document.download'),
    command('document.export'),
    command('document.print'),
    ...THEMES.map(([name, id], index) => ({
      ...command(id, index === 0),
      isChecked: theme === name,
    })),
    {
      ...command('view.motion', true),
      title: strings.shell.reduceMotion,
      isChecked: motion === 'off',
    },
    command('view.english', true),
    command('view.chinese'),
    command('help.shortcuts', true),
    command('help.rules'),
  ];
}
