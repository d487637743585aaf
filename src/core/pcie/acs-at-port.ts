import type { MachineAcs, MachineFunction } from '../machine/types.ts';
import { acsAlternatives, acsVerdict } from './acs-alternatives.ts';
import { ACS_USUAL_CONTROL } from './acs-bits.ts';
import { ACS_BIT } from '../scenario/acs.ts';
import { decideAcs } from './acs.ts';
import type { AcsAction, AcsDecision, AcsPortKind, AcsQuestion } from './acs.ts';
import type { Candidate } from './candidate.ts';
import type { Alternative, Tlp } from './types.ts';

/** What ACS says at a function of the machine, or that its setting is unknown and matters. */
export type AcsOutcome =
  | {
      readonly isKnown: true;
      readonly decision: AcsDecision;
      readonly instead: readonly Alternative[];
    }
  | { readonly isKnown: false; readonly instead: readonly Alternative[] };

const NOTHING_SET: MachineAcs = { capability: 0, control: 0, egressVector: 0n };
const ALL_BASIC_BITS = Object.values(ACS_BIT).reduce((word, bit) => word | bit, 0);

/**
 * Asks ACS about a TLP from below at a port or at a function of a multi-function device. Where the source
 * could not say how ACS is set, both plausible settings are tried: all off, and what an operating system
 * sets (SV RR CR UF, as far as the capability has them).
 *
 * @returns the decision when it is the same either way; otherwise that it is unknown, with both ways.
 */
export function askAcs(
  fn: MachineFunction,
  port: AcsPortKind,
  tlp: Tlp,
  { candidate }: Candidate,
): AcsOutcome {
  const question: AcsQuestion = {
    port,
    acs: fn.acs,
    secondary: fn.bridge?.secondary ?? null,
    subordinate: fn.bridge?.subordinate ?? null,
    tlp,
    ingress: 'from-below',
    candidate,
  };
  if (!fn.acsUnknown) {
    return { isKnown: true, decision: decideAcs(question), instead: acsAlternatives(question) };
  }
  const capability = fn.acs?.capability ?? ALL_BASIC_BITS;
  const off = decideAcs({ ...question, acs: NOTHING_SET });
  const usual = { capability, control: ACS_USUAL_CONTROL, egressVector: 0n };
  const on = decideAcs({ ...question, acs: usual });
  if (off.action === on.action) return { isKnown: true, decision: off, instead: [] };
  return {
    isKnown: false,
    instead: [
      { change: 'ACS off', leadsTo: acsVerdict(off) },
      { change: 'SV RR CR UF set', leadsTo: acsVerdict(on) },
    ],
  };
}

/** Whether the TLP goes up after this action. */
export function isUp(action: AcsAction): boolean {
  return (
    action === 'forward-upstream' ||
    action === 'redirect-upstream' ||
    action === 'redirect-rrv' ||
    action === 'rc-ordered-delivery'
  );
}
