import type { Machine, MachineFunction } from '../machine/types.ts';
import { acsVerdict } from './acs-alternatives.ts';
import { askAcs, isUp } from './acs-at-port.ts';
import type { Candidate } from './candidate.ts';
import { claims, functionAt, isFor, isTrained, linkUp, routedBy } from './claims.ts';
import { endsUnmodelled, forwards, functionPlace } from './decision.ts';
import type { Decision, Next } from './decision.ts';
import { nextAbove } from './port.ts';
import { isCompletionTlp } from './tlp-kind.ts';
import type { Operand, RequestTlp, Tlp } from './types.ts';
import type { RuleId } from '../rules/catalogue.ts';

/** A request that its function never puts on the wire. */
function keepsQuiet(
  fn: MachineFunction,
  tlp: Tlp,
  rule: RuleId,
  operands: readonly Operand[],
): Decision {
  const next: Next = { kind: 'end', outcome: 'dropped' };
  const place = functionPlace(fn.index);
  return forwards({ place, action: 'suppress', verdict: 'blocked', rule, tlp, operands, next });
}

/**
 * T=0 in CONFIG_UNLOCKED, T=1 (or XT=1, which marks a trusted requester too) in RUN, nothing in CONFIG_LOCKED
 * and ERROR; without TDISP T=0.
 */
function mayIssue(fn: MachineFunction, t: 0 | 1, xt: 0 | 1 = 0): boolean {
  const state = fn.tdisp?.state ?? 'CONFIG_UNLOCKED';
  const isTrusted = t === 1 || xt === 1;
  return (state === 'CONFIG_UNLOCKED' && !isTrusted) || (state === 'RUN' && isTrusted);
}

/** The other functions of the same device; on the root bus those with the same device number. */
function siblingFunctions(machine: Machine, fn: MachineFunction): MachineFunction[] {
  const { parent } = fn;
  const onBus =
    parent === null
      ? (machine.hostBridges[fn.hostBridge]?.rootFunctions ?? [])
      : functionAt(machine, parent).children;
  const siblings = onBus.map((index) => functionAt(machine, index));
  const isOnBus = parent === null || functionAt(machine, parent).kind === 'switch-upstream';
  return siblings.filter(
    (other) =>
      other.index !== fn.index &&
      other.bridge === null &&
      (!isOnBus || other.bdf.device === fn.bdf.device),
  );
}

/** What stands beside a function on a bus that several devices share: conventional PCI, inside a switch. */
function takerOnSharedBus(machine: Machine, fn: MachineFunction, tlp: Tlp): Next | null {
  if (fn.parent === null) return null;
  const bridge = functionAt(machine, fn.parent);
  const isShared =
    bridge.kind === 'switch-upstream' ||
    bridge.kind === 'pcie-to-pci-bridge' ||
    bridge.kind === 'conventional-bridge';
  if (!isShared) return null;
  const others = bridge.children.filter((index) => index !== fn.index);
  for (const index of others) {
    const other = functionAt(machine, index);
    if (other.bridge !== null && claims(other, tlp)) return { kind: 'down', port: index };
    if (isFor(other, tlp)) return { kind: 'target', index };
  }
  return null;
}

function leaveDevice(fn: MachineFunction, tlp: Tlp, rule: RuleId, operands: Operand[]): Decision {
  return forwards({
    place: functionPlace(fn.index),
    action: 'issue',
    verdict: 'issued',
    rule,
    tlp,
    operands,
    next: nextAbove(fn),
    leavesOn: linkUp(fn),
  });
}

