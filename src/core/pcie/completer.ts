import { hexGrouped } from '../base/address.ts';
import type { Machine, MachineBar, MachineFunction } from '../machine/types.ts';
import type { RuleId } from '../rules/catalogue.ts';
import { barOf, functionAt } from './claims.ts';
import { dropsTlp, forwards, functionPlace, refusesAsUnsupported } from './decision.ts';
import type { Decision } from './decision.ts';
import { isAnswered } from './tlp-kind.ts';
import type { Alternative, Operand, Place, RequestTlp } from './types.ts';

/** A request that reached a function. */
export interface CompleterQuestion {
  readonly machine: Machine;
  readonly index: number;
  readonly request: RequestTlp;
  /** Whether it came through the root complex; otherwise a switch or the device itself delivered it. */
  readonly isFromRoot: boolean;
  /** What the requester meant; null: whatever answers. */
  readonly intended: Place | null;
}

interface Refusal {
  readonly rule: RuleId;
  readonly operands: readonly Operand[];
}

const on = (name: string, value: string): Operand => ({ name, value, decided: true });

/** What decoding says: Memory Space Enable, the BAR, the address type. Null: the BAR takes it. */
function refusedByDecoding(fn: MachineFunction, request: RequestTlp): Refusal | null {
  const address = { name: 'address', value: hexGrouped(request.address) };
  if (!fn.memoryDecode) return { rule: 'ROUTE-MSE-OFF', operands: [on('MSE', '0'), address] };
  if (barOf(fn, request) === null) return { rule: 'ROUTE-NO-BAR', operands: [address] };
  if (request.at === 'translationRequest') {
    return { rule: 'ROUTE-AT-REQUEST', operands: [on('AT', '01')] };
  }
  return null;
}

/**
 * What the T bit, the TDISP state and the kind of range say. Null: accepted.
 *
 * @source PCIe Base §11.2.1
 */
function refusedByTdisp(fn: MachineFunction, bar: MachineBar, t: 0 | 1): Refusal | null {
  const state = fn.tdisp?.state ?? 'CONFIG_UNLOCKED';
  const operands = [on('T', `${t}`), on('TDI state', fn.tdisp === null ? 'no TDISP' : state)];
  if (state === 'CONFIG_UNLOCKED') {
    return t === 1 ? { rule: 'TDISP-UNLOCKED-T1', operands } : null;
  }
  const range = on('range', bar.nonTee ? 'not trusted' : 'trusted');
  if (bar.nonTee) {
    return t === 1 ? { rule: 'TDISP-NON-TEE-T1', operands: [range, ...operands] } : null;
  }
  if (t === 0) return { rule: 'TDISP-TEE-T0', operands: [...operands, range] };
  return state === 'RUN' ? null : { rule: 'TDISP-STATE', operands: [...operands, range] };
}

function refusalOf(fn: MachineFunction, request: RequestTlp): Refusal | null {
  const byDecoding = refusedByDecoding(fn, request);
  const bar = barOf(fn, request);
  if (byDecoding !== null || bar === null) return byDecoding;
  return refusedByTdisp(fn, bar, request.t);
}

/** Changes of the function or of the request that would have had it served, found by asking again. */
function alternatives(fn: MachineFunction, request: RequestTlp): Alternative[] {
  const { tdisp } = fn;
  const changes: { change: string; fn: MachineFunction; request: RequestTlp }[] = [
    { change: 'MSE=1', fn: { ...fn, memoryDecode: true }, request },
    { change: `T=${1 - request.t}`, fn, request: { ...request, t: request.t === 1 ? 0 : 1 } },
    { change: 'AT=00', fn, request: { ...request, at: 'untranslated' } },
  ];
  if (tdisp !== null) {
    for (const state of ['CONFIG_UNLOCKED', 'RUN'] as const) {
      changes.push({
        change: `TDI state ${state}`,
        fn: { ...fn, tdisp: { ...tdisp, state } },
        request,
      });
    }
  }
  return changes
    .filter((changed) => refusalOf(changed.fn, changed.request) === null)
    .map(({ change }) => ({ change, leadsTo: 'delivered' }));
}

/** Whether a peer-to-peer IDE stream is bound between the requester and this function. @source PCIe Base §6.33, §11.4.10 */
function hasP2pStream(machine: Machine, fn: MachineFunction, request: RequestTlp): boolean {
  const requester = machine.functions.find(
    ({ bdf, requesterId }) =>
      bdf.segment === request.segment && requesterId === request.requesterId,
  );
  return (machine.scenario.p2pStreams ?? []).some(
    ({ between }) =>
      requester !== undefined && between.includes(fn.id) && between.includes(requester.id),
  );
}

function isMeant(intended: Place | null, index: number): boolean {
  return intended === null || (intended.kind === 'function' && intended.index === index);
}

/**
 * What a function says to a request that reached it.
 *
 * @returns served (`complete`, status SC for what is answered), or the refusal: UR when no BAR takes it or
 *   the T bit does not fit the TDISP state; dropped without a completion when a switch delivered a
 *   protected request that was meant for the root port. A refused access does not change the TDI state
 *   unless the device is built that strictly (`exporterErrorOnT0`).
 * @source PCIe Base §2.3.1, §11.2.1, §6.33.4
 */
export function complete(question: CompleterQuestion): Decision {
  const { machine, index, request, isFromRoot, intended } = question;
  const fn = functionAt(machine, index);
  const place = functionPlace(index);
  if (request.t === 1 && !isFromRoot && !hasP2pStream(machine, fn, request)) {
    const operands = [on('T', '1'), on('path', 'direct'), { name: 'P2P stream', value: 'none' }];
    return dropsTlp({ place, rule: 'IDE-MISROUTED', tlp: request, operands, aer: 'misroutedIde' });
  }
  const refusal = refusalOf(fn, request);
  if (refusal !== null) {
    const instead = alternatives(fn, request);
    const isStrict = refusal.rule === 'TDISP-TEE-T0' && fn.tdisp?.exporterErrorOnT0 === true;
    const operands = isStrict
      ? [...refusal.operands, { name: 'TDI state after', value: 'ERROR' }]
      : refusal.operands;
    return refusesAsUnsupported({ place, ...refusal, operands, tlp: request, instead });
  }
  const bar = barOf(fn, request);
  const operands = [
    on('BAR', `${bar?.index ?? 0}`),
    { name: 'address', value: hexGrouped(request.address) },
    ...(fn.tdisp === null ? [] : [{ name: 'T', value: `${request.t}` }]),
  ];
  const wasMeant = isMeant(intended, index);
  const decision = forwards({
    place,
    action: 'complete',
    verdict: wasMeant ? 'delivered' : 'fault',
    rule: wasMeant ? 'ROUTE-BAR' : 'ROUTE-WRONG-TARGET',
    tlp: request,
    operands,
    next: { kind: 'end', outcome: wasMeant ? 'delivered' : 'wrongTarget' },
  });
  return { ...decision, status: isAnswered(request) ? 'SC' : null };
}
