import { busAddr } from '../base/address.ts';
import type { BusAddr } from '../base/address.ts';
import type { Machine, MachineFunction } from '../machine/types.ts';
import { claims, functionAt, isFor } from './claims.ts';
import type { RequestTlp } from './types.ts';

/** What decodes a physical address. `bus` is the address as the root port sends it down. */
export type Decoded =
  | { readonly kind: 'memory'; readonly index: number }
  | { readonly kind: 'function'; readonly fn: MachineFunction; readonly bus: BusAddr };

/**
 * Decodes a CPU physical address: memory of the host, the windows and BARs on every root bus. Bus address =
 * physical address - busOffset of the host bridge.
 *
 * @returns null when nothing decodes the address.
 */
export function decodePhysical(
  machine: Machine,
  address: bigint,
  request: RequestTlp,
): Decoded | null {
  for (const [index, { hostBridge, window }] of machine.memories.entries()) {
    const offset = machine.hostBridges[hostBridge]?.busOffset ?? 0n;
    const bus = address - offset;
    if (bus >= window.base && bus <= window.limit) return { kind: 'memory', index };
  }
  for (const { rootFunctions, busOffset } of machine.hostBridges) {
    const bus = busAddr(address - busOffset);
    const seen = { ...request, address: bus };
    for (const index of rootFunctions) {
      const fn = functionAt(machine, index);
      if (claims(fn, seen) || isFor(fn, seen)) return { kind: 'function', fn, bus };
    }
  }
  return null;
}
