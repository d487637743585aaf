import type { Machine, MachineFunction } from '../machine/types.ts';
import { acsVerdict } from './acs-alternatives.ts';
import { askAcs, isUp } from './acs-at-port.ts';
import type { AcsDecision, AcsPortKind } from './acs.ts';
import { candidateOf } from './candidate.ts';
import type { Candidate } from './candidate.ts';
import {
  barOf,
  claims,
  functionAt,
  isFor,
  isTrained,
  linkDown,
  linkUp,
  routedBy,
  windowOf,
} from './claims.ts';
import {
  dropsTlp,
  endsUnmodelled,
  forwards,
  functionPlace,
  nobodyTakes,
  refusesAsUnsupported,
} from './decision.ts';
import type { Decision, Next } from './decision.ts';
import { isAddressRouted, isCompletionTlp, payloadBytes } from './tlp-kind.ts';
import type { Alternative, Operand, Tlp } from './types.ts';

/** One TLP at one bridge: a root port, a port of a switch, or a bridge to conventional PCI. */
export interface PortQuestion {
  readonly machine: Machine;
  /** Index of the function. */
  readonly port: number;
  readonly ingress: 'from-below' | 'from-above';
  readonly tlp: Tlp;
}

/** Whether the TLP enters this port over a link, so that the port checks it as a receiver. */
function isReceiver(fn: MachineFunction, ingress: PortQuestion['ingress']): boolean {
  const link = ingress === 'from-below' ? fn.linkBelow : fn.linkAbove;
  return link !== null;
}

/**
 * What a receiver says to a payload above its Max_Payload_Size: Malformed, no completion.
 *
 * @returns null when the payload fits.
 * @source PCIe Base §2.2.2
 */
export function refuseOversize(fn: MachineFunction, tlp: Tlp): Decision | null {
  const payload = payloadBytes(tlp);
  if (payload <= fn.mps) return null;
  return dropsTlp({
    place: functionPlace(fn.index),
    rule: 'ROUTE-MALFORMED-MPS',
    tlp,
    aer: 'malformed',
    operands: [
      { name: 'payload', value: `${payload} B`, decided: true },
      { name: 'MPS', value: `${fn.mps} B`, decided: true },
    ],
  });
}

/** Where a TLP goes that leaves `fn` on its primary side. */
export function nextAbove(fn: MachineFunction): Next {
  if (fn.parent !== null) return { kind: 'up', port: fn.parent };
  return { kind: 'rootComplex', hostBridge: fn.hostBridge, entry: 'upstream', from: fn.index };
}

/** The function below `fn` that takes the TLP: a bridge by window or bus, else a BAR or an ID; null if none. */
function takerBelow(machine: Machine, fn: MachineFunction, tlp: Tlp): Next | null {
  const children = fn.children.map((index) => functionAt(machine, index));
  const bridge = children.find((child) => claims(child, tlp));
  if (bridge !== undefined) return { kind: 'down', port: bridge.index };
  const target = children.find((child) => isFor(child, tlp));
  return target === undefined ? null : { kind: 'target', index: target.index };
}

/** What takes a request that no child claims: the only device in the slot, which then refuses it itself. */
function slotOf(machine: Machine, fn: MachineFunction): Next | null {
  const first = fn.children.map((index) => functionAt(machine, index))[0];
  if (first === undefined || fn.kind === 'switch-upstream') return null;
  return first.bridge === null
    ? { kind: 'target', index: first.index }
    : { kind: 'down', port: first.index };
}

