import { SimMemory } from '../memory.ts';
import { DEFAULT_CACHE_SIZES, SmmuCache } from './cache.ts';
import type { CacheSizes } from './cache.ts';
import { decodeCommand, invalidate } from './commands.ts';
import type { Command } from './commands.ts';
import { encodeEvent } from './events.ts';
import type { EventName } from './events.ts';
import { OutputQueue, QUEUE_LOG2SIZE, encodePageRequest } from './queues.ts';
import type { PageRequest } from './queues.ts';
import { translate } from './translate.ts';
import type { SmmuAnswer, SmmuTransaction, SmmuView } from './types.ts';

/** What the SMMU sends to a device because of a command. */
export type DeviceMessage =
  | {
      readonly kind: 'invalidateRequest';
      readonly sid: number;
      readonly ssid: number | null;
      readonly address: bigint;
      /** null: everything. */
      readonly sizeBytes: bigint | null;
    }
  | {
      readonly kind: 'pageResponse';
      readonly sid: number;
      readonly prgi: number;
      readonly response: 'success' | 'invalid' | 'failure';
    };

/** Errors of the command queue, CMDQ_CONS.ERR. @source Arm IHI 0070 §7.1 */
export type CommandError = 'CERROR_ILL' | 'CERROR_ATC_INV_SYNC';

/** What a command did. */
export interface CommandEffect {
  /** Cache entries that went. */
  readonly dropped: number;
  readonly messages: readonly DeviceMessage[];
  readonly error: CommandError | null;
}

export interface UnitCounters {
  hits: number;
  misses: number;
  /** Memory reads of all walks. */
  reads: number;
  readonly faults: Map<EventName, number>;
}

export interface UnitOptions {
  readonly sizes?: CacheSizes;
  /** Records of the event queue and of the PRI queue, powers of two. */
  readonly eventsLog2?: number;
  readonly pageRequestsLog2?: number;
  /** Where the queues stand: EVENTQ_BASE and PRIQ_BASE. */
  readonly queueMemory?: SimMemory;
}

const EVENTQ_BASE = 0x4100_0000n;
const PRIQ_BASE = 0x4110_0000n;
/** ATC_INV of size 52 covers every address. */
const EVERYTHING_SIZE = 52n;

const NOTHING: CommandEffect = { dropped: 0, messages: [], error: null };
const RESPONSES = ['success', 'invalid', 'failure'] as const;

/**
 * One programming interface of an SMMU at work: it translates through its caches, obeys commands and
 * fills its queues. What it has remembered stays in force until a command drops it, even where the tables
 * have changed since.
 *
 * @source Arm IHI 0070 §3.17, §4, §7, §8
 */
export class SmmuUnit {
  readonly view: SmmuView;
  readonly cache: SmmuCache;
  readonly events: OutputQueue;
  readonly pageRequests: OutputQueue;
  readonly counters: UnitCounters = { hits: 0, misses: 0, reads: 0, faults: new Map() };
  #hasLostInvalidation = false;

  constructor(view: SmmuView, options: UnitOptions = {}) {
    const memory = options.queueMemory ?? new SimMemory();
    this.view = view;
    this.cache = new SmmuCache(options.sizes ?? DEFAULT_CACHE_SIZES);
    this.events = new OutputQueue({
      memory,
      base: EVENTQ_BASE,
      wordsPerRecord: 4,
      log2size: options.eventsLog2 ?? QUEUE_LOG2SIZE,
    });
    this.pageRequests = new OutputQueue({
      memory,
      base: PRIQ_BASE,
      wordsPerRecord: 2,
      log2size: options.pageRequestsLog2 ?? QUEUE_LOG2SIZE,
    });
  }

  /**
   * Translates one transaction through the caches, counts it and records its event.
   *
   * @returns the answer; `reads` is how often memory was read for it, 0 for a TLB hit.
   */
  translate(txn: SmmuTransaction): { readonly answer: SmmuAnswer; readonly reads: number } {
    const answer = translate(this.view, txn, this.cache);
    let reads = 0;
    for (const step of answer.steps) if (!step.isCached) reads++;
    if (reads === 0 && answer.outcome.kind !== 'aborted') this.counters.hits++;
    else this.counters.misses++;
    this.counters.reads += reads;
    const { outcome } = answer;
    if (outcome.kind !== 'ok' && outcome.fault !== null && outcome.isRecorded) {
      const { fault } = outcome;
      const { faults } = this.counters;
      faults.set(fault.event, (faults.get(fault.event) ?? 0) + 1);
      this.events.push(encodeEvent(fault, txn));
    }
    return { answer, reads };
  }

  /**
   * Takes a page request of a device.
   *
   * @returns the response that the SMMU sends by itself because the queue is full; null: queued, or lost
   *   without a response because others of its group follow.
   */
  requestPage(request: PageRequest): DeviceMessage | null {
    if (this.pageRequests.push(encodePageRequest(request)) || !request.last) return null;
    const { sid, prgi } = request;
    return { kind: 'pageResponse', sid, prgi, response: 'success' };
  }

  /** A device did not complete an Invalidate Request in time; the next SYNC reports it. */
  loseInvalidation(): void {
    this.#hasLostInvalidation = true;
  }

  /** Obeys one command. */
  execute(command: Command): CommandEffect {
    const of = (name: keyof Command['operands']): bigint => command.operands[name] ?? 0n;
    const sid = Number(of('SID'));
    switch (command.op) {
      case 'ATC_INV': {
        const ssid = of('SSV') === 1n ? Number(of('SSID')) : null;
        const size = of('SIZE');
        const sizeBytes = size >= EVERYTHING_SIZE ? null : 4096n << size;
        const told = { kind: 'invalidateRequest', sid, ssid, sizeBytes } as const;
        return { ...NOTHING, messages: [{ ...told, address: of('ADDR') }] };
      }
      case 'PRI_RESP': {
        const response = RESPONSES[Number(of('RESP'))] ?? 'failure';
        const prgi = Number(of('PRGI'));
        return { ...NOTHING, messages: [{ kind: 'pageResponse', sid, prgi, response }] };
      }
      case 'SYNC': {
        const error = this.#hasLostInvalidation ? 'CERROR_ATC_INV_SYNC' : null;
        this.#hasLostInvalidation = false;
        return { ...NOTHING, error };
      }
      default:
        return { ...NOTHING, dropped: invalidate(this.cache, command) };
    }
  }

  /**
   * Obeys the commands of a queue in order, two words each, up to the first error.
   *
   * @returns how many were consumed, what they did, and the error that stopped it.
   */
  executeQueue(words: readonly (readonly bigint[])[]): {
    readonly consumed: number;
    readonly effects: readonly CommandEffect[];
    readonly error: CommandError | null;
  } {
    const effects: CommandEffect[] = [];
    for (const pair of words) {
      const command = decodeCommand(pair);
      const effect = command === null ? null : this.execute(command);
      const error = effect === null ? 'CERROR_ILL' : effect.error;
      if (error !== null || effect === null) return { consumed: effects.length, effects, error };
      effects.push(effect);
    }
    return { consumed: effects.length, effects, error: null };
  }
}
