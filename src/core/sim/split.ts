/* How a transfer becomes TLPs. @source PCIe Base §2.2.7 (4 KiB) */

const PAGE_BYTES = 4096;

/** A part of a transfer: `count` like requests that follow one another, each with the sizes of its completions. */
export interface RequestRun {
  readonly count: number;
  readonly bytes: number;
  readonly completions: readonly number[];
}

interface SplitRules {
  readonly address: bigint;
  readonly bytes: number;
  /** Bytes per piece before any other limit. */
  readonly pieceBytes: number;
  /** MPS for writes, MRRS for reads. */
  readonly limitBytes: number;
  /** Sizes of the completions of one request. */
  readonly completionsOf: (address: bigint, bytes: number) => readonly number[];
}

/**
 * Splits a transfer into requests: piece by piece, never across 4 KiB, never above MPS or MRRS. Equal
 * neighbours are counted, not listed.
 */
export function splitRequests(rules: SplitRules): RequestRun[] {
  const runs: { count: number; bytes: number; completions: readonly number[] }[] = [];
  let pageOffset = Number(rules.address % BigInt(PAGE_BYTES));
  let address = rules.address;
  let left = rules.bytes;
  let pieceLeft = Math.min(rules.pieceBytes, left);
  while (left > 0) {
    const bytes = Math.min(pieceLeft, rules.limitBytes, PAGE_BYTES - pageOffset);
    const completions = rules.completionsOf(address, bytes);
    const last = runs.at(-1);
    if (last?.bytes === bytes && last.completions.join() === completions.join()) last.count++;
    else runs.push({ count: 1, bytes, completions });
    left -= bytes;
    pieceLeft -= bytes;
    if (pieceLeft === 0) pieceLeft = Math.min(rules.pieceBytes, left);
    address += BigInt(bytes);
    pageOffset = (pageOffset + bytes) % PAGE_BYTES;
  }
  return runs;
}