function decideDownward(question: PortQuestion, fn: MachineFunction): Decision {
  const { machine, tlp } = question;
  const place = functionPlace(fn.index);
  const operands = [routedBy(tlp)];
  if (isFor(fn, tlp)) {
    const next: Next = { kind: 'target', index: fn.index };
    const told = { place, rule: 'ROUTE-DOWN', tlp, operands, next } as const;
    return forwards({ ...told, action: 'deliver-down', verdict: 'forwarded' });
  }
  if (!claims(fn, tlp)) {
    const isClosed = !isCompletionTlp(tlp) && !fn.memoryDecode && windowOf(fn, tlp) !== null;
    const mse: Operand = { name: 'MSE', value: '0', decided: true };
    return isClosed
      ? nobodyTakes({ place, rule: 'ROUTE-BRIDGE-MSE-OFF', tlp, operands: [mse, ...operands] })
      : nobodyTakes({ place, rule: 'ROUTE-NO-WINDOW', tlp, operands });
  }
  return sendDown(machine, fn, tlp, operands);
}

/**
 * Whether a root port would have to send T=1 where no secure stream leads: to a device without TDISP, to one
 * whose stream left the Secure state, or while the port's own tagging (TDISP_EN) is off.
 */
function lacksSecureStream(machine: Machine, fn: MachineFunction, tlp: Tlp): boolean {
  if (isCompletionTlp(tlp) || tlp.t === 0 || fn.kind !== 'root-port') return false;
  const target = machine.functions.find(
    (other) =>
      other.hostBridge === fn.hostBridge && other.bridge === null && barOf(other, tlp) !== null,
  );
  if (target === undefined) return false;
  return target.tdisp === null || !target.tdisp.streamSecure || !fn.tdispTagging;
}

/** Sends a TLP that belongs below `fn` out on its secondary side, if something is there to take it. */
export function sendDown(
  machine: Machine,
  fn: MachineFunction,
  tlp: Tlp,
  operands: readonly Operand[] = [routedBy(tlp)],
): Decision {
  const place = functionPlace(fn.index);
  const isEmpty = fn.children.length === 0 || !isTrained(machine, fn.linkBelow);
  if (isEmpty) return nobodyTakes({ place, rule: 'ROUTE-LINK-DOWN', tlp, operands });
  const taker = takerBelow(machine, fn, tlp);
  const next = taker ?? (isCompletionTlp(tlp) ? null : slotOf(machine, fn));
  if (next === null) return nobodyTakes({ place, rule: 'ROUTE-NO-WINDOW', tlp, operands });
  if (lacksSecureStream(machine, fn, tlp)) {
    const t: Operand = { name: 'T', value: '1', decided: true };
    const rule = 'RP-T-NO-STREAM';
    return refusesAsUnsupported({ place, rule, tlp, operands: [t, ...operands] });
  }
  return forwards({
    place,
    rule: 'ROUTE-DOWN',
    action: 'deliver-down',
    verdict: 'forwarded',
    tlp,
    operands,
    next,
    leavesOn: linkDown(fn),
  });
}

/** The kind of port that ACS knows this bridge as; null: it has no ACS (upstream port, bridge to PCI). */
function acsPortKind(fn: MachineFunction): AcsPortKind | null {
  if (fn.kind === 'root-port') return 'root-port';
  return fn.kind === 'switch-downstream' ? 'switch-dsp' : null;
}

/** What ACS decided, turned into a direction. */
function afterAcs(
  question: PortQuestion,
  fn: MachineFunction,
  candidate: Candidate,
  decision: AcsDecision,
  instead: readonly Alternative[],
): Decision {
  const { tlp } = question;
  const place = functionPlace(fn.index);
  const operands = [...decision.operands.filter(({ name }) => name !== 'target'), candidate.where];
  const told = { place, rule: decision.rule, tlp, operands, instead };
  const { action } = decision;
  switch (action) {
    case 'block': {
      const outcome = decision.completionStatus === null ? 'dropped' : 'completerAbort';
      const end: Next = { kind: 'end', outcome };
      const refused = forwards({ ...told, action, verdict: 'blocked', next: end });
      return { ...refused, status: decision.completionStatus, aer: decision.aer };
    }
    case 'reject':
      return refusesAsUnsupported(told);
    case 'drop':
      return dropsTlp({ ...told, aer: decision.aer });
    case 'unmodelled':
      return endsUnmodelled(told);
    default: {
      const verdict = acsVerdict(decision);
      const next = isUp(action) ? nextUp(fn, verdict === 'redirected') : nextAcross(fn, candidate);
      return forwards({ ...told, action, verdict, next });
    }
  }
}

