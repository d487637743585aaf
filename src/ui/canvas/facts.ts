import { formatBusDevFn } from '../../core/base/bdf.ts';
import { formatSize } from '../../core/base/units.ts';
import type { Machine } from '../../core/machine/types.ts';
import type { FunctionComponent } from '../../core/scenario/schema.ts';

/** `03:00.0` as enumeration numbered it; empty while the document is no machine. */
export function bdfText(machine: Machine | null, id: string): string {
  const index = machine?.functionById.get(id);
  const found = index === undefined ? undefined : machine?.functions[index];
  return found ? formatBusDevFn(found.bdf) : '';
}

/** The one fact that a card has room for: the size of the largest BAR, or how many VFs there are. */
export function cardFact(fn: FunctionComponent): string {
  if (fn.sriov?.enabled === true && fn.sriov.numVfs > 0) return `${fn.sriov.numVfs} VFs`;
  const sizes = fn.bars
    .filter((bar) => bar.space === 'mem')
    .map((bar) => bar.sizeBytes)
    .filter((size) => size !== null);
  return sizes.length === 0 ? '' : formatSize(Math.max(...sizes));
}

/** What a device is drawn as: by its class code, else by its name. */
export type DeviceIcon = 'gpu' | 'nic' | 'drive' | 'bridge' | 'device';

/** The icon of a function. @source PCI Code and ID Assignment: base classes 01h, 02h, 03h, 06h, 12h */
export function iconOf(fn: FunctionComponent): DeviceIcon {
  const base = fn.classCode?.slice(0, 2);
  if (base === '03' || base === '12') return 'gpu';
  if (base === '02') return 'nic';
  if (base === '01') return 'drive';
  if (base === '06') return 'bridge';
  if (base === undefined) {
    if (/gpu|vga|3d/i.test(fn.name)) return 'gpu';
    if (/nic|ethernet|infiniband/i.test(fn.name)) return 'nic';
    if (/nvme|storage/i.test(fn.name)) return 'drive';
  }
  return 'device';
}

/** `0000:00` as enumeration numbered the root bus; empty while the document is no machine. */
export function hostAddress(machine: Machine | null, id: string): string {
  const bridge = machine?.hostBridges.find((one) => one.id === id);
  if (!bridge) return '';
  const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');
  return `${hex(bridge.segment, 4)}:${hex(bridge.rootBus, 2)}`;
}

/** Name of the port or bridge directly above a function; null on a root bus and while the document is no machine. */
export function parentName(machine: Machine | null, id: string): string | null {
  const index = machine?.functionById.get(id);
  const parent = index === undefined ? null : (machine?.functions[index]?.parent ?? null);
  return parent === null ? null : (machine?.functions[parent]?.name ?? null);
}

/** A switch goes by the name of its upstream port without the role. */
export function switchName(upstream: FunctionComponent): string {
  return upstream.name.replace(/ (USP|upstream port)$/i, '');
}
