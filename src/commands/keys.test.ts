import { describe, expect, test } from 'vitest';
import type { Command } from './command.ts';
import { commandOfKey, shortcutLabel } from './keys.ts';
import type { KeyContext, KeyPress } from './keys.ts';
import { MOVING_COMMANDS } from './move.ts';
import { PRESENTING_COMMANDS } from './present.ts';
import { COMMANDS } from './registry.ts';

const ON_CANVAS: KeyContext = {
  isOnCanvas: true,
  isInTextField: false,
  isInDialog: false,
  letterKeys: true,
};
const IN_PANEL: KeyContext = { ...ON_CANVAS, isOnCanvas: false };
const IN_FIELD: KeyContext = { ...ON_CANVAS, isInTextField: true };

const press = (part: Partial<KeyPress>): KeyPress => ({
  key: '',
  code: '',
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...part,
});

const idOf = (part: Partial<KeyPress>, context = ON_CANVAS): string | null =>
  commandOfKey<Command>(COMMANDS, press(part), context)?.id ?? null;

/** Commands whose keys count only while something is moved or presented. */
const OTHER_MODES: readonly Command[] = [...MOVING_COMMANDS, ...PRESENTING_COMMANDS];

describe('the key layer', () => {
  test.each([
    ['a step on a German layout', { key: '.', code: 'Period' }, 'time.nextEvent'],
    ['the same key on a Greek layout', { key: '˙', code: 'Period' }, 'time.nextEvent'],
    ['Shift: a hop', { key: '>', code: 'Period', shiftKey: true }, 'time.nextHop'],
    ['Alt: a TLP', { key: '≥', code: 'Period', altKey: true }, 'time.nextTlp'],
    ['undo', { key: 'z', code: 'KeyZ', ctrlKey: true }, 'edit.undo'],
    ['redo on a Mac', { key: 'Z', code: 'KeyZ', metaKey: true, shiftKey: true }, 'edit.redo'],
    ['undo where Z is elsewhere', { key: 'z', code: 'KeyY', ctrlKey: true }, 'edit.undo'],
    ['help, Shift held', { key: '?', code: 'Slash', shiftKey: true }, 'help.shortcuts'],
    ['capital letters count too', { key: 'H', code: 'KeyH' }, 'view.hulls'],
  ])('%s', (_name, part, id) => {
    expect(idOf(part)).toBe(id);
  });

  test('letters act only on the canvas, Ctrl+Z everywhere but in text fields', () => {
    expect(idOf({ key: 'h', code: 'KeyH' }, IN_PANEL)).toBeNull();
    expect(idOf({ key: 'z', ctrlKey: true }, IN_PANEL)).toBe('edit.undo');
    expect(idOf({ key: 'z', ctrlKey: true }, IN_FIELD)).toBeNull();
    expect(idOf({ key: '?' }, IN_FIELD)).toBeNull();
  });

  test('the palette and F6 work from a text field', () => {
    expect(idOf({ key: 'k', ctrlKey: true }, IN_FIELD)).toBe('view.palette');
    expect(idOf({ key: 'F6' }, IN_FIELD)).toBe('view.nextRegion');
  });

  test('single letters can be turned off; Space and modified keys stay', () => {
    const off = { ...ON_CANVAS, letterKeys: false };
    expect(idOf({ key: 'h', code: 'KeyH' }, off)).toBeNull();
    expect(idOf({ key: '.', code: 'Period' }, off)).toBeNull();
    expect(idOf({ key: ' ', code: 'Space' }, off)).toBe('time.toggle');
    expect(idOf({ key: 'z', ctrlKey: true }, off)).toBe('edit.undo');
  });

  test.each([
    ['usually', COMMANDS.filter(({ id }) => !OTHER_MODES.some((one) => one.id === id))],
    ['while moving', MOVING_COMMANDS],
    ['while presenting', PRESENTING_COMMANDS],
  ])('%s no two commands share a shortcut', (_when, commands) => {
    const labels = commands.flatMap((command: Command) =>
      (command.shortcuts ?? []).map((shortcut) => shortcutLabel(shortcut, false)),
    );
    expect(labels.filter((label, index) => labels.indexOf(label) !== index)).toEqual([]);
  });

  test('labels follow the platform', () => {
    const redo = { key: 'z', mod: true, shift: true, where: 'anywhere' } as const;
    expect(shortcutLabel(redo, true)).toBe('⇧⌘Z');
    expect(shortcutLabel(redo, false)).toBe('Ctrl Shift Z');
    expect(shortcutLabel({ code: 'Quote', where: 'canvas' }, false)).toBe("'");
  });
});
