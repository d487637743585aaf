import type { Machine, MachineLink } from '../machine/types.ts';
import type { Fault } from '../scenario/schema-faults.ts';
import { functionAt } from './claims.ts';

/*
 * Flow control: what a receiver's buffers hold and what a TLP takes of them. One header credit per TLP,
 * prefixes included; one data unit per 16 bytes of payload.
 * @source PCIe Base §2.6.1
 */

/** Receive buffer of one credit class. Infinity: it never binds. */
export interface CreditPool {
  readonly headers: number;
  readonly dataUnits: number;
}

const DATA_UNIT_BYTES = 16;

/** Data units that a payload takes. */
export function dataUnitsOf(payloadBytes: number): number {
  return Math.ceil(payloadBytes / DATA_UNIT_BYTES);
}

/**
 * Receive-buffer credits: posted, non-posted, completion. An endpoint, and a root complex that forwards
 * nothing, must take every completion, so they advertise infinite ones.
 *
 * @source pcie.md §5.5 (defaults of cocotbext-pcie)
 */
export function creditsOf(
  hasInfiniteCompletions: boolean,
): readonly [CreditPool, CreditPool, CreditPool] {
  const completion = hasInfiniteCompletions
    ? { headers: Infinity, dataUnits: Infinity }
    : { headers: 64, dataUnits: 1024 };
  return [{ headers: 64, dataUnits: 1024 }, { headers: 64, dataUnits: 64 }, completion];
}

/** What is advertised: no credits at the start are infinitely many. @source PCIe Base §2.6.1 */
function advertised(given: number | undefined, otherwise: number): number {
  return given === 0 ? Infinity : (given ?? otherwise);
}

/** The credits of a link in one direction: what its receiver advertises, where the document says so, or the default. */
export function creditsOn(
  machine: Machine,
  { port, device, credits }: MachineLink,
  isUp: boolean,
): readonly [CreditPool, CreditPool, CreditPool] {
  const receivers = isUp ? [port] : device;
  const [posted, nonPosted, completion] = creditsOf(
    receivers.every((receiver) => hasInfiniteCompletions(machine, receiver)),
  );
  const given = isUp ? credits?.up : credits?.down;
  if (given === undefined) return [posted, nonPosted, completion];
  const pool = (headers: number | undefined, units: number | undefined, or: CreditPool) => ({
    headers: advertised(headers, or.headers),
    dataUnits: advertised(units, or.dataUnits),
  });
  return [
    pool(given.ph, given.pd, posted),
    pool(given.nph, given.npd, nonPosted),
    pool(given.cplh, given.cpld, completion),
  ];
}

/** Whether a receiver takes every completion: an endpoint, a root complex that forwards nothing. @source PCIe Base §2.6.1 */
function hasInfiniteCompletions(machine: Machine, receiver: number): boolean {
  const { kind, bridge, hostBridge } = functionAt(machine, receiver);
  if (kind === 'root-port') return machine.hostBridges[hostBridge]?.rcP2P === 'none';
  return bridge === null;
}

/** Whether a fault makes the transmitter of a link blind to its credits, upwards or downwards. */
export function ignoresCredits(
  faults: readonly Fault[],
  link: string,
  direction: 'up' | 'down',
): boolean {
  return faults.some(
    (one) => one.kind === 'ignoreCredits' && one.link === link && one.direction === direction,
  );
}
