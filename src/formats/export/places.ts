import { formatBdf } from '../../core/base/bdf.ts';
import type { Machine } from '../../core/machine/types.ts';
import type { Place } from '../../core/pcie/types.ts';

/** Where something happened, for files: the BDF of a function, else the id in the document. */
export function placeName(machine: Machine, { kind, index }: Place): string {
  switch (kind) {
    case 'function': {
      const fn = machine.functions[index];
      return fn === undefined ? '' : formatBdf(fn.bdf);
    }
    case 'hostBridge':
      return machine.hostBridges[index]?.id ?? '';
    case 'iommu':
      return machine.iommus[index] ?? '';
    case 'memory':
      return machine.memories[index]?.id ?? '';
    default:
      return kind satisfies never;
  }
}

/** A directed link for files: `0000:00:01.0 down`, by the port above the wire. */
export function directedLinkName(machine: Machine, directed: number): string {
  const link = machine.links[directed >> 1];
  const port = link === undefined ? undefined : machine.functions[link.port];
  const way = (directed & 1) === 0 ? 'up' : 'down';
  return `${port === undefined ? (link?.id ?? '') : formatBdf(port.bdf)} ${way}`;
}
