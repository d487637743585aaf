import { defined } from '../base/assert.ts';
import { busAddr, hexGrouped } from '../base/address.ts';
import type { Machine, MachineFunction, MachineHostBridge } from '../machine/types.ts';
import type { RuleId } from '../rules/catalogue.ts';
import { decodePhysical } from './address-map.ts';
import type { Decoded } from './address-map.ts';
import { claims, functionAt, isFor, routedBy } from './claims.ts';
import { forwards, nobodyTakes, refusesAsUnsupported } from './decision.ts';
import type { Decision, Next, RootEntry } from './decision.ts';
import { isAnswered } from './tlp-kind.ts';
import { isPosted } from './types.ts';
import type {
  Alternative,
  AtsAnswer,
  CompletionTlp,
  Operand,
  Place,
  RequestTlp,
  TranslateResult,
  Translator,
} from './types.ts';

/** A request that a root port, or an endpoint of the root complex, handed to its host bridge. */
export interface RootQuestion {
  readonly machine: Machine;
  readonly translators: ReadonlyMap<number, Translator>;
  readonly hostBridge: number;
  readonly entry: RootEntry;
  /** Function on the root bus that it came through. */
  readonly from: number;
  readonly request: RequestTlp;
  readonly intended: Place | null;
}

const on = (name: string, value: string): Operand => ({ name, value, decided: true });

function bridgeOf(machine: Machine, index: number): MachineHostBridge {
  return defined(machine.hostBridges[index], `the machine has no host bridge ${index}`);
}

/** Interrupt messages on x86. @source Intel SDM Vol. 3A §11.11 */
function isInterrupt({ machine, request }: RootQuestion): boolean {
  const { cpu } = machine.scenario.system;
  const isX86 = cpu === 'intel' || cpu === 'amd-zen' || cpu === 'amd-other';
  return isX86 && request.kind === 'MWr' && request.address >> 20n === 0xfeen;
}

function iommuPlace({ iommu, index }: MachineHostBridge): Place {
  return iommu === null ? { kind: 'hostBridge', index } : { kind: 'iommu', index: iommu };
}

/** The answer to a translation request in the shape of a translation: its walk and what that costs. */
function resultOf(answer: AtsAnswer): TranslateResult {
  const { rule, operands, walk, status, event, timing } = answer;
  const told = { rule, operands, walk, ...(timing && { timing }) };
  if (status !== 'Success') return { kind: 'fault', event, completion: status, ...told };
  return { kind: 'translated', address: answer.address ?? 0n, pas: 'NS', memoryType: '', ...told };
}

/** A translation request ends at the IOMMU: granted or denied with success, or refused. */
function answerTranslationRequest(question: RootQuestion, translator: Translator): Decision {
  const { machine, request, hostBridge } = question;
  const { answerTranslationRequest: ask } = translator;
  const tlp = request;
  if (ask === undefined) {
    const place: Place = { kind: 'hostBridge', index: hostBridge };
    return refusesAsUnsupported({ place, rule: 'RC-ATS-NONE', tlp, operands: [on('AT', '01')] });
  }
  const { requesterId, address, bytes, at, t } = request;
  const asked = { hostBridge, requesterId, address, bytes, write: true, at, t, noWrite: false };
  const answer = ask(asked);
  const { status, read, write, rule, operands } = answer;
  const place = iommuPlace(bridgeOf(machine, hostBridge));
  const translation = resultOf(answer);
  const told = { place, rule, tlp, operands, translation, action: 'answer' } as const;
  if (status !== 'Success') {
    const next: Next = { kind: 'end', outcome: 'faulted' };
    return { ...forwards({ ...told, verdict: 'fault', next }), status };
  }
  const next: Next = { kind: 'end', outcome: 'delivered' };
  const verdict = read || write ? 'translated' : 'blocked';
  return { ...forwards({ ...told, verdict, next }), status: 'SC' };
}

