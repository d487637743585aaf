import { describe, expect, test } from 'vitest';
import { parsePreferences } from './preferences.ts';

describe('remembered preferences', () => {
  test('what was saved comes back', () => {
    const saved = { ...parsePreferences(null), theme: 'dark', leftPx: 300, isLeftOpen: false };
    expect(parsePreferences(JSON.stringify(saved))).toEqual(saved);
  });

  test.each([
    ['nothing', null],
    ['no JSON', '{theme'],
    ['another kind of value', '7'],
    ['null', 'null'],
    ['a theme from elsewhere', '{"theme":"neon","leftPx":"wide","bottomPx":-4}'],
    ['a hostile key', '{"__proto__":{"theme":"dark"},"constructor":1}'],
  ])('%s gives the defaults', (_name, text) => {
    expect(parsePreferences(text)).toEqual(parsePreferences(null));
  });

  test('one bad field does not lose the good ones', () => {
    expect(parsePreferences('{"theme":"dark","leftPx":"wide"}')).toMatchObject({
      theme: 'dark',
      leftPx: null,
    });
  });
});
