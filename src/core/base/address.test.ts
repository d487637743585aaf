import { expect, test } from 'vitest';
import { hexGrouped, readAddress } from './address.ts';

test.each([
  ['0x40_0000_0000', 0x40_0000_0000n],
  ['4096', 4096n],
  [' 64K ', 65_536n],
  ['2m', 1n << 21n],
  ['0x1G', 1n << 30n],
  ['0xffffffffffffffff', (1n << 64n) - 1n],
])('%s is an address', (text, value) => {
  expect(readAddress(text)).toBe(value);
});

test.each(['', '0x', '12Q', '-1', '0x1_0000_0000_0000_0000', '0xffffffffffffffffK', '1.5'])(
  '%j is none',
  (text) => {
    expect(readAddress(text)).toBeNull();
  },
);

test('what is written grouped is read back', () => {
  expect(readAddress(hexGrouped(0x40_0012_3000n))).toBe(0x40_0012_3000n);
});
