/* How a transfer becomes TLPs. @source PCIe Base §2.2.7 (4 KiB) */

const PAGE_BYTES = 4096;

/** A part of a transfer: `count` like requests that follow one another, each with the sizes of its completions. */
export interface RequestRun {
  readonly count: number;
  readonly bytes: number;
  readonly completions: readonly number[];
  /** The page of 4 KiB that they lie in, from 0; always 0 where nobody asks. */
  readonly page: number;
}

/** All requests of a transfer, or the first ones where there are too many. */
export interface Split {
  readonly runs: readonly RequestRun[];
  readonly isCut: boolean;
}

interface SplitRules {
  readonly address: bigint;
  readonly bytes: number;
  /** Bytes per piece before any other limit. */
  readonly pieceBytes: number;
  /** MPS for writes, MRRS for reads. */
  readonly limitBytes: number;
  readonly maxRequests: number;
  /** Whether requests of different pages are told apart. */
  readonly isPaged: boolean;
  /** Sizes of the completions of one request. */
  readonly completionsOf: (address: bigint, bytes: number) => readonly number[];
}

/**
 * Splits a transfer into requests: piece by piece, never across 4 KiB, never above MPS or MRRS. Equal
 * neighbours are counted, not listed.
 */
export function splitRequests(rules: SplitRules): Split {
  const runs: { -readonly [Key in keyof RequestRun]: RequestRun[Key] }[] = [];
  // Completions repeat from page to page: offset and size decide them.
  const known = new Map<number, readonly number[]>();
  let offset = Number(rules.address % BigInt(PAGE_BYTES));
  let left = rules.bytes;
  let pieceLeft = Math.min(rules.pieceBytes, left);
  let page = 0;
  for (let request = 0; left > 0; request++) {
    if (request === rules.maxRequests) return { runs, isCut: true };
    const bytes = Math.min(pieceLeft, rules.limitBytes, PAGE_BYTES - offset);
    const key = offset * PAGE_BYTES + bytes;
    const completions = known.get(key) ?? rules.completionsOf(BigInt(offset), bytes);
    known.set(key, completions);
    const last = runs.at(-1);
    const isLike =
      last?.page === page && last.bytes === bytes && last.completions.join() === completions.join();
    if (isLike) last.count++;
    else runs.push({ count: 1, bytes, completions, page });
    left -= bytes;
    pieceLeft -= bytes;
    if (pieceLeft === 0) pieceLeft = Math.min(rules.pieceBytes, left);
    offset = (offset + bytes) % PAGE_BYTES;
    if (rules.isPaged && offset === 0) page++;
  }
  return { runs, isCut: false };
}
