/*
 * Translations and ranges as ATS carries them in 8 bytes.
 * @source PCIe Base §10.2.3 (translation completion), §10.3.1 (invalidate request)
 */

/** One entry of a translation completion: a naturally aligned range and what the device may do with it. */
export interface AtsTranslation {
  readonly address: bigint;
  /** A power of two from 4096 up. */
  readonly sizeBytes: bigint;
  readonly read: boolean;
  readonly write: boolean;
  readonly execute: boolean;
  readonly privileged: boolean;
  /** Global mapping; with XT the TE bit: the result is a Realm address. */
  readonly global: boolean;
  /** U: only untranslated requests may reach this range. */
  readonly untranslatedOnly: boolean;
  /** N: the accesses need no snooping. */
  readonly noSnoop: boolean;
}

const PAGE_BYTES = 4096n;
const ADDRESS_MASK = ~0xfffn & 0xffff_ffff_ffff_ffffn;
const SIZE_BIT = 1n << 11n;
const FLAGS = [
  ['noSnoop', 1n << 10n],
  ['global', 1n << 5n],
  ['privileged', 1n << 4n],
  ['execute', 1n << 3n],
  ['untranslatedOnly', 1n << 2n],
  ['write', 1n << 1n],
  ['read', 1n << 0n],
] as const;

/** Address bits that code a size: all ones below the bit of half the size. 4 KiB needs none. */
function sizeCode(sizeBytes: bigint): bigint {
  return sizeBytes === PAGE_BYTES ? 0n : ((sizeBytes / 2n - 1n) & ADDRESS_MASK) | SIZE_BIT;
}

/** The range that an address field with its S bit names. */
function rangeOf(word: bigint): { address: bigint; sizeBytes: bigint } {
  const field = word & ADDRESS_MASK;
  if ((word & SIZE_BIT) === 0n) return { address: field, sizeBytes: PAGE_BYTES };
  let bit = 12n;
  while (bit < 63n && ((field >> bit) & 1n) === 1n) bit++;
  const sizeBytes = 1n << (bit + 1n);
  return { address: field & ~(sizeBytes - 1n), sizeBytes };
}

/** The 8-byte entry of a translation; `address` bits below the size are ignored. */
export function encodeTranslation(translation: AtsTranslation): bigint {
  const { address, sizeBytes } = translation;
  const base = address & ADDRESS_MASK & ~(sizeBytes - 1n);
  return FLAGS.reduce(
    (word, [name, bit]) => (translation[name] ? word | bit : word),
    base | sizeCode(sizeBytes),
  );
}

/** What an 8-byte entry says; bits [9:6] are reserved and not looked at. */
export function decodeTranslation(word: bigint): AtsTranslation {
  const has = (bit: bigint): boolean => (word & bit) !== 0n;
  return {
    ...rangeOf(word),
    read: has(1n << 0n),
    write: has(1n << 1n),
    untranslatedOnly: has(1n << 2n),
    execute: has(1n << 3n),
    privileged: has(1n << 4n),
    global: has(1n << 5n),
    noSnoop: has(1n << 10n),
  };
}

/** What an invalidate request covers. `global` counts only with a PASID prefix. */
export interface AtsInvalidation {
  readonly address: bigint;
  /** A power of two from 4096 up to 2^64, which is everything. */
  readonly sizeBytes: bigint;
  readonly global: boolean;
}

/** The 8-byte body of an invalidate request. */
export function encodeInvalidation({ address, sizeBytes, global }: AtsInvalidation): bigint {
  const base = address & ADDRESS_MASK & ~(sizeBytes - 1n);
  return base | sizeCode(sizeBytes) | (global ? 1n : 0n);
}

/** What the body of an invalidate request covers. */
export function decodeInvalidation(word: bigint): AtsInvalidation {
  return { ...rangeOf(word), global: (word & 1n) === 1n };
}
