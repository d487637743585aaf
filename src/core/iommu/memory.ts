/*
 * Simulated physical memory: sparse bytes that read as zero until written. Tables of an IOMMU live
 * here as the bytes that the architecture lays out; walkers read them from here and nowhere else.
 */

const PAGE_BYTES = 4096;

/** Sparse little-endian memory of one physical address space. Addresses are bytes below 2^52. */
export class SimMemory {
  /** Page number (address >> 12, exact in a double) to the page. */
  readonly #pages = new Map<number, DataView>();

  /** The 64-bit little-endian word at `address`, which is rounded down to 8 bytes; 0 where nothing was written. */
  read64(address: bigint): bigint {
    const page = this.#pages.get(Number(address >> 12n));
    return page === undefined ? 0n : page.getBigUint64(Number(address & 0xff8n), true);
  }

  /** Writes the 64-bit little-endian word at `address`, which is rounded down to 8 bytes. */
  write64(address: bigint, value: bigint): void {
    const number = Number(address >> 12n);
    let page = this.#pages.get(number);
    if (page === undefined) {
      page = new DataView(new ArrayBuffer(PAGE_BYTES));
      this.#pages.set(number, page);
    }
    page.setBigUint64(Number(address & 0xff8n), BigInt.asUintN(64, value), true);
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
