import { assertUnreachable } from '../base/assert.ts';
import type { MachineAcs } from '../machine/types.ts';
import type { AcsRuleId } from '../rules/acs.ts';
import {
  ACS_CAP_ENHANCED,
  ACS_CTL_DSP_MT_SHIFT,
  ACS_CTL_IORB,
  ACS_CTL_UNCLAIMED_RR,
  ACS_CTL_USP_MT_SHIFT,
  egressVectorSize,
} from './acs-bits.ts';
import { ACS_BIT } from '../scenario/acs.ts';
import type { AcsBitName } from '../scenario/acs.ts';
import { isPosted } from './types.ts';
import type { AddressType, AerError, CompletionStatus, Operand, RequestKind } from './types.ts';

/** Which kind of function applies the check. */
export type AcsPortKind =
  'switch-dsp' | 'root-port' | 'mfd-function' | 'switch-usp' | 'endpoint-single';

/** What plain address or ID routing chose before ACS. `number` is the bit in the egress vector. */
export type EgressCandidate =
  | { readonly kind: 'upstream' | 'own-egress' | 'switch-dsp-bar' | 'switch-usp-bar' | 'unclaimed' }
  | { readonly kind: 'peer-port' | 'peer-function'; readonly number: number };

/** What ACS looks at in a TLP. */
export type AcsTlp =
  | {
      readonly kind: RequestKind;
      readonly at: AddressType;
      readonly ro: boolean;
      readonly requesterId: number;
    }
  | { readonly kind: 'Cpl' | 'CplD'; readonly ro: boolean; readonly requesterId: number };

/** One TLP at one port. `secondary` and `subordinate` are null where the function is no bridge. */
export interface AcsQuestion {
  readonly port: AcsPortKind;
  /** null: no ACS capability. */
  readonly acs: MachineAcs | null;
  readonly secondary: number | null;
  readonly subordinate: number | null;
  readonly tlp: AcsTlp;
  readonly ingress: 'from-below' | 'from-above';
  readonly candidate: EgressCandidate;
}

export type AcsAction =
  | 'direct'
  | 'forward-upstream'
  | 'redirect-upstream'
  /** A root port hands the request to redirected-request validation: the IOMMU. */
  | 'redirect-rrv'
  /** The root complex delivers the completion behind earlier redirected requests. */
  | 'rc-ordered-delivery'
  | 'deliver-down'
  /** ACS Violation. */
  | 'block'
  /** Unsupported Request. */
  | 'reject'
  /** Unexpected Completion. */
  | 'drop'
  /** No specification says. */
  | 'unmodelled';

/** What the port does, by which rule, and what it compared. */
export interface AcsDecision {
  readonly action: AcsAction;
  readonly rule: AcsRuleId;
  readonly operands: readonly Operand[];
  /** Status of the completion that a refused non-posted request gets; null: none is sent. */
  readonly completionStatus: CompletionStatus | null;
  /** Error that the port logs in AER; null: none. */
  readonly aer: AerError | null;
}

const MEMORY_KINDS: readonly string[] = ['MRd', 'MWr', 'FetchAdd', 'Swap', 'CAS', 'DMWr'];

const AT_BITS: Readonly<Record<AddressType, string>> = {
  untranslated: '00',
  translationRequest: '01',
  translated: '10',
  reserved: '11',
};

/** Whether the TLP is a completion. */
export function isAcsCompletion(tlp: AcsTlp): tlp is Extract<AcsTlp, { kind: 'Cpl' | 'CplD' }> {
  return tlp.kind === 'Cpl' || tlp.kind === 'CplD';
}

/** AT as the header means it: defined for memory requests only. */
function addressTypeOf(tlp: AcsTlp): AddressType {
  return isAcsCompletion(tlp) || !MEMORY_KINDS.includes(tlp.kind) ? 'untranslated' : tlp.at;
}

/** The control word in force: a bit whose capability bit is 0 is hardwired to 0. */
export function effectiveAcsControl(acs: MachineAcs | null): number {
  if (acs === null) return 0;
  const isEnhanced = (acs.capability & ACS_CAP_ENHANCED) !== 0;
  return acs.control & (isEnhanced ? (acs.capability & 0x7f) | 0x1f80 : acs.capability & 0x7f);
}

function isSet(question: AcsQuestion, bit: AcsBitName): boolean {
  return (effectiveAcsControl(question.acs) & ACS_BIT[bit]) !== 0;
}

function vectorBit(acs: MachineAcs | null, number: number): boolean {
  if (acs === null || number >= egressVectorSize(acs.capability)) return false;
  return ((acs.egressVector >> BigInt(number)) & 1n) === 1n;
}

function bitOperand(question: AcsQuestion, bit: AcsBitName, decided = false): Operand {
  return { name: bit, value: isSet(question, bit) ? '1' : '0', ...(decided && { decided }) };
}

function atOperand(tlp: AcsTlp, decided = false): Operand {
  return { name: 'AT', value: AT_BITS[addressTypeOf(tlp)], ...(decided && { decided }) };
}