/** Inside a multi-function device: the function's own ACS decides, if it has any. */
function decideInside(fn: MachineFunction, tlp: Tlp, peer: MachineFunction): Decision {
  const place = functionPlace(fn.index);
  const where = { name: 'target', value: `${peer.name} in the same device` };
  if (fn.acs === null && !fn.acsUnknown) {
    return leaveDevice(fn, tlp, 'ROUTE-NO-INTERNAL-PATH', [{ name: 'ACS', value: 'none' }, where]);
  }
  const candidate: Candidate = {
    candidate: { kind: 'peer-function', number: peer.bdf.fn },
    peer: peer.index,
    where,
  };
  const asked = askAcs(fn, 'mfd-function', tlp, candidate);
  if (!asked.isKnown) {
    const operands = [{ name: 'ACS', value: 'unknown', decided: true }, where];
    return endsUnmodelled({ place, rule: 'ACS-UNKNOWN', tlp, operands, instead: asked.instead });
  }
  const { decision, instead } = asked;
  const { rule, action } = decision;
  const told = { place, action, rule, tlp, instead, operands: [...decision.operands, where] };
  const verdict = acsVerdict(decision);
  if (isUp(action)) {
    return forwards({ ...told, verdict, next: nextAbove(fn), leavesOn: linkUp(fn) });
  }
  if (action === 'direct') {
    return forwards({ ...told, verdict, next: { kind: 'target', index: peer.index } });
  }
  const outcome = decision.completionStatus === null ? 'dropped' : 'completerAbort';
  const refused = forwards({ ...told, verdict, next: { kind: 'end', outcome } });
  return { ...refused, status: decision.completionStatus, aer: decision.aer };
}

/**
 * Where a TLP goes first that a function sends: to a function of the same device, to a peer on a shared
 * bus, or up its link. Requests and completions alike.
 */
function leaveFunction(machine: Machine, fn: MachineFunction, tlp: Tlp, rule: RuleId): Decision {
  const shared = takerOnSharedBus(machine, fn, tlp);
  const place = functionPlace(fn.index);
  const operands = [routedBy(tlp)];
  if (shared !== null) {
    const told = { place, rule: 'ROUTE-CONVENTIONAL-BUS', tlp, operands, next: shared } as const;
    return forwards({ ...told, action: 'direct', verdict: 'direct' });
  }
  const peer = siblingFunctions(machine, fn).find((other) => isFor(other, tlp));
  if (peer !== undefined) return decideInside(fn, tlp, peer);
  return leaveDevice(fn, tlp, rule, operands);
}

/**
 * Whether and how a function issues a request.
 *
 * @returns the way up its link, or to a function of the same device; `suppress` when Bus Master Enable,
 *   the link or the TDISP state keeps the request from ever being sent.
 * @source PCIe Base §7.5.1.1.3, §6.12.1.2, §11.2.1
 */
export function issueRequest(machine: Machine, index: number, request: RequestTlp): Decision {
  const fn = functionAt(machine, index);
  if (!fn.busMaster) {
    const bme = { name: 'BME', value: '0', decided: true };
    return keepsQuiet(fn, request, 'ROUTE-BME-OFF', [bme]);
  }
  if (!mayIssue(fn, request.t, request.xt)) {
    return keepsQuiet(fn, request, 'TDISP-ISSUE', [
      { name: 'T', value: `${request.t}`, decided: true },
      { name: 'TDI state', value: fn.tdisp?.state ?? 'no TDISP', decided: true },
    ]);
  }
  if (!isTrained(machine, fn.linkAbove)) {
    return keepsQuiet(fn, request, 'ROUTE-LINK-DOWN', [
      { name: 'link width', value: 'x0', decided: true },
    ]);
  }
  return leaveFunction(machine, fn, request, 'ROUTE-ISSUE');
}

/** The first hop of a completion that a function sends. */
export function issueCompletion(machine: Machine, index: number, tlp: Tlp): Decision {
  const fn = functionAt(machine, index);
  const decision = leaveFunction(machine, fn, tlp, 'ROUTE-CPL-ISSUE');
  const status = isCompletionTlp(tlp) ? tlp.status : 'SC';
  return { ...decision, operands: [{ name: 'status', value: status }, ...decision.operands] };
}
