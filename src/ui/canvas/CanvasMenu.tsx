import { useCallback, useState } from 'react';
import type { MouseEvent } from 'react';
import { commandOf, runCommand } from '../../commands/registry.ts';
import type { CommandId } from '../../commands/registry.ts';
import { shortcutLabel } from '../../commands/keys.ts';
import { useView } from '../../store/view.ts';
import { strings as words } from '../strings/canvas.ts';
import { strings } from '../strings/en.ts';
import { MenuList } from '../widgets/Menu.tsx';
import type { Point } from './scene.ts';

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

interface MenuAt extends Point {
  readonly isOnPart: boolean;
}

/** The menu of a right click or long press; what it offers are commands. */
export function useCanvasMenu() {
  const [at, setAt] = useState<MenuAt | null>(null);
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);

  const onContextMenu = useCallback((event: MouseEvent) => {
    event.preventDefault();
    const { target, clientX, clientY } = event;
    const part = target instanceof Element ? target.closest<HTMLElement>('[data-part]') : null;
    const id = part?.dataset['part'];
    const { selection, select } = useView.getState();
    if (id !== undefined && !selection.includes(id)) select([id]);
    setAt({ x: clientX, y: clientY, isOnPart: id !== undefined });
  }, []);

  const close = useCallback((returnFocus: boolean) => {
    setAt(null);
    if (returnFocus) {
      document.querySelector<HTMLElement>('.canvas [data-part][tabindex="0"]')?.focus();
    }
  }, []);

  const isMac = navigator.platform.startsWith('Mac');
  const menu = at && (
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
  return { menu, onContextMenu };
}