function passed(action: AcsAction, rule: AcsRuleId, operands: readonly Operand[]): AcsDecision {
  return { action, rule, operands, completionStatus: null, aer: null };
}

/** §3.6: non-posted gets a Completer Abort, posted is dropped, the port logs an ACS Violation. */
function violation(tlp: AcsTlp, rule: AcsRuleId, operands: readonly Operand[]): AcsDecision {
  const isAnswered = !isAcsCompletion(tlp) && !isPosted(tlp.kind);
  const completionStatus = isAnswered ? 'CA' : null;
  return { action: 'block', rule, operands, completionStatus, aer: 'acsViolation' };
}

function unsupported(tlp: AcsTlp, rule: AcsRuleId, operands: readonly Operand[]): AcsDecision {
  const isAnswered = !isAcsCompletion(tlp) && !isPosted(tlp.kind);
  const completionStatus = isAnswered ? 'UR' : null;
  return { action: 'reject', rule, operands, completionStatus, aer: 'unsupportedRequest' };
}

function unexpected(rule: AcsRuleId, operands: readonly Operand[]): AcsDecision {
  return { action: 'drop', rule, operands, completionStatus: null, aer: 'unexpectedCompletion' };
}

/** "Up" at a root port means that the root complex takes over. */
function up(
  question: AcsQuestion,
  beneathRoot: 'redirect-upstream' | 'forward-upstream',
  rule: AcsRuleId,
  operands: readonly Operand[],
): AcsDecision {
  if (question.port !== 'root-port') return passed(beneathRoot, rule, operands);
  const action = isAcsCompletion(question.tlp) ? 'rc-ordered-delivery' : 'redirect-rrv';
  return passed(action, rule, operands);
}

/** A1 to A3: the checks that refuse a request before anyone asks where it goes. */
function refusedAtIngress(question: AcsQuestion): AcsDecision | null {
  const { tlp, acs, secondary, subordinate } = question;
  if (question.port === 'mfd-function' || isAcsCompletion(tlp)) return null;
  const bus = tlp.requesterId >> 8;
  const isOutside =
    secondary !== null && subordinate !== null && (bus < secondary || bus > subordinate);
  if (isSet(question, 'SV') && isOutside) {
    const range = `${hexBus(secondary)}-${hexBus(subordinate)}`;
    return violation(tlp, 'ACS-SV', [
      bitOperand(question, 'SV', true),
      { name: 'requester bus', value: hexBus(bus), decided: true },
      { name: 'bus range', value: range },
    ]);
  }
  if (isSet(question, 'TB') && addressTypeOf(tlp) !== 'untranslated') {
    return violation(tlp, 'ACS-TB', [bitOperand(question, 'TB', true), atOperand(tlp, true)]);
  }
  const isIo = tlp.kind === 'IORd' || tlp.kind === 'IOWr';
  if (isIo && (effectiveAcsControl(acs) & ACS_CTL_IORB) !== 0) {
    return violation(tlp, 'ACS-IORB', [
      { name: 'IORB', value: '1', decided: true },
      { name: 'kind', value: tlp.kind, decided: true },
    ]);
  }
  return null;
}

function hexBus(bus: number): string {
  return bus.toString(16).padStart(2, '0');
}

/** A5: the target lies back through the ingress port. */
function decideOwnEgress(question: AcsQuestion): AcsDecision {
  const operands = [
    bitOperand(question, 'UF', true),
    { name: 'target', value: 'back through the ingress port' },
  ];
  if (isSet(question, 'UF')) return up(question, 'forward-upstream', 'ACS-UF', operands);
  return isAcsCompletion(question.tlp)
    ? unexpected('ACS-UF-OFF-CPL', operands)
    : unsupported(question.tlp, 'ACS-UF-OFF', operands);
}

/** A6: a completion to a peer. */
function decidePeerCompletion(question: AcsQuestion): AcsDecision {
  const isCr = isSet(question, 'CR');
  const { ro } = question.tlp;
  const cr = bitOperand(question, 'CR', true);
  const roOperand = { name: 'RO', value: ro ? '1' : '0', ...(isCr && { decided: true }) };
  if (!isCr) return passed('direct', 'ACS-CR-OFF', [cr, roOperand]);
  return ro
    ? passed('direct', 'ACS-CR-RO', [cr, roOperand])
    : up(question, 'redirect-upstream', 'ACS-CR', [cr, roOperand]);
}

