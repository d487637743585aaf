import { useState } from 'react';
import { commandOf, runCommand } from '../../commands/registry.ts';
import type { CommandId } from '../../commands/registry.ts';
import { shortcutLabel } from '../../commands/keys.ts';
import { strings as words } from '../strings/canvas.ts';
import { strings } from '../strings/en.ts';
import { MenuList } from '../widgets/Menu.tsx';
import type { MenuAt } from './use-canvas-menu.ts';

const ON_SELECTION: readonly CommandId[] = [
  'view.inspect',
  'view.query',
  'edit.connect',
  'edit.transfer',
  'time.breakHere',
  'tlp.injectHere',
  'edit.cut',
  'edit.copy',
  'edit.duplicate',
  'edit.remove',
];
const ON_PANE: readonly CommandId[] = [
  'add.host-bridge',
  'add.switch',
  'add.gpu',
  'add.nic',
  'add.note',
  'edit.paste',
  'edit.undo',
  'edit.autoLayout',
  'view.fit',
  'view.hulls',
  'view.legend',
];

interface Props {
  readonly at: MenuAt;
  readonly close: (returnFocus: boolean) => void;
}

/** The menu of a right click or long press; what it offers are commands. */
export function CanvasMenu({ at, close }: Props) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const isMac = navigator.platform.startsWith('Mac');
  return (
    <>
      <span
        ref={setAnchor}
        aria-hidden="true"
        className="fixed size-0"
        style={{ left: at.x, top: at.y }}
      />
      {anchor && (
        <MenuList
          id="canvas-menu"
          label={words.menu}
          anchor={anchor}
          close={close}
          items={(at.isOnPart ? ON_SELECTION : ON_PANE).map((id) => {
            const command = commandOf(id);
            const [shortcut] = command.shortcuts ?? [];
            return {
              id,
              title: strings.commands[id],
              keys: shortcut && shortcutLabel(shortcut, isMac),
              isDisabled: command.isEnabled?.() === false,
              onSelect: () => void runCommand(id),
            };
          })}
        />
      )}
    </>
  );
}
