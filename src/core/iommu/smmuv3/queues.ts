import { addressBits, bits, writeBits } from '../fields.ts';
import type { SimMemory } from '../memory.ts';

/** Records that a queue holds unless something else is said, as a power of two (assumption). */
export const QUEUE_LOG2SIZE = 7;

/**
 * A queue that the SMMU writes and software reads: a ring of records in memory with a producer and a
 * consumer index, each with a wrap bit above it. When it is full, new records are lost and the overflow
 * flag toggles once, until software acknowledges it.
 *
 * @source Arm IHI 0070 §7.2, §8.1
 */
export class OutputQueue {
  readonly #memory: SimMemory;
  readonly #base: bigint;
  readonly #wordsPerRecord: number;
  readonly #log2size: number;
  #prod = 0;
  #cons = 0;
  #overflow = false;
  #acknowledged = false;
  #lost = 0;

  constructor(options: {
    readonly memory: SimMemory;
    readonly base: bigint;
    readonly wordsPerRecord: number;
    readonly log2size: number;
  }) {
    this.#memory = options.memory;
    this.#base = options.base;
    this.#wordsPerRecord = options.wordsPerRecord;
    this.#log2size = options.log2size;
  }

  get #slots(): number {
    return 2 ** this.#log2size;
  }

  #addressOf(index: number): bigint {
    return this.#base + BigInt((index % this.#slots) * this.#wordsPerRecord * 8);
  }

  /** Records written and not yet consumed. */
  get count(): number {
    return (this.#prod - this.#cons + 2 * this.#slots) % (2 * this.#slots);
  }

  get isFull(): boolean {
    return this.count === this.#slots;
  }

  /** Records lost because the queue was full. */
  get lost(): number {
    return this.#lost;
  }

  /** PROD register: index with its wrap bit, overflow flag in bit 31. */
  get prod(): number {
    return (this.#prod | (this.#overflow ? 0x8000_0000 : 0)) >>> 0;
  }

  /** Writes a record; false: the queue was full and the record is lost. */
  push(words: readonly bigint[]): boolean {
    if (this.isFull) {
      this.#lost++;
      if (this.#overflow === this.#acknowledged) this.#overflow = !this.#overflow;
      return false;
    }
    this.#memory.writeWords(this.#addressOf(this.#prod), words);
    this.#prod = (this.#prod + 1) % (2 * this.#slots);
    return true;
  }

  /** Takes the oldest record, as a driver does; null: the queue is empty. */
  take(): bigint[] | null {
    if (this.count === 0) return null;
    const words = this.#memory.readWords(this.#addressOf(this.#cons), this.#wordsPerRecord);
    this.#cons = (this.#cons + 1) % (2 * this.#slots);
    return words;
  }

  /** Software has seen the overflow: CONS takes over the flag of PROD. */
  acknowledgeOverflow(): void {
    this.#acknowledged = this.#overflow;
  }

  /** An overflow that software has not acknowledged yet. */
  get isOverflowed(): boolean {
    return this.#overflow !== this.#acknowledged;
  }
}

const PRI = {
  SID: bits(31, 0),
  SSID: bits(51, 32),
  X: bits(59),
  R: bits(60),
  W: bits(61),
  Last: bits(62),
  SSV: bits(63),
  PRGI: bits(72, 64),
  ADDR: addressBits(127, 76),
} as const;

/** A page request of a device. @source PCIe Base §10.4.1 */
export interface PageRequest {
  readonly sid: number;
  readonly ssid: number | null;
  readonly read: boolean;
  readonly write: boolean;
  readonly execute: boolean;
  /** The last request of its group, which the response answers. */
  readonly last: boolean;
  /** Page request group index. */
  readonly prgi: number;
  readonly address: bigint;
}

/** The 16 bytes of a page request as the PRI queue holds it, two words. @source Arm IHI 0070 §8.1 */
export function encodePageRequest(request: PageRequest): bigint[] {
  const words = [0n, 0n];
  const flag = (value: boolean): bigint => (value ? 1n : 0n);
  writeBits(words, PRI.SID, BigInt(request.sid));
  writeBits(words, PRI.SSV, flag(request.ssid !== null));
  writeBits(words, PRI.SSID, BigInt(request.ssid ?? 0));
  writeBits(words, PRI.R, flag(request.read));
  writeBits(words, PRI.W, flag(request.write));
  writeBits(words, PRI.X, flag(request.execute));
  writeBits(words, PRI.Last, flag(request.last));
  writeBits(words, PRI.PRGI, BigInt(request.prgi));
  writeBits(words, PRI.ADDR, request.address);
  return words;
}