/** A7 and A8: a request to a peer. `number` is the peer's bit in the egress vector. */
function decidePeerRequest(question: AcsQuestion, number: number): AcsDecision {
  const { tlp, acs } = question;
  const at = addressTypeOf(tlp);
  if (at === 'translated' && isSet(question, 'DT')) {
    return passed('direct', 'ACS-DT', [
      bitOperand(question, 'DT', true),
      atOperand(tlp, true),
      bitOperand(question, 'RR'),
      bitOperand(question, 'EC'),
    ]);
  }
  const isRr = isSet(question, 'RR');
  const rest = [atOperand(tlp), bitOperand(question, 'DT')];
  if (isSet(question, 'EC')) {
    const isVetoed = vectorBit(acs, number);
    const ec = bitOperand(question, 'EC', true);
    const vector = { name: `vector[${number}]`, value: isVetoed ? '1' : '0', decided: true };
    if (!isVetoed) {
      return passed('direct', 'ACS-EC-CLEAR', [ec, vector, bitOperand(question, 'RR'), ...rest]);
    }
    const operands = [ec, vector, bitOperand(question, 'RR', true), ...rest];
    return isRr
      ? up(question, 'redirect-upstream', 'ACS-EC-REDIRECT', operands)
      : violation(tlp, 'ACS-EC', operands);
  }
  const operands = [bitOperand(question, 'RR', true), bitOperand(question, 'EC'), ...rest];
  return isRr
    ? up(question, 'redirect-upstream', 'ACS-RR', operands)
    : passed('direct', 'ACS-RR-OFF', operands);
}

/** A9: a BAR of the switch itself. */
function decideSwitchTarget(question: AcsQuestion, name: 'DSP_MT' | 'USP_MT'): AcsDecision {
  const { acs, tlp } = question;
  if (acs === null || (acs.capability & ACS_CAP_ENHANCED) === 0) {
    const operands = [bitOperand(question, 'RR', true), { name: 'enhanced', value: '0' }];
    return isSet(question, 'RR')
      ? up(question, 'redirect-upstream', 'ACS-MT-RR', operands)
      : passed('direct', 'ACS-MT-RR-OFF', operands);
  }
  const shift = name === 'DSP_MT' ? ACS_CTL_DSP_MT_SHIFT : ACS_CTL_USP_MT_SHIFT;
  const access = (effectiveAcsControl(acs) >> shift) & 3;
  const operands = [{ name, value: access.toString(2).padStart(2, '0'), decided: true }];
  switch (access) {
    case 0:
      return passed('direct', 'ACS-MT-DIRECT', operands);
    case 1:
      return violation(tlp, 'ACS-MT-BLOCK', operands);
    case 2:
      return up(question, 'redirect-upstream', 'ACS-MT-REDIRECT', operands);
    default:
      return passed('unmodelled', 'ACS-MT-RESERVED', operands);
  }
}

/** A10: inside the window of the switch, claimed by nobody. */
function decideUnclaimed(question: AcsQuestion): AcsDecision {
  const { tlp, acs } = question;
  const isRedirected = (effectiveAcsControl(acs) & ACS_CTL_UNCLAIMED_RR) !== 0;
  const operands = [{ name: 'UNCLAIMED_RR', value: isRedirected ? '1' : '0', decided: true }];
  if (isAcsCompletion(tlp)) return unexpected('ACS-UNCLAIMED-CPL', operands);
  return isRedirected
    ? up(question, 'redirect-upstream', 'ACS-UNCLAIMED-RR', operands)
    : unsupported(tlp, 'ACS-UNCLAIMED', operands);
}

/**
 * Applies Access Control Services to one TLP at one port: the ordered algorithm A0 to A10.
 *
 * @returns `direct` to the candidate, one of the ways up, or a refusal: `block` (ACS Violation: CA for a
 *   non-posted request), `reject` (UR), `drop` (Unexpected Completion). `unmodelled` for the reserved
 *   value of a memory target access field.
 * @throws never.
 * @source PCIe Base §6.12, §7.7.12
 * @simplified multicast TLPs are not modelled.
 */
export function decideAcs(question: AcsQuestion): AcsDecision {
  const { port, candidate } = question;
  if (question.ingress === 'from-above') {
    return passed('deliver-down', 'ACS-DOWNWARD', [{ name: 'direction', value: 'down' }]);
  }
  if (port === 'switch-usp' || port === 'endpoint-single') {
    return passed('forward-upstream', 'ACS-NOT-HERE', [{ name: 'port', value: port }]);
  }
  const refused = refusedAtIngress(question);
  if (refused !== null) return refused;
  switch (candidate.kind) {
    case 'upstream':
      return passed('forward-upstream', 'ACS-UPSTREAM', [{ name: 'target', value: 'upstream' }]);
    case 'own-egress':
      return decideOwnEgress(question);
    case 'peer-port':
    case 'peer-function':
      return isAcsCompletion(question.tlp)
        ? decidePeerCompletion(question)
        : decidePeerRequest(question, candidate.number);
    case 'switch-dsp-bar':
      return isAcsCompletion(question.tlp)
        ? decidePeerCompletion(question)
        : decideSwitchTarget(question, 'DSP_MT');
    case 'switch-usp-bar':
      return isAcsCompletion(question.tlp)
        ? decidePeerCompletion(question)
        : decideSwitchTarget(question, 'USP_MT');
    case 'unclaimed':
      return decideUnclaimed(question);
    default:
      return assertUnreachable(candidate);
  }
}
