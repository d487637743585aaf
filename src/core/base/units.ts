/** Three significant digits without trailing zeros beyond what they say: 1.24, 12.4, 820. */
function threeDigits(value: number): string {
  if (value === 0) return '0';
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toFixed(Math.min(digits, 3));
}

const TIME_UNITS: readonly (readonly [unit: string, ps: number])[] = [
  ['s', 1e12],
  ['ms', 1e9],
  ['µs', 1e6],
  ['ns', 1e3],
];

/**
 * Writes a time for people: `820 ns`, `1.24 µs`.
 *
 * @param ps picoseconds, not negative; below 1 ns it stays in ps.
 */
export function formatTime(ps: number): string {
  const found = TIME_UNITS.find(([, size]) => ps >= size);
  if (found === undefined) return ps === 0 ? '0 ns' : `${ps} ps`;
  return `${threeDigits(ps / found[1])} ${found[0]}`;
}

/**
 * Reads a time as people write it: `115`, `115 ns`, `1.5 us`.
 *
 * @param text a bare number counts nanoseconds.
 * @returns whole ps; null: it is no time, or is negative.
 */
export function parseTime(text: string): number | null {
  const found = /^(\d+(?:\.\d+)?)\s*(ps|ns|us|µs|μs|ms|s)?$/i.exec(text.trim());
  if (found === null) return null;
  const unit = (found[2] ?? 'ns').toLowerCase().replace(/^[uμ]/, 'µ');
  const size = unit === 'ps' ? 1 : TIME_UNITS.find(([name]) => name === unit)?.[1];
  return size === undefined ? null : Math.round(Number(found[1]) * size);
}

const SIZE_UNITS: readonly (readonly [unit: string, bytes: number])[] = [
  ['TiB', 2 ** 40],
  ['GiB', 2 ** 30],
  ['MiB', 2 ** 20],
  ['KiB', 2 ** 10],
];

/**
 * Writes a size for people in powers of 1024: `64 GiB`, `256 B`, `1.5 MiB`.
 *
 * @param bytes whole bytes, not negative.
 */
export function formatSize(bytes: number): string {
  const found = SIZE_UNITS.find(([, size]) => bytes >= size);
  if (found === undefined) return `${bytes} B`;
  const value = bytes / found[1];
  return `${Number.isInteger(value) ? value : threeDigits(value)} ${found[0]}`;
}

/**
 * Writes a bandwidth for people: `28.8 GB/s` (powers of 1000, as link rates are given).
 *
 * @param bytes payload bytes moved in `ps` picoseconds (more than 0).
 */
export function formatRate(bytes: number, ps: number): string {
  const perSecond = (bytes / ps) * 1e12;
  if (perSecond >= 1e9) return `${threeDigits(perSecond / 1e9)} GB/s`;
  return `${threeDigits(perSecond / 1e6)} MB/s`;
}
