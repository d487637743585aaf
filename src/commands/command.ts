/** Where a command is listed. */
export type CommandGroup = 'document' | 'edit' | 'add' | 'time' | 'view' | 'help';

/** A key: `code` is the physical key (`event.code`), `key` the character; modifiers must match exactly. */
export interface Shortcut {
  readonly code?: string;
  readonly key?: string;
  /** Ctrl, or Command on a Mac. */
  readonly mod?: boolean;
  readonly shift?: boolean;
  readonly alt?: boolean;
  /**
   * canvas: only while canvas, timeline, outline or transport has focus; anywhere: everywhere but in text
   * fields and dialogs; always: in those too.
   */
  readonly where: 'canvas' | 'anywhere' | 'always';
}

/** One action of a person. Menus, keys, palette and tests all call it. Its words are `strings.commands[id]`. */
export interface Command {
  readonly id: string;
  readonly group: CommandGroup;
  readonly shortcuts?: readonly Shortcut[];
  readonly run: () => void;
  /** The browser's own event for this key does it, so the key layer lets the key through. */
  readonly isNative?: boolean;
  /** Absent: always. */
  readonly isEnabled?: () => boolean;
}
