import type { Command, Shortcut } from './command.ts';

/** What the key layer looks at in a keyboard event. */
export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

/** Where focus is when a key is pressed. */
export interface KeyContext {
  /** Focus is in canvas, timeline, outline or transport. */
  readonly isOnCanvas: boolean;
  readonly isInTextField: boolean;
  readonly isInDialog: boolean;
  /** The person lets single-letter keys act. */
  readonly letterKeys: boolean;
}

/** Characters that need Shift on some layouts and not on others: their Shift is not compared. */
const SHIFTED_CHARACTERS = ['?', '+', '='];

/** A key that is one printed character without Ctrl, Command or Alt (WCAG 2.1.4). */
function isCharacterKey(shortcut: Shortcut): boolean {
  if (shortcut.mod === true || shortcut.alt === true) return false;
  return shortcut.code !== undefined ? shortcut.code !== 'Space' : shortcut.key?.length === 1;
}

function matches(shortcut: Shortcut, press: KeyPress): boolean {
  const { code, key } = shortcut;
  if ((press.ctrlKey || press.metaKey) !== (shortcut.mod ?? false)) return false;
  if (press.altKey !== (shortcut.alt ?? false)) return false;
  const isShiftFree = key !== undefined && SHIFTED_CHARACTERS.includes(key);
  if (!isShiftFree && press.shiftKey !== (shortcut.shift ?? false)) return false;
  if (code !== undefined) return press.code === code;
  return key !== undefined && press.key.toLowerCase() === key.toLowerCase();
}

function mayAct(shortcut: Shortcut, context: KeyContext): boolean {
  if (shortcut.where === 'always') return true;
  if (context.isInTextField || context.isInDialog) return false;
  if (!context.letterKeys && isCharacterKey(shortcut)) return false;
  return shortcut.where === 'anywhere' || context.isOnCanvas;
}

/** The command that a key press means in this context, enabled or not; null when it means none. */
export function commandOfKey<C extends Command>(
  commands: readonly C[],
  press: KeyPress,
  context: KeyContext,
): C | null {
  const found = commands.find((command) =>
    command.shortcuts?.some((shortcut) => matches(shortcut, press) && mayAct(shortcut, context)),
  );
  return found ?? null;
}

const CODE_LABELS: Readonly<Record<string, string>> = {
  Period: '.',
  Comma: ',',
  Semicolon: ';',
  Quote: "'",
  BracketLeft: '[',
  BracketRight: ']',
  Space: 'Space',
};

/** A shortcut as people read it: `Ctrl Shift Z`, `⌘⇧Z` on a Mac. */
export function shortcutLabel(shortcut: Shortcut, isMac: boolean): string {
  const key = shortcut.code === undefined ? shortcut.key : CODE_LABELS[shortcut.code];
  const shown = key?.length === 1 ? key.toUpperCase() : (key ?? '');
  const parts = isMac
    ? [shortcut.alt && '⌥', shortcut.shift && '⇧', shortcut.mod && '⌘', shown]
    : [shortcut.mod && 'Ctrl', shortcut.alt && 'Alt', shortcut.shift && 'Shift', shown];
  return parts.filter((part) => typeof part === 'string' && part !== '').join(isMac ? '' : ' ');
}
