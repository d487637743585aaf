/*
 * A bus address is a type of its own: passing an IOVA or a physical address where one is meant must not
 * compile. Inside an IOMMU the spaces are told apart by name. All are bigint, in bytes.
 */

declare const space: unique symbol;

/** What a memory TLP carries in its address field while no IOMMU has touched it. */
export type BusAddr = bigint & { readonly [space]: 'bus' };

/** Marks a bus address. */
export const busAddr = (value: bigint): BusAddr => value as BusAddr;

/** Writes an address for files and the CLI: `0x` and lower-case digits, at least `minDigits`. */
export function hex(value: bigint | number, minDigits = 1): `0x${string}` {
  return `0x${value.toString(16).padStart(minDigits, '0')}`;
}

/** Writes an address for people, grouped by four digits, at least `minDigits`: `0x40_0012_3000`. */
export function hexGrouped(value: bigint, minDigits = 1): string {
  const digits = value.toString(16).padStart(minDigits, '0');
  const groups: string[] = [];
  for (let end = digits.length; end > 0; end -= 4) {
    groups.unshift(digits.slice(Math.max(0, end - 4), end));
  }
  return `0x${groups.join('_')}`;
}

const UNITS: Readonly<Record<string, bigint>> = { K: 1n << 10n, M: 1n << 20n, G: 1n << 30n };

/**
 * Reads what a person types for an address or a size: `0x40_0000_0000`, `4096`, `64K`, `2M`, `1G` (powers of two).
 *
 * @returns the value in bytes, below 2^64; null when the text is none.
 */
export function readAddress(text: string): bigint | null {
  const plain = text.trim().replaceAll('_', '');
  const [, number, unit = ''] = /^(0x[0-9a-f]{1,16}|\d{1,20})([kmg]?)$/i.exec(plain) ?? [];
  if (number === undefined) return null;
  const value = BigInt(number) * (UNITS[unit.toUpperCase()] ?? 1n);
  return value < 1n << 64n ? value : null;
}
