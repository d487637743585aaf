import { defined } from '../base/assert.ts';
import type { Machine } from '../machine/types.ts';
import { route } from '../pcie/route.ts';
import { transferRequest } from '../pcie/transfer-request.ts';
import type { Hop, Route, TranslateResult, Translator } from '../pcie/types.ts';
import type { TdiState, Transfer } from '../scenario/schema.ts';

/** How one request ended, in the words of the CCA matrix. */
export type CcaOutcome =
  | 'DELIVERED_T0'
  | 'DELIVERED_T1'
  | 'SMMU_FAULT'
  | 'GPF_ABORT'
  | 'EXPORTER_REJECT'
  | 'ROOTPORT_REJECT'
  | 'IDE_MISROUTE'
  | 'INTERCONNECT_DECERR'
  | 'WRONG_TARGET'
  | 'NOT_ISSUED'
  | 'MALFORMED_TLP'
  | 'ACS_VIOLATION';

/** The record that the SMMU wrote into an event queue. */
export interface CcaEvent {
  readonly name: string;
  readonly number: number;
  readonly queue: 'NS' | 'REALM';
  /** Stage-2 faults only. */
  readonly stage2: { readonly class: string; readonly ipa: bigint } | null;
}

/** One request of the importer, run and read off: the path, what translated it, and how it ended. */
export interface Judged {
  readonly route: Route;
  readonly outcome: CcaOutcome;
  /** null: no translation took part. */
  readonly translatedBy: 'ns-s2' | 'realm-s2' | null;
  readonly pas: 'NS' | 'REALM' | null;
  /** T bit of the TLP that left toward the exporter; null: none did. */
  readonly wireT: 0 | 1 | null;
  readonly event: CcaEvent | null;
  /** The granule check refused: nothing is recorded but SMMU_ROOT_GPF_FAR. */
  readonly isGpf: boolean;
}

/** Remembers what the IOMMUs answered while a route is asked for. */
function listening(translators: ReadonlyMap<number, Translator>): {
  readonly translators: ReadonlyMap<number, Translator>;
  readonly heard: { t: 0 | 1; result: TranslateResult }[];
} {
  const heard: { t: 0 | 1; result: TranslateResult }[] = [];
  const wrapped = [...translators].map(([bridge, translator]): [number, Translator] => [
    bridge,
    {
      ...translator,
      translate: (request) => {
        const result = translator.translate(request);
        heard.push({ t: request.t, result });
        return result;
      },
    },
  ]);
  return { translators: new Map(wrapped), heard };
}

const STAGE2_CLASS = ['CD', 'TT', 'IN', ''];

/** Reads the event back from the words of its record. @source Arm IHI 0070 §7.3 */
export function eventOf(result: {
  readonly event: string | null;
  readonly record?: readonly bigint[];
  readonly queue?: 'NS' | 'REALM';
  readonly ipa?: bigint;
}): CcaEvent | null {
  const { event, record, queue, ipa } = result;
  const [type = 0n, flags = 0n] = record ?? [];
  if (event === null || record === undefined || queue === undefined) return null;
  const isStage2 = ((flags >> 39n) & 1n) === 1n;
  return {
    name: event,
    number: Number(type & 0xffn),
    queue,
    stage2:
      isStage2 && ipa !== undefined
        ? { class: STAGE2_CLASS[Number((flags >> 40n) & 3n)] ?? '', ipa }
        : null,
  };
}

/** What ended a request that its target did not serve, by the rule of the last hop. */
function refusal(last: Hop): CcaOutcome {
  const { rule } = last;
  if (rule === 'TDISP-ISSUE') return 'NOT_ISSUED';
  if (rule === 'IDE-MISROUTED') return 'IDE_MISROUTE';
  if (rule === 'RP-T-NO-STREAM' || rule === 'RP-T-NO-REALM') return 'ROOTPORT_REJECT';
  if (rule.startsWith('TDISP-')) return 'EXPORTER_REJECT';
  if (last.aer === 'acsViolation') return 'ACS_VIOLATION';
  if (last.aer === 'malformed') return 'MALFORMED_TLP';
  return last.place.kind === 'function' ? 'EXPORTER_REJECT' : 'INTERCONNECT_DECERR';
}

function outcomeOf(path: Route, last: Hop, fault: TranslateResult | undefined): CcaOutcome {
  if (fault?.kind === 'fault') return fault.rule === 'SMMU-GPF' ? 'GPF_ABORT' : 'SMMU_FAULT';
  const served = path.request.findLast(({ status }) => status === 'SC');
  if (path.outcome === 'wrongTarget' || last.rule === 'ROUTE-WRONG-TARGET') return 'WRONG_TARGET';
  const isDelivered = path.outcome === 'delivered' || served !== undefined;
  if (isDelivered) return last.t === 1 ? 'DELIVERED_T1' : 'DELIVERED_T0';
  return refusal(last);
}

/**
 * Runs one transfer on a machine and says how its first request ended.
 *
 * @throws Error when the machine does not have the transfer's ends: a bug of the caller.
 */
export function judge(
  machine: Machine,
  translators: ReadonlyMap<number, Translator>,
  transfer: Transfer,
): Judged {
  const asked = defined(transferRequest(machine, transfer) ?? undefined, 'the transfer has ends');
  const { translators: wrapped, heard } = listening(translators);
  const path = route({ machine, translators: wrapped, ...asked });
  const last = defined(path.request.at(-1), 'a path has hops');
  const answer = heard.at(-1);
  const outcome = outcomeOf(path, last, answer?.result);
  const isGpf = outcome === 'GPF_ABORT';
  const reached = !['NOT_ISSUED', 'SMMU_FAULT', 'GPF_ABORT', 'INTERCONNECT_DECERR'].includes(
    outcome,
  );
  return {
    route: path,
    outcome,
    translatedBy: answer === undefined ? null : answer.t === 1 ? 'realm-s2' : 'ns-s2',
    pas: spaceOf(answer?.result, isGpf),
    wireT: reached ? last.t : null,
    event: answer?.result.kind === 'fault' && !isGpf ? eventOf(answer.result) : null,
    isGpf,
  };
}

/** The physical address space of the result, which the granule check may have refused. */
function spaceOf(result: TranslateResult | undefined, isGpf: boolean): 'NS' | 'REALM' | null {
  if (result === undefined) return null;
  if (result.kind === 'translated') return result.pas;
  if (!isGpf) return null;
  return result.operands.find(({ name }) => name === 'PAS')?.value === 'REALM' ? 'REALM' : 'NS';
}

/**
 * The importer's TDI state after an attempt: a T=1 read that ends without data moves the requester itself
 * to ERROR; a posted write gives it no sign.
 *
 * @source PCIe Base §11.2.1
 */
export function importerAfter(
  before: TdiState,
  op: 'read' | 'write',
  judged: Judged,
  t: 0 | 1,
): TdiState {
  if (op === 'write' || t === 0 || judged.outcome === 'NOT_ISSUED') return before;
  return judged.route.completionStatus === 'SC' ? before : 'ERROR';
}
