import { formatBusDevFn } from '../../core/base/bdf.ts';
import { assertUnreachable, defined } from '../../core/base/assert.ts';
import type { Machine } from '../../core/machine/types.ts';
import type { Place } from '../../core/pcie/types.ts';

/** How lists name a place: the person's name for it, and the address by which the machine knows it ('' where it has none). */
export interface PlaceLabel {
  readonly name: string;
  readonly address: string;
  /** Id of the component in the document, for selecting it. */
  readonly id: string;
}

/** The label of a place of `machine`. A function below a switch carries the switch's name in front when its own is generic. */
export function placeLabel(machine: Machine, place: Place): PlaceLabel {
  switch (place.kind) {
    case 'function': {
      const found = defined(machine.functions[place.index], 'a place names a function');
      return { name: found.name, address: formatBusDevFn(found.bdf), id: found.id };
    }
    case 'hostBridge': {
      const found = defined(machine.hostBridges[place.index], 'a place names a host bridge');
      const bus = found.rootBus.toString(16).padStart(2, '0');
      const segment = found.segment.toString(16).padStart(4, '0');
      return { name: found.name, address: `${segment}:${bus}`, id: found.id };
    }
    case 'iommu': {
      const id = defined(machine.iommus[place.index], 'a place names an IOMMU');
      const component = machine.scenario.components.find((one) => one.id === id);
      return { name: component?.name ?? id, address: '', id };
    }
    case 'memory': {
      const found = defined(machine.memories[place.index], 'a place names a memory');
      return { name: found.name, address: '', id: found.id };
    }
    default:
      return assertUnreachable(place.kind);
  }
}
