import type { Machine, MachineFunction } from '../machine/types.ts';
import type { EgressCandidate } from './acs.ts';
import { claims, functionAt, isFor } from './claims.ts';
import type { Operand, Tlp } from './types.ts';

/** What plain routing chose at a port for a TLP from below, before ACS. */
export interface Candidate {
  readonly candidate: EgressCandidate;
  /** Function index of the peer port, or of the function whose BAR or ID it is; null otherwise. */
  readonly peer: number | null;
  /** What was compared: `address 0x.. is below DSP1`. */
  readonly where: Operand;
}

function below(port: MachineFunction): Operand {
  return { name: 'target', value: `below ${port.name}` };
}

const UPSTREAM: Candidate = {
  candidate: { kind: 'upstream' },
  peer: null,
  where: { name: 'target', value: 'no port beside this one' },
};

/** A peer on the same bus: its window, then its own BAR or ID. */
function peerAmong(
  machine: Machine,
  port: MachineFunction,
  siblings: readonly number[],
  tlp: Tlp,
): Candidate | null {
  for (const index of siblings) {
    const sibling = functionAt(machine, index);
    if (index !== port.index && sibling.bridge !== null && claims(sibling, tlp)) {
      const candidate = { kind: 'peer-port', number: sibling.portNumber } as const;
      return { candidate, peer: index, where: below(sibling) };
    }
  }
  for (const index of siblings) {
    const sibling = functionAt(machine, index);
    if (!isFor(sibling, tlp)) continue;
    const where = { name: 'target', value: `BAR of ${sibling.name}` };
    return { candidate: { kind: 'switch-dsp-bar' }, peer: index, where };
  }
  return null;
}

/**
 * What plain address or ID routing chooses at a root port or switch downstream port for a TLP that climbs.
 *
 * @returns `own-egress` when the target is back below the same port, `peer-port` when a port beside it
 *   claims the TLP, the BAR of a port of the switch, `unclaimed` for a hole in the windows of the switch,
 *   `upstream` for everything else. At a root port BARs on the root bus belong to the root complex: `upstream`.
 * @source PCIe Base §2.2.4, §7.5.1.3
 */
export function candidateOf(machine: Machine, port: MachineFunction, tlp: Tlp): Candidate {
  if (claims(port, tlp)) {
    const where = { name: 'target', value: `back below ${port.name}` };
    return { candidate: { kind: 'own-egress' }, peer: null, where };
  }
  const usp = port.parent === null ? null : functionAt(machine, port.parent);
  if (usp === null) {
    const siblings = machine.hostBridges[port.hostBridge]?.rootFunctions ?? [];
    const peer = peerAmong(machine, port, siblings, tlp);
    return peer?.candidate.kind === 'peer-port' ? peer : UPSTREAM;
  }
  const peer = peerAmong(machine, port, usp.children, tlp);
  if (peer !== null) return peer;
  if (isFor(usp, tlp)) {
    const where = { name: 'target', value: `BAR of ${usp.name}` };
    return { candidate: { kind: 'switch-usp-bar' }, peer: usp.index, where };
  }
  if (claims(usp, tlp)) {
    const where = { name: 'target', value: `inside ${usp.name}, below none of its ports` };
    return { candidate: { kind: 'unclaimed' }, peer: null, where };
  }
  return UPSTREAM;
}
