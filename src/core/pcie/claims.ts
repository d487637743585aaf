import { defined } from '../base/assert.ts';
import { hexGrouped } from '../base/address.ts';
import type { Machine, MachineBar, MachineFunction, Window } from '../machine/types.ts';
import { isAddressRouted, isCompletionTlp, isIo } from './tlp-kind.ts';
import type { Operand, RequestTlp, Tlp } from './types.ts';

/** The function at `index`; an index that the machine does not have is a bug. */
export function functionAt(machine: Machine, index: number): MachineFunction {
  return defined(machine.functions[index], `the machine has no function ${index}`);
}

/** Whether `address` lies in `window`; a closed window contains nothing. */
export function contains(window: Window | null, address: bigint): boolean {
  return window !== null && address >= window.base && address <= window.limit;
}

/** The BAR of `fn` that contains the address of the request, whether decoding is enabled or not. */
export function barOf(fn: MachineFunction, request: RequestTlp): MachineBar | null {
  const space = isIo(request) ? 'io' : 'mem';
  const hit = fn.bars.find((bar) => bar.space === space && contains(bar.window, request.address));
  return hit ?? null;
}

/** The window of a bridge that contains the address of the request, whether decoding is enabled or not. */
export function windowOf(fn: MachineFunction, request: RequestTlp): Window | null {
  const { bridge } = fn;
  if (bridge === null) return null;
  const windows = isIo(request) ? [bridge.io] : [bridge.memory, bridge.prefetchable];
  return windows.find((window) => contains(window, request.address)) ?? null;
}

/** Whether the bus number lies on or below the secondary side of the bridge. */
function hasBusBelow(fn: MachineFunction, bus: number): boolean {
  return fn.bridge !== null && bus >= fn.bridge.secondary && bus <= fn.bridge.subordinate;
}

/** Whether a completion is for the function itself. */
function isRequesterOf(fn: MachineFunction, tlp: Tlp): boolean {
  return tlp.segment === fn.bdf.segment && tlp.requesterId === fn.requesterId;
}

/**
 * Whether a bridge takes the TLP to its secondary side: by window for a memory or I/O request (Memory Space
 * Enable permitting), by bus number for a completion of its own segment.
 */
export function claims(fn: MachineFunction, tlp: Tlp): boolean {
  if (isCompletionTlp(tlp)) {
    return tlp.segment === fn.bdf.segment && hasBusBelow(fn, tlp.requesterId >> 8);
  }
  return isAddressRouted(tlp) && fn.memoryDecode && windowOf(fn, tlp) !== null;
}

/** Whether the TLP ends at the function itself: a BAR with decoding enabled, or its own requester ID. */
export function isFor(fn: MachineFunction, tlp: Tlp): boolean {
  if (isCompletionTlp(tlp)) return isRequesterOf(fn, tlp);
  return isAddressRouted(tlp) && fn.memoryDecode && barOf(fn, tlp) !== null;
}

/** What routing looked at: the address of a request, the requester ID of a completion. */
export function routedBy(tlp: Tlp): Operand {
  if (isCompletionTlp(tlp) || !isAddressRouted(tlp)) {
    const bus = (tlp.requesterId >> 8).toString(16).padStart(2, '0');
    const device = ((tlp.requesterId >> 3) & 0x1f).toString(16).padStart(2, '0');
    return { name: 'requester', value: `${bus}:${device}.${tlp.requesterId & 7}` };
  }
  return { name: 'address', value: hexGrouped(tlp.address) };
}

/** Directed link on which a TLP goes up from a function, or null where there is no link. */
export function linkUp(fn: MachineFunction): number | null {
  return fn.linkAbove === null ? null : 2 * fn.linkAbove;
}

/** Directed link on which a TLP goes down from a port, or null where there is no link. */
export function linkDown(fn: MachineFunction): number | null {
  return fn.linkBelow === null ? null : 2 * fn.linkBelow + 1;
}

/** Whether the link has trained; a function without a link (inside its package) counts as reachable. */
export function isTrained(machine: Machine, link: number | null): boolean {
  return link === null || (machine.links[link]?.width ?? 0) > 0;
}
