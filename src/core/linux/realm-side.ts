import type { Machine, MachineFunction } from '../machine/types.ts';

/**
 * Whether the driver of a function runs inside a Realm: its owner says so; a function that nobody owns does where it
 * has TDISP.
 */
export function runsInRealm(machine: Machine, { id, tdisp }: MachineFunction): boolean {
  const owner = machine.scenario.actors?.find(({ functions }) => functions.includes(id));
  return owner === undefined ? tdisp !== null : owner.kind === 'realm';
}

/**
 * What the provider's record says of its MMIO where a kernel has such a record: private from locking on, as the BAR
 * moves to the private alias then.
 *
 * @source linux-dma.md §7.5
 */
export function providerSide({ tdisp }: MachineFunction): 'shared' | 'private' {
  return tdisp === null || tdisp.state === 'CONFIG_UNLOCKED' ? 'shared' : 'private';
}
