import { useEffect } from 'react';
import { commandOfKey } from '../commands/keys.ts';
import type { KeyContext } from '../commands/keys.ts';
import { COMMANDS } from '../commands/registry.ts';
import type { Command } from '../commands/command.ts';
import { EMBED_COMMANDS } from '../commands/embed.ts';
import { MOVING_COMMANDS } from '../commands/move.ts';
import { PRESENTING_COMMANDS } from '../commands/present.ts';
import { usePreferences } from '../store/preferences.ts';
import { useStage } from '../store/stage.ts';
import { useView } from '../store/view.ts';

/** Regions in which single-letter keys act. */
const CANVAS_REGIONS = '[data-region="canvas"], [data-keys="canvas"]';

const TEXT_FIELD =
  'input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]';

/** Things that use a key themselves: Space and Enter press a button, arrows and letters move in a tree or menu. */
const OWN_KEYS: readonly (readonly [selector: string, keys: readonly string[]])[] = [
  ['button, [role=tab], summary, a[href]', [' ', 'Enter']],
  ['[role=slider]', ['Home', 'End', 'PageUp', 'PageDown']],
  ['[role=tree], [role=grid], [role=tablist]', ['Home', 'End', 'Enter']],
];

function contextOf(target: EventTarget | null): KeyContext {
  const element = target instanceof Element ? target : null;
  const isOnPage = element === null || element === document.body;
  return {
    isOnCanvas: isOnPage || element.closest(CANVAS_REGIONS) !== null,
    isInTextField: element?.closest(TEXT_FIELD) != null,
    isInDialog: element?.closest('dialog, [role=menu]') != null,
    letterKeys: usePreferences.getState().letterKeys,
  };
}

function isUsedByTarget(event: KeyboardEvent): boolean {
  const { target } = event;
  if (!(target instanceof Element)) return false;
  return OWN_KEYS.some(
    ([selector, keys]) => keys.includes(event.key) && target.closest(selector) !== null,
  );
}

/** The one key layer of the program: every key is a command of the registry. */
export function useKeys(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || isUsedByTarget(event)) return;
      const context = contextOf(event.target);
      const { isMoving } = useView.getState();
      const { stage } = useStage.getState();
      const command =
        (stage === 'present' ? commandOfKey<Command>(PRESENTING_COMMANDS, event, context) : null) ??
        (isMoving ? commandOfKey<Command>(MOVING_COMMANDS, event, context) : null) ??
        commandOfKey<Command>(stage === 'embed' ? EMBED_COMMANDS : COMMANDS, event, context);
      if (!command || command.isNative === true) return;
      event.preventDefault();
      if (command.isEnabled?.() !== false) command.run();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}
