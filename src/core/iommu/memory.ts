/*
 * Simulated physical memory: sparse bytes that read as zero until written. Tables of an IOMMU live
 * here as the bytes that the architecture lays out; walkers read them from here and nowhere else.
 */

const PAGE_BYTES = 4096;

/** Whole pages from `first` up to, not including, `end`, all of one word. */
interface Fill {
  readonly first: number;
  readonly end: number;
  readonly word: bigint;
}

/** Sparse little-endian memory of one physical address space. Addresses are bytes below 2^52. */
export class SimMemory {
  /** Page number (address >> 12, exact in a double) to the page. */
  readonly #pages = new Map<number, DataView>();
  /** What pages hold that nothing was written to word by word; the last one counts. */
  readonly #fills: Fill[] = [];

  /** The 64-bit little-endian word at `address`, which is rounded down to 8 bytes; 0 where nothing was written. */
  read64(address: bigint): bigint {
    const number = Number(address >> 12n);
    const page = this.#pages.get(number);
    return page === undefined
      ? this.#filledWith(number)
      : page.getBigUint64(Number(address & 0xff8n), true);
  }

  #filledWith(number: number): bigint {
    if (this.#fills.length === 0) return 0n;
    return this.#fills.findLast(({ first, end }) => number >= first && number < end)?.word ?? 0n;
  }

  /** Writes the 64-bit little-endian word at `address`, which is rounded down to 8 bytes. */
  write64(address: bigint, value: bigint): void {
    const number = Number(address >> 12n);
    let page = this.#pages.get(number);
    if (page === undefined) {
      page = new DataView(new ArrayBuffer(PAGE_BYTES));
      const word = this.#filledWith(number);
      if (word !== 0n) for (let at = 0; at < PAGE_BYTES; at += 8) page.setBigUint64(at, word, true);
      this.#pages.set(number, page);
    }
    page.setBigUint64(Number(address & 0xff8n), BigInt.asUintN(64, value), true);
  }

  /** Writes `count` times the same word from `address` on; whole pages cost nothing. */
  fill(address: bigint, count: bigint, word: bigint): void {
    let at = address & ~7n;
    const end = at + count * 8n;
    while (at < end) {
      const pages = (at & 0xfffn) === 0n ? (end - at) >> 12n : 0n;
      if (pages > 0n) {
        const first = Number(at >> 12n);
        const fill = { first, end: first + Number(pages), word };
        this.#fills.push(fill);
        for (const number of this.#pages.keys()) {
          if (number >= fill.first && number < fill.end) this.#pages.delete(number);
        }
        at += pages << 12n;
        continue;
      }
      this.write64(at, word);
      at += 8n;
    }
  }

  /** `count` consecutive 64-bit words from `address` on. */
  readWords(address: bigint, count: number): bigint[] {
    const words: bigint[] = [];
    for (let i = 0; i < count; i++) words.push(this.read64(address + BigInt(8 * i)));
    return words;
  }

  /** Writes consecutive 64-bit words from `address` on. */
  writeWords(address: bigint, words: readonly bigint[]): void {
    words.forEach((word, i) => this.write64(address + BigInt(8 * i), word));
  }
}
