import { shortcutLabel } from '../../commands/keys.ts';
import type { Command, CommandGroup } from '../../commands/command.ts';
import { COMMANDS } from '../../commands/registry.ts';
import type { CommandId } from '../../commands/registry.ts';
import { usePreferences } from '../../store/preferences.ts';
import { strings } from '../strings/en.ts';
import { isMac } from '../use-command.ts';
import { Dialog } from '../widgets/Dialog.tsx';
import { closeDialog } from './close.ts';

const GROUPS: readonly CommandGroup[] = ['time', 'edit', 'view', 'document', 'add', 'help'];

/** All commands that have a key, by group, from the registry itself. */
export function ShortcutsDialog() {
  const letterKeys = usePreferences((state) => state.letterKeys);
  const set = usePreferences((state) => state.set);
  return (
    <Dialog
      title={strings.shortcuts.title}
      onClose={closeDialog}
      isText
      size="max-h-[86vh] w-[760px] max-w-[94vw]"
      footer={
        <label className="flex items-center gap-2">
          <input
            type="checkbox"
            checked={letterKeys}
            onChange={(event) => set({ letterKeys: event.target.checked })}
            className="size-4 accent-(--solid)"
          />
          {strings.shortcuts.letters}
        </label>
      }
    >
      <div className="columns-2 gap-8 p-4 max-[640px]:columns-1">
        {GROUPS.map((group) => (
          <Group key={group} group={group} />
        ))}
        <p className="break-inside-avoid text-ink-2">{strings.shortcuts.note}</p>
      </div>
    </Dialog>
  );
}

function Group({ group }: { readonly group: CommandGroup }) {
  const rows = COMMANDS.filter(
    (command: Command) => command.group === group && command.shortcuts !== undefined,
  );
  if (rows.length === 0) return null;
  return (
    <section className="mb-4 break-inside-avoid">
      <h3 className="mb-1 text-m font-strong">{strings.groups[group]}</h3>
      <dl>
        {rows.map((command: Command & { readonly id: CommandId }) => (
          <div key={command.id} className="flex min-h-6 items-baseline gap-2">
            <dt className="grow">{strings.commands[command.id]}</dt>
            <dd className="flex gap-1">
              {(command.shortcuts ?? []).map((shortcut) => {
                const label = shortcutLabel(shortcut, isMac());
                return (
                  <kbd key={label} className="rounded-chip border border-line px-1 text-ink-2">
                    {label}
                  </kbd>
                );
              })}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