/** The hop at the IOMMU; after it the request carries the physical address and the T bit of the result. */
function translated(
  question: RootQuestion,
  result: TranslateResult,
): { decision: Decision; after: RequestTlp | null; mayGather: boolean } {
  const { machine, request, hostBridge } = question;
  const bridge = bridgeOf(machine, hostBridge);
  const place = iommuPlace(bridge);
  const { rule, operands } = result;
  if (result.kind === 'fault') {
    const told = {
      place,
      rule,
      operands,
      tlp: request,
      translation: result,
      action: 'fault',
      verdict: 'fault',
    } as const;
    const fault = forwards({ ...told, next: { kind: 'end', outcome: 'faulted' } });
    const status = isAnswered(request) ? (result.completion ?? 'UR') : null;
    return { decision: { ...fault, status }, after: null, mayGather: false };
  }
  const t = result.pas === 'REALM' ? 1 : 0;
  const tlp: RequestTlp = { ...request, address: busAddr(result.address), t, xt: 0 };
  const next: Next = { kind: 'rootComplex', hostBridge, entry: 'upstream', from: question.from };
  const told = { place, rule, operands, tlp, next, translation: result } as const;
  return {
    decision: forwards({ ...told, action: 'translate', verdict: 'translated' }),
    after: tlp,
    mayGather: result.mayGather ?? false,
  };
}

type P2pLevel = MachineHostBridge['rcP2P'];
const LEVELS: readonly P2pLevel[] = ['none', 'writesOnly', 'full'];

/** What both root complexes on the way allow. */
function p2pLevel(source: MachineHostBridge, target: MachineHostBridge): P2pLevel {
  return LEVELS.indexOf(source.rcP2P) <= LEVELS.indexOf(target.rcP2P) ? source.rcP2P : target.rcP2P;
}

function isForwarded(level: P2pLevel, request: RequestTlp): boolean {
  return level === 'full' || (level === 'writesOnly' && isPosted(request.kind));
}

/** Which levels of forwarding would let this request through. */
function p2pAlternatives(level: P2pLevel, request: RequestTlp): Alternative[] {
  return LEVELS.filter((other) => other !== level && isForwarded(other, request)).map((other) => ({
    change: `rcP2P=${other}`,
    leadsTo: 'looped',
  }));
}

function turnRule(question: RootQuestion, source: MachineHostBridge, target: number): RuleId {
  if (target !== source.index) return 'RC-P2P-FABRIC';
  if (source.p2pRoute === 'tbu') return 'RC-P2P-TBU';
  return question.entry === 'direct' ? 'RC-P2P-DIRECT' : 'RC-P2P';
}

/** Towards a root port or a function of a root bus: peer-to-peer through the root complex. */
function turnAround(
  question: RootQuestion,
  request: RequestTlp,
  { fn, bus }: Extract<Decoded, { kind: 'function' }>,
  mayGather: boolean,
): Decision {
  const source = bridgeOf(question.machine, question.hostBridge);
  const target = bridgeOf(question.machine, fn.hostBridge);
  const place: Place = { kind: 'hostBridge', index: source.index };
  const level = p2pLevel(source, target);
  const operands = [
    on('rcP2P', level),
    { name: 'physical address', value: hexGrouped(BigInt(bus) + target.busOffset) },
    { name: 'target', value: `below ${fn.name}` },
  ];
  if (!isForwarded(level, request)) {
    const instead = p2pAlternatives(level, request);
    const told = { place, tlp: request, operands, instead };
    if (level === 'none' || request.kind !== 'MRd') {
      return refusesAsUnsupported({ ...told, rule: 'RC-P2P-NONE' });
    }
    const next: Next = { kind: 'end', outcome: 'allOnes' };
    const ended = forwards({
      ...told,
      rule: 'RC-P2P-READ',
      action: 'answer',
      verdict: 'fault',
      next,
    });
    return { ...ended, status: 'SC' };
  }
  if (fn.index === question.from && !source.hairpin) {
    const hairpin = [on('hairpin', 'no'), ...operands];
    const instead: Alternative[] = [{ change: 'hairpin=yes', leadsTo: 'looped' }];
    return refusesAsUnsupported({
      place,
      tlp: request,
      rule: 'RC-NO-HAIRPIN',
      operands: hairpin,
      instead,
    });
  }
  const burst = mergedBytes(request, source, mayGather);
  const bytes = target.rpResplit ? resplit(request, burst, fn) : burst;
  return forwards({
    place,
    rule: burst > request.bytes ? 'RC-MERGE' : turnRule(question, source, target.index),
    action: 'turn-around',
    verdict: 'looped',
    operands:
      burst > request.bytes
        ? [
            on('burst', `${burst} B`),
            on('cut to MPS', target.rpResplit ? 'yes' : 'no'),
            ...operands,
          ]
        : operands,
    tlp: { ...request, address: bus, at: 'untranslated', bytes },
    next: isFor(fn, { ...request, address: bus })
      ? { kind: 'target', index: fn.index }
      : { kind: 'down', port: fn.index },
  });
}

