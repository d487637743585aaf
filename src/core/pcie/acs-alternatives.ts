import { assertUnreachable } from '../base/assert.ts';
import type { MachineAcs } from '../machine/types.ts';
import {
  ACS_CAP_ENHANCED,
  ACS_CTL_DSP_MT_SHIFT,
  ACS_CTL_IORB,
  ACS_CTL_UNCLAIMED_RR,
  ACS_CTL_USP_MT_SHIFT,
} from './acs-bits.ts';
import { ACS_BIT } from '../scenario/acs.ts';
import { decideAcs, effectiveAcsControl, isAcsCompletion } from './acs.ts';
import type { AcsDecision, AcsQuestion } from './acs.ts';
import type { Alternative, Verdict } from './types.ts';

/** The word of the picture for what ACS decided. */
export function acsVerdict(decision: AcsDecision): Verdict {
  switch (decision.action) {
    case 'direct':
      return 'direct';
    case 'forward-upstream':
      return decision.rule === 'ACS-UF' ? 'redirected' : 'forwarded';
    case 'redirect-upstream':
    case 'redirect-rrv':
    case 'rc-ordered-delivery':
      return 'redirected';
    case 'deliver-down':
      return 'forwarded';
    case 'block':
    case 'reject':
    case 'drop':
      return 'blocked';
    case 'unmodelled':
      return 'unmodelled';
    default:
      return assertUnreachable(decision.action);
  }
}

interface Change {
  readonly change: string;
  readonly question: AcsQuestion;
}

function withControl(question: AcsQuestion, acs: MachineAcs, control: number): AcsQuestion {
  return { ...question, acs: { ...acs, control } };
}

/** Every control bit that the capability lets software change, turned over. */
function bitChanges(question: AcsQuestion, acs: MachineAcs): Change[] {
  const control = effectiveAcsControl(acs);
  const changes = Object.entries(ACS_BIT)
    .filter(([, bit]) => (acs.capability & bit) !== 0)
    .map(([name, bit]) => ({
      change: `${name}=${(control & bit) === 0 ? 1 : 0}`,
      question: withControl(question, acs, control ^ bit),
    }));
  if ((acs.capability & ACS_CAP_ENHANCED) === 0) return changes;
  const enhanced = [
    ['IORB', ACS_CTL_IORB],
    ['UNCLAIMED_RR', ACS_CTL_UNCLAIMED_RR],
  ] as const;
  for (const [name, bit] of enhanced) {
    const change = `${name}=${(control & bit) === 0 ? 1 : 0}`;
    changes.push({ change, question: withControl(question, acs, control ^ bit) });
  }
  const fields = [
    ['DSP_MT', ACS_CTL_DSP_MT_SHIFT],
    ['USP_MT', ACS_CTL_USP_MT_SHIFT],
  ] as const;
  for (const [name, shift] of fields) {
    for (const access of [0, 1, 2]) {
      const changed = (control & ~(3 << shift)) | (access << shift);
      const change = `${name}=${access.toString(2).padStart(2, '0')}`;
      changes.push({ change, question: withControl(question, acs, changed) });
    }
  }
  return changes;
}

function vectorChanges(question: AcsQuestion, acs: MachineAcs): Change[] {
  const { candidate } = question;
  if (candidate.kind !== 'peer-port' && candidate.kind !== 'peer-function') return [];
  const bit = 1n << BigInt(candidate.number);
  const value = (acs.egressVector & bit) === 0n ? 1 : 0;
  const changed = { ...acs, egressVector: acs.egressVector ^ bit };
  return [
    { change: `vector[${candidate.number}]=${value}`, question: { ...question, acs: changed } },
  ];
}

/** What the sender could do differently: Relaxed Ordering, the address type. */
function tlpChanges(question: AcsQuestion): Change[] {
  const { tlp, acs } = question;
  const roChange = {
    change: `RO=${tlp.ro ? 0 : 1}`,
    question: { ...question, tlp: { ...tlp, ro: !tlp.ro } },
  };
  if (isAcsCompletion(tlp)) return [roChange];
  const at = tlp.at === 'untranslated' ? 'translated' : 'untranslated';
  const otherAt = { ...question, tlp: { ...tlp, at } as const };
  const name = at === 'translated' ? 'AT=10' : 'AT=00';
  const changes: Change[] = [roChange, { change: name, question: otherAt }];
  const canDt = acs !== null && (acs.capability & ACS_BIT.DT) !== 0;
  if (at === 'translated' && canDt) {
    const control = effectiveAcsControl(acs) | ACS_BIT.DT;
    changes.push({ change: 'AT=10 and DT=1', question: withControl(otherAt, acs, control) });
  }
  return changes;
}

/**
 * The single changes that would have led elsewhere, each found by deciding the changed question again.
 * A pair (AT=10 and DT=1) is named only where neither of the two does it alone.
 *
 * @returns the changes that a bit of the port, of its egress vector or of the TLP can make; empty where
 *   nothing at this port makes a difference.
 */
export function acsAlternatives(question: AcsQuestion): Alternative[] {
  const decided = decideAcs(question);
  const { acs } = question;
  const changes = [
    ...(acs === null ? [] : [...bitChanges(question, acs), ...vectorChanges(question, acs)]),
    ...tlpChanges(question),
  ];
  const found: Alternative[] = [];
  for (const { change, question: changed } of changes) {
    const decision = decideAcs(changed);
    if (decision.action === decided.action) continue;
    const leadsTo = acsVerdict(decision);
    const isPair = change.includes(' and ');
    const parts = change.split(' and ');
    if (isPair && found.some((a) => a.leadsTo === leadsTo && parts.includes(a.change))) continue;
    found.push({ change, leadsTo });
  }
  return found;
}