function nextUp(fn: MachineFunction, isRedirected: boolean): Next {
  const above = nextAbove(fn);
  if (above.kind !== 'rootComplex' || !isRedirected) return above;
  return { ...above, entry: 'redirected' };
}

function nextAcross(fn: MachineFunction, { candidate, peer }: Candidate): Next {
  if (fn.parent === null || peer === null) {
    return { kind: 'rootComplex', hostBridge: fn.hostBridge, entry: 'direct', from: fn.index };
  }
  return candidate.kind === 'peer-port'
    ? { kind: 'down', port: peer }
    : { kind: 'target', index: peer };
}

function decideUpward(question: PortQuestion, fn: MachineFunction): Decision {
  const { machine, tlp } = question;
  const place = functionPlace(fn.index);
  if (tlp.kind === 'CfgRd' || tlp.kind === 'CfgWr') {
    const kind: Operand = { name: 'kind', value: tlp.kind, decided: true };
    return refusesAsUnsupported({ place, rule: 'ROUTE-CFG-UP', tlp, operands: [kind] });
  }
  if (!isCompletionTlp(tlp) && isAddressRouted(tlp) && !fn.busMaster) {
    const bme: Operand = { name: 'BME', value: '0', decided: true };
    return refusesAsUnsupported({ place, rule: 'ROUTE-BRIDGE-BME-OFF', tlp, operands: [bme] });
  }
  const kind = acsPortKind(fn);
  if (kind === null) return passUp(fn, tlp);
  const candidate = candidateOf(machine, fn, tlp);
  const asked = askAcs(fn, kind, tlp, candidate);
  return asked.isKnown
    ? afterAcs(question, fn, candidate, asked.decision, asked.instead)
    : endsUnmodelled({
        place,
        rule: 'ACS-UNKNOWN',
        tlp,
        operands: [{ name: 'ACS', value: 'unknown', decided: true }, candidate.where],
        instead: asked.instead,
      });
}

/** An upstream port, or a bridge to conventional PCI, which puts its own ID into requests. */
function passUp(fn: MachineFunction, tlp: Tlp): Decision {
  const told = {
    place: functionPlace(fn.index),
    action: 'forward-upstream',
    verdict: 'forwarded',
    next: nextAbove(fn),
    leavesOn: linkUp(fn),
  } as const;
  const isPciBridge = fn.kind === 'pcie-to-pci-bridge' && fn.bridge !== null;
  if (!isPciBridge || isCompletionTlp(tlp)) {
    return forwards({ ...told, rule: 'ROUTE-UP', tlp, operands: [routedBy(tlp)] });
  }
  const requesterId = (fn.bridge?.secondary ?? 0) << 8;
  const owned = { ...tlp, requesterId };
  return forwards({
    ...told,
    rule: 'ROUTE-PCI-BRIDGE-ID',
    tlp: owned,
    operands: [{ ...routedBy({ ...owned, kind: 'Msg' }), decided: true }],
  });
}

/**
 * Decides where a bridge sends a TLP: routing by address or ID, then, for traffic that climbs, ACS.
 *
 * @returns the way on, or the refusal: Malformed for a payload above MPS, Unsupported Request,
 *   Unexpected Completion, ACS Violation; `unmodelled` where the ACS setting is unknown and matters.
 * @throws Error when `port` is no bridge: a bug of the caller.
 * @source PCIe Base §2.2.4, §7.5.1.3, §6.12
 */
export function decidePort(question: PortQuestion): Decision {
  const { machine, ingress, tlp } = question;
  const fn = functionAt(machine, question.port);
  const oversize = isReceiver(fn, ingress) ? refuseOversize(fn, tlp) : null;
  if (oversize !== null) return oversize;
  return ingress === 'from-above' ? decideDownward(question, fn) : decideUpward(question, fn);
}
