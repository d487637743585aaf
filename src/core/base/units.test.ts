import { describe, expect, test } from 'vitest';
import { formatRate, formatSize, formatTime, parseTime } from './units.ts';

describe('units for people', () => {
  test.each([
    [0, '0 ns'],
    [512, '512 ps'],
    [820_000, '820 ns'],
    [1_240_000, '1.24 µs'],
    [12_400_000, '12.4 µs'],
    [2.5e12, '2.50 s'],
  ])('%d ps is %s', (ps, text) => expect(formatTime(ps)).toBe(text));

  test.each([
    ['115', 115_000],
    [' 115 ns ', 115_000],
    ['1.24 µs', 1_240_000],
    ['1.5us', 1_500_000],
    ['512 PS', 512],
    ['0', 0],
    ['-1', null],
    ['fast', null],
    ['', null],
  ])('%j is %s ps', (text, ps) => expect(parseTime(text)).toBe(ps));

  test.each([
    [256, '256 B'],
    [65_536, '64 KiB'],
    [1.5 * 2 ** 20, '1.50 MiB'],
    [64 * 2 ** 30, '64 GiB'],
  ])('%d bytes are %s', (bytes, text) => expect(formatSize(bytes)).toBe(text));

  test('256 B in 8887 ps are 28.8 GB/s', () => expect(formatRate(256, 8887)).toBe('28.8 GB/s'));
});
