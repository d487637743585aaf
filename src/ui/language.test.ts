import { describe, expect, test } from 'vitest';
import { replaceWords } from './language.ts';

describe('another language', () => {
  test('takes the place of words of the same path and kind, and of nothing else', () => {
    const own: Record<string, unknown> = { a: 'one', b: { c: 'two', d: (n: number) => `${n}` } };
    replaceWords(own, { a: '一', b: { c: 7, d: (n: number) => `第${n}` }, extra: 'no' });
    expect(own['a']).toBe('一');
    expect(own['b']).toMatchObject({ c: 'two' });
    expect((own['b'] as { d: (n: number) => string }).d(2)).toBe('第2');
    expect(own).not.toHaveProperty('extra');
  });

  test('cannot reach the prototype', () => {
    const own: Record<string, unknown> = {};
    replaceWords(own, JSON.parse('{"__proto__":{"polluted":1}}') as Record<string, unknown>);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });
});