/**
 * Bytes that arrive at the egress root port as one write: the interconnect may join adjacent writes to
 * Normal memory, never those to Device memory.
 * @source smmu-cca.md §2.5
 */
function mergedBytes(request: RequestTlp, source: MachineHostBridge, mayGather: boolean): number {
  if (!mayGather || request.kind !== 'MWr') return request.bytes;
  const burst = Math.min(request.burstBytes ?? request.bytes, source.mergeLimitBytes);
  return Math.max(request.bytes, burst);
}

/** Payload of the TLP that the root port sends down: the root complex cuts writes to that port's MPS. */
function resplit(request: RequestTlp, bytes: number, port: MachineFunction): number {
  return isPosted(request.kind) ? Math.min(bytes, port.mps) : request.bytes;
}

function serveFromMemory(question: RootQuestion, request: RequestTlp, memory: number): Decision {
  const { intended, machine } = question;
  const wasMeant = intended === null || (intended.kind === 'memory' && intended.index === memory);
  const decision = forwards({
    place: { kind: 'memory', index: memory },
    rule: wasMeant ? 'RC-DRAM' : 'ROUTE-WRONG-TARGET',
    action: 'complete',
    verdict: wasMeant ? 'delivered' : 'fault',
    tlp: request,
    operands: [
      { name: 'physical address', value: hexGrouped(request.address) },
      { name: 'memory', value: machine.memories[memory]?.name ?? '' },
    ],
    next: { kind: 'end', outcome: wasMeant ? 'delivered' : 'wrongTarget' },
  });
  return { ...decision, status: isAnswered(request) ? 'SC' : null };
}

/** Where a request goes whose physical address is known. */
function decidePhysical(
  question: RootQuestion,
  request: RequestTlp,
  physical: bigint,
  mayGather = false,
): Decision {
  const { machine, hostBridge } = question;
  const decoded = decodePhysical(machine, physical, request);
  if (decoded === null) {
    const operands = [{ name: 'physical address', value: hexGrouped(physical) }];
    const place: Place = { kind: 'hostBridge', index: hostBridge };
    return refusesAsUnsupported({ place, rule: 'RC-NO-DECODE', tlp: request, operands });
  }
  return decoded.kind === 'memory'
    ? serveFromMemory(question, request, decoded.index)
    : turnAround(question, request, decoded, mayGather);
}

/** What ends a request before any translation: an interrupt, T=1 or AT=01 without an IOMMU for it. */
function endsBeforeTranslation(question: RootQuestion, hasTranslator: boolean): Decision | null {
  const { request, hostBridge } = question;
  const place: Place = { kind: 'hostBridge', index: hostBridge };
  const told = { place, tlp: request };
  if (isInterrupt(question)) {
    const operands = [{ name: 'address', value: hexGrouped(request.address) }];
    const next: Next = { kind: 'end', outcome: 'delivered' };
    const rule = 'RC-MSI';
    return forwards({ ...told, rule, action: 'interrupt', verdict: 'delivered', operands, next });
  }
  if (hasTranslator) return null;
  if (request.at === 'translationRequest') {
    return refusesAsUnsupported({ ...told, rule: 'RC-ATS-NONE', operands: [on('AT', '01')] });
  }
  return request.t === 1
    ? refusesAsUnsupported({ ...told, rule: 'RP-T-NO-REALM', operands: [on('T', '1')] })
    : null;
}

