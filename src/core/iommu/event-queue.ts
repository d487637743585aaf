import { busAddr } from '../base/address.ts';
import type { RequestTlp, TranslateResult, Translator } from '../pcie/types.ts';
import { SimMemory } from './memory.ts';
import { RECORD } from './smmuv3/events.ts';
import { OutputQueue, QUEUE_LOG2SIZE } from './smmuv3/queues.ts';
import { readNumber } from './fields.ts';

/*
 * The event queues of an SMMU as a run leaves them. Nothing reads a queue while the run lasts (assumption):
 * a full one loses what comes after.
 */

/** One record at an instant. */
export interface EventRecord {
  /** When its TLP was refused, ps. */
  readonly tPs: number;
  readonly tlpId: number;
  /** The record as it stands in memory, 64-bit words. */
  readonly words: readonly bigint[];
}

/** One event queue after everything that came. */
export interface EventQueueState {
  readonly records: readonly EventRecord[];
  /** How many it holds at most. */
  readonly slots: number;
  /** How many were lost because it was full. */
  readonly lost: number;
  /** PROD register: index with its wrap bit, overflow flag in bit 31. */
  readonly prod: number;
}

/** An event queue that took these records in order. @source Arm IHI 0070 §7.2 */
export function queueOf(records: readonly EventRecord[]): EventQueueState {
  const queue = new OutputQueue({
    memory: new SimMemory(),
    base: 0n,
    wordsPerRecord: 4,
    log2size: QUEUE_LOG2SIZE,
  });
  const kept = records.filter(({ words }) => queue.push(words));
  return { records: kept, slots: 2 ** QUEUE_LOG2SIZE, lost: queue.lost, prod: queue.prod };
}

/**
 * The fault of a later request of a transfer.
 *
 * @param first what its first request met.
 * @param request that first request as it reached the IOMMU of `hostBridge`.
 * @param offsetBytes how far behind it the later one's address lies.
 */
export function faultBehind(
  translator: Translator,
  first: Extract<TranslateResult, { kind: 'fault' }>,
  { request, hostBridge }: { readonly request: RequestTlp; readonly hostBridge: number },
  offsetBytes: number,
): TranslateResult {
  if (offsetBytes === 0 || first.record === undefined) return first;
  const { bytes, at, t, kind, xt = 0 } = request;
  // The low half of a StreamID is the requester ID.
  const requesterId = readNumber(first.record, RECORD.SID) & 0xffff;
  const address = busAddr(request.address + BigInt(offsetBytes));
  const write = kind !== 'MRd';
  return translator.translate({ hostBridge, requesterId, address, bytes, write, at, t, xt });
}