/** An IOMMU that is not in the document: the address is taken to map one to one. */
function throughUnknownIommu(question: RootQuestion): Decision[] {
  const { machine, request, hostBridge, from } = question;
  const isStated = bridgeOf(machine, hostBridge).iommu !== null;
  if (isStated || machine.scenario.system.iommu === 'off') return [];
  const next: Next = { kind: 'rootComplex', hostBridge, entry: 'upstream', from };
  return [
    forwards({
      place: { kind: 'hostBridge', index: hostBridge },
      rule: 'RC-IOMMU-ELSEWHERE',
      action: 'translate',
      verdict: 'translated',
      tlp: request,
      operands: [on('IOMMU', 'on'), on('tables', 'not in the document')],
      next,
    }),
  ];
}

/**
 * What the root complex does with a request from below: interrupt window, IOMMU, then the physical address:
 * memory of the host, or the window of a root port, which means peer-to-peer. A request that the root port
 * let go straight to another one skips the IOMMU, unless the root complex runs everything through an
 * external translation unit.
 *
 * @returns one decision per component that the request passes, the last of which ends it or sends it down.
 * @source PCIe Base §1.3.1; Arm IHI 0070 §3.9
 */
export function decideRootComplex(question: RootQuestion): Decision[] {
  const { machine, translators, hostBridge, entry, request } = question;
  const bridge = bridgeOf(machine, hostBridge);
  const isShortCut = entry === 'direct' && bridge.p2pRoute === 'internal';
  const translator = translators.get(hostBridge);
  const ended = endsBeforeTranslation(question, translator !== undefined && !isShortCut);
  if (ended !== null) return [ended];
  const untranslated = BigInt(request.address) + bridge.busOffset;
  if (isShortCut) return [decidePhysical(question, request, untranslated)];
  if (translator === undefined) {
    return [...throughUnknownIommu(question), decidePhysical(question, request, untranslated)];
  }
  if (request.at === 'translationRequest') return [answerTranslationRequest(question, translator)];
  const { requesterId, address, bytes, at, t } = request;
  const write = request.kind !== 'MRd';
  const xt = request.xt ?? 0;
  const asked = { hostBridge, requesterId, address, bytes, write, at, t, xt };
  const { decision, after, mayGather } = translated(question, translator.translate(asked));
  if (after === null) return [decision];
  return [decision, decidePhysical(question, after, after.address, mayGather)];
}

/** A root complex that cuts writes to the MPS of the port cuts completions to it as well. */
function cutForPort(
  machine: Machine,
  completion: CompletionTlp,
  port: MachineFunction | undefined,
): CompletionTlp {
  if (port === undefined || !bridgeOf(machine, port.hostBridge).rpResplit) return completion;
  return { ...completion, bytes: Math.min(completion.bytes, port.mps) };
}

/**
 * Delivers a completion from the root complex to the root port below which its requester is. It leaves with
 * the T bit of the request.
 *
 * @returns Unexpected Completion when no function of the segment has the requester ID.
 * @source PCIe Base §2.2.4.2, §6.12.1.1
 */
export function decideRootCompletion(
  machine: Machine,
  hostBridge: number,
  completion: CompletionTlp,
  requesterT: 0 | 1,
): Decision {
  const place: Place = { kind: 'hostBridge', index: hostBridge };
  const tlp = { ...completion, t: requesterT };
  const operands = [routedBy(tlp)];
  const roots = machine.hostBridges
    .filter(({ segment }) => segment === tlp.segment)
    .flatMap(({ rootFunctions }) => rootFunctions.map((index) => functionAt(machine, index)));
  const rule = 'RC-CPL';
  const own = roots.find((fn) => isFor(fn, tlp));
  const port = roots.find((fn) => claims(fn, tlp));
  if (own === undefined && port === undefined) return nobodyTakes({ place, rule, tlp, operands });
  const next: Next =
    port === undefined
      ? { kind: 'target', index: own?.index ?? 0 }
      : { kind: 'down', port: port.index };
  const told = { place, rule, operands, next, action: 'deliver-completion' } as const;
  return forwards({ ...told, tlp: cutForPort(machine, tlp, port), verdict: 'forwarded' });
}
